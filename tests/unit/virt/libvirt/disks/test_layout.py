# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which disks a guest gets, under which names."""

from typing import Any

import pytest
from oslo_utils import units

from nova_lite import exception
from nova_lite.objects.block_device import BlockDevice
from nova_lite.virt.libvirt.disks import layout
from tests.contract import guests

PC = layout.Machine("x86_64", "pc")
Q35 = layout.Machine("x86_64", "pc-q35-7.2")
ARM = layout.Machine("aarch64", "virt")


def names(disks: tuple[layout.LocalDisk, ...]) -> list[tuple[str, str, str]]:
    return [(disk.file_name, disk.bus, disk.name) for disk in disks]


def plan(machine: layout.Machine = PC, config_drive: bool = False, **values: Any) -> tuple[layout.LocalDisk, ...]:
    flavor = guests.flavor(**values.pop("flavor", {}))
    devices = values.pop("block_devices", ())
    return layout.plan(guests.instance(flavor), guests.image(**values), devices, machine, config_drive)


def test_everything_in_order() -> None:
    found = plan(config_drive=True, flavor={"ephemeral_gb": 2, "swap": 16})
    assert names(found) == [
        ("disk", "virtio", "vda"),
        ("disk.local", "virtio", "vdb"),
        ("disk.swap", "virtio", "vdc"),
        ("disk.config", "ide", "hda"),
    ]
    assert [disk.size_bytes for disk in found] == [units.Gi, 2 * units.Gi, 16 * units.Mi, 0]


@pytest.mark.parametrize(("machine", "bus", "name"), [(PC, "ide", "hda"), (Q35, "sata", "sda"), (ARM, "scsi", "sda")])
def test_config_drive_is_a_cdrom_on_the_usual_bus(machine: layout.Machine, bus: str, name: str) -> None:
    config = plan(machine, config_drive=True)[-1]
    assert (config.device, config.bus, config.name) == ("cdrom", bus, name)


def test_vfat_config_drive_is_a_disk(option: Any) -> None:
    option("config_drive_format", "vfat")
    config = plan(config_drive=True)[-1]
    assert (config.device, config.bus, config.name) == ("disk", "virtio", "vdb")


def test_iso_image_boots_from_cdrom() -> None:
    root = plan(disk_format="iso")[0]
    assert (root.device, root.bus, root.path) == ("cdrom", "ide", "/dev/hda")


def test_a_bus_that_was_asked_for_is_kept() -> None:
    device = BlockDevice(boot_index=0, device_type="cdrom", disk_bus="scsi")
    assert plan(Q35, disk_format="iso", block_devices=(device,))[0].bus == "scsi"


def test_requested_ephemerals_and_swap_replace_the_flavors() -> None:
    devices = (
        BlockDevice(boot_index=0, disk_bus="scsi", device_type="disk"),
        BlockDevice(source_type="blank", volume_size=1, guest_format="ext4"),
        BlockDevice(source_type="blank", volume_size=1, disk_bus="usb"),
        BlockDevice(source_type="blank", guest_format="swap", volume_size=8),
    )
    found = plan(block_devices=devices, flavor={"ephemeral_gb": 4, "swap": 16})
    assert names(found) == [
        ("disk", "scsi", "sda"),
        ("disk.eph0", "virtio", "vda"),
        ("disk.eph1", "usb", "sdb"),
        ("disk.swap", "virtio", "vdb"),
    ]
    assert [disk.label for disk in found] == [None, "ephemeral0", "ephemeral1", None]
    assert found[-1].size_bytes == 8 * units.Mi


def test_bus_of_the_image_and_prefix_of_the_operator(option: Any) -> None:
    assert plan(properties={"hw_disk_bus": "sata"})[0].name == "sda"
    option("disk_prefix", "xvd", "libvirt")
    assert plan()[0].name == "xvda"


@pytest.mark.parametrize(
    "values",
    [
        {"properties": {"hw_disk_bus": "xen"}},
        {"block_devices": (BlockDevice(boot_index=0, disk_bus="uml"),)},
        {"block_devices": (BlockDevice(boot_index=0, device_type="lun"),)},
        {"block_devices": (BlockDevice(source_type="volume", destination_type="volume", boot_index=0),)},
        {"block_devices": tuple(BlockDevice(source_type="blank", volume_size=1, disk_bus="ide") for _ in range(5))},
    ],
)
def test_impossible_disks_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(exception.Invalid):
        plan(**values)


def test_number_of_disks_is_limited(option: Any) -> None:
    option("max_disk_devices_to_attach", 1, "compute")
    assert len(plan()) == 1
    with pytest.raises(exception.Invalid, match="maximum allowed"):
        plan(config_drive=True)


def test_removed_devices_do_not_count() -> None:
    devices = (BlockDevice(source_type="blank", volume_size=1, no_device=True),)
    assert names(plan(block_devices=devices)) == [("disk", "virtio", "vda")]

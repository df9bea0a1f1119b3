# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Names, buses and types of disks."""

import pytest

from nova_lite import exception
from nova_lite.compute import block_devices
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance


def root(**values: object) -> BlockDevice:
    return BlockDevice(boot_index=0, **values)  # type: ignore[arg-type]


def blank(**values: object) -> BlockDevice:
    return BlockDevice(source_type="blank", **values)  # type: ignore[arg-type]


def usual_bus(device_type: str, image: ImageMeta) -> str:
    """A driver whose guests have SATA cdroms."""
    return image.prop(f"hw_{device_type}_bus") or {"cdrom": "sata"}.get(device_type, "virtio")


def names(devices: list[BlockDevice]) -> list[str | None]:
    return [device.device_name for device in devices]


def test_order_is_root_ephemeral_swap() -> None:
    instance = Instance(uuid="u")
    devices = block_devices.assign(
        instance, ImageMeta(), [blank(guest_format="swap"), blank(guest_format="ext4"), root()], usual_bus
    )
    assert names(devices) == ["/dev/vda", "/dev/vdb", "/dev/vdc"]
    assert (instance.root_device_name, instance.default_ephemeral_device, instance.default_swap_device) == (
        "/dev/vda",
        "/dev/vdb",
        "/dev/vdc",
    )
    assert {(device.disk_bus, device.device_type) for device in devices} == {("virtio", "disk")}


def test_bus_of_the_image_and_of_the_request() -> None:
    devices = block_devices.assign(
        Instance(uuid="u"), ImageMeta(properties={"hw_disk_bus": "scsi"}), [root(), blank(disk_bus="virtio")], usual_bus
    )
    assert names(devices) == ["/dev/sda", "/dev/vda"]


def test_iso_boots_from_a_cdrom_on_the_drivers_bus() -> None:
    (device,) = block_devices.assign(Instance(uuid="u"), ImageMeta(disk_format="iso"), [root()], usual_bus)
    assert (device.device_type, device.disk_bus, device.device_name) == ("cdrom", "sata", "/dev/sda")


def test_requested_name_is_kept_if_it_fits() -> None:
    devices = block_devices.assign(
        Instance(uuid="u"), ImageMeta(), [root(device_name="/dev/vdc"), blank(device_name="/dev/sdx")], usual_bus
    )
    assert names(devices) == ["/dev/vdc", "/dev/vda"]


def test_cancelled_devices_are_left_out() -> None:
    assert block_devices.assign(Instance(uuid="u"), ImageMeta(), [root(no_device=True)], usual_bus) == []


def test_unknown_bus_is_refused() -> None:
    with pytest.raises(exception.InvalidBDM, match="disk bus xen is unknown"):
        block_devices.assign(Instance(uuid="u"), ImageMeta(), [root(disk_bus="xen")], usual_bus)

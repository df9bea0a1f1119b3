# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which local disks a guest gets, on which bus and under which name. Pure functions: no file is touched."""

import string
from collections.abc import Iterable
from dataclasses import dataclass

from oslo_utils import units

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance

BUS_PREFIXES = {"virtio": "vd", "scsi": "sd", "sata": "sd", "usb": "sd", "ide": "hd", "fdc": "fd"}
_BUS_LIMITS = {"ide": 4}
_DEVICES = ("disk", "cdrom", "floppy")


@dataclass(frozen=True, slots=True)
class LocalDisk:
    """A disk that is a file in the guest's folder.

    role  root, ephemeral, swap or config
    name  as the guest's bus usually names it (vda)
    size_bytes  0: as big as what it is made from
    label  of the file system in an ephemeral disk
    """

    role: str
    file_name: str
    device: str
    bus: str
    name: str
    size_bytes: int = 0
    guest_format: str | None = None
    label: str | None = None
    tag: str | None = None
    block_device: BlockDevice | None = None

    @property
    def path(self) -> str:
        """Device path as the API shows it."""
        return f"/dev/{self.name}"


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides default buses: architecture and machine type."""

    arch: str
    type: str


def default_cdrom_bus(machine: Machine) -> str:
    """Bus of a cdrom where the image names none."""
    if machine.arch not in ("x86_64", "i686"):
        return "scsi"
    return "sata" if "q35" in machine.type else "ide"


def bus_for(device: str, image: ImageMeta, machine: Machine) -> str:
    """Bus of a device type; raises Invalid for one that QEMU guests cannot have."""
    if device == "cdrom":
        bus = image.prop("hw_cdrom_bus") or default_cdrom_bus(machine)
    elif device == "floppy":
        bus = image.prop("hw_floppy_bus") or "fdc"
    else:
        bus = image.prop("hw_disk_bus") or "virtio"
    return _valid_bus(bus)


def _valid_bus(bus: str) -> str:
    if bus not in BUS_PREFIXES:
        raise exception.Invalid(f"Disk bus '{bus}' is not supported by virt type '{CONF.libvirt.virt_type}'.")
    return bus


class _Names:
    """Hands out the next free device name of each prefix."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def take(self, bus: str) -> str:
        prefix = CONF.libvirt.disk_prefix or BUS_PREFIXES[bus]
        number = self._used.get(prefix, 0)
        if number >= _BUS_LIMITS.get(bus, len(string.ascii_lowercase)):
            raise exception.Invalid(f"The maximum number of disk devices on bus {bus} is exceeded.")
        self._used[prefix] = number + 1
        return prefix + string.ascii_lowercase[number]


def plan(
    instance: Instance,
    image: ImageMeta,
    block_devices: Iterable[BlockDevice],
    machine: Machine,
    config_drive: bool,
) -> tuple[LocalDisk, ...]:
    """All local disks in the order in which they get their names: root, ephemerals, swap, config drive.

    Raises UnsupportedFeature for volumes, Invalid for impossible buses or too many disks.
    """
    devices = [device for device in block_devices if not device.no_device]
    for device in devices:
        if device.is_volume:
            raise exception.UnsupportedFeature(feature="Attaching a volume")
    names = _Names()
    disks = [_root(instance, image, devices, machine, names)]
    disks += _ephemerals(instance, image, devices, machine, names)
    disks += _swap(instance, image, devices, machine, names)
    if config_drive:
        kind = "disk" if CONF.config_drive_format == "vfat" else "cdrom"
        bus = bus_for(kind, image, machine)
        disks.append(LocalDisk("config", "disk.config", kind, bus, names.take(bus)))
    limit = CONF.compute.max_disk_devices_to_attach
    if 0 <= limit < len(disks):
        raise exception.Invalid(f"The maximum allowed number of disk devices ({limit}) is exceeded.")
    return tuple(disks)


def _bus_of(block_device: BlockDevice | None, device: str, image: ImageMeta, machine: Machine) -> str:
    wanted = block_device.disk_bus if block_device else None
    return _valid_bus(wanted) if wanted else bus_for(device, image, machine)


def _root(
    instance: Instance, image: ImageMeta, devices: list[BlockDevice], machine: Machine, names: _Names
) -> LocalDisk:
    root = next((device for device in devices if device.is_root), None)
    device = (root.device_type if root else None) or ("cdrom" if image.disk_format == "iso" else "disk")
    if device not in _DEVICES:
        raise exception.Invalid(f"Device type '{device}' is not supported for a local disk.")
    bus = _bus_of(root, device, image, machine)
    size = (instance.root_gb or 0) * units.Gi
    tag = root.tag if root else None
    return LocalDisk("root", "disk", device, bus, names.take(bus), size_bytes=size, tag=tag, block_device=root)


def _ephemerals(
    instance: Instance, image: ImageMeta, devices: list[BlockDevice], machine: Machine, names: _Names
) -> list[LocalDisk]:
    """Disks of the request; without any, one of all the flavor's ephemeral space."""
    asked = [device for device in devices if device.is_ephemeral]
    if not asked and instance.ephemeral_gb:
        bus = bus_for("disk", image, machine)
        size = instance.ephemeral_gb * units.Gi
        name = names.take(bus)
        return [LocalDisk("ephemeral", "disk.local", "disk", bus, name, size_bytes=size, label="ephemeral0")]
    disks = []
    for index, device in enumerate(asked):
        bus = _bus_of(device, "disk", image, machine)
        disks.append(
            LocalDisk(
                role="ephemeral",
                file_name=f"disk.eph{index}",
                device="disk",
                bus=bus,
                name=names.take(bus),
                size_bytes=(device.volume_size or 0) * units.Gi,
                guest_format=device.guest_format,
                label=f"ephemeral{index}",
                tag=device.tag,
                block_device=device,
            )
        )
    return disks


def _swap(
    instance: Instance, image: ImageMeta, devices: list[BlockDevice], machine: Machine, names: _Names
) -> list[LocalDisk]:
    asked = next((device for device in devices if device.is_swap), None)
    size_mb = asked.volume_size if asked else (instance.flavor.swap if instance.flavor else 0)
    if not size_mb:
        return []
    bus = _bus_of(asked, "disk", image, machine)
    size = size_mb * units.Mi
    return [
        LocalDisk(
            "swap",
            "disk.swap",
            "disk",
            bus,
            names.take(bus),
            size_bytes=size,
            tag=asked.tag if asked else None,
            block_device=asked,
        )
    ]

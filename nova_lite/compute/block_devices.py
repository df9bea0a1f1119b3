# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Default device types, buses and names of a server's disks. Nothing is saved and no disk is made here.

Which bus is usual depends on the machine that the hypervisor makes, so the driver is asked.
"""

import string
from collections.abc import Callable, Iterable

from nova_lite import exception
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import Instance

# Bus of a device type (disk, cdrom, floppy) in a guest of an image; see virt.driver.Disks.
UsualBus = Callable[[str, ImageMeta], str]

_PREFIXES = {"virtio": "vd", "scsi": "sd", "sata": "sd", "usb": "sd", "ide": "hd", "fdc": "fd"}
_LETTERS = [*string.ascii_lowercase, *(a + b for a in string.ascii_lowercase for b in string.ascii_lowercase)]


def assign(
    instance: Instance, image: ImageMeta, devices: Iterable[BlockDevice], usual_bus: UsualBus
) -> list[BlockDevice]:
    """Fill what the request left open and return the devices in naming order: root, ephemeral, swap, volumes.

    `usual_bus` is the driver's. Sets root_device_name, default_ephemeral_device and default_swap_device of the server.
    Raises InvalidBDM for an unknown bus or when the letters run out.
    """
    ordered = sorted((one for one in devices if not one.no_device), key=_rank)
    used: set[str] = set()
    for device in ordered:
        _fill(device, image, usual_bus)
        device.device_name = f"/dev/{_name(device, used)}"
    _set_defaults(instance, ordered)
    return ordered


def _rank(device: BlockDevice) -> int:
    kinds = (device.is_root, device.is_ephemeral, device.is_swap)
    return kinds.index(True) if True in kinds else len(kinds)


def _fill(device: BlockDevice, image: ImageMeta, usual_bus: UsualBus) -> None:
    """Type and bus: those requested, else those that the driver gives a guest of this image."""
    if not device.device_type:
        is_iso = device.is_root and image.disk_format == "iso"
        device.device_type = "cdrom" if is_iso else "disk"
    if not device.disk_bus:
        device.disk_bus = usual_bus(device.device_type, image)
    if device.disk_bus not in _PREFIXES:
        raise exception.InvalidBDM(f"Block Device Mapping is Invalid: disk bus {device.disk_bus} is unknown.")


def _name(device: BlockDevice, used: set[str]) -> str:
    """The requested name if it fits the bus and is free, else the next free one."""
    prefix = _PREFIXES[str(device.disk_bus)]
    wanted = (device.device_name or "").removeprefix("/dev/")
    candidates = [wanted] if wanted.startswith(prefix) else []
    for name in (*candidates, *(prefix + letters for letters in _LETTERS)):
        if name not in used:
            used.add(name)
            return name
    raise exception.InvalidBDM("Block Device Mapping is Invalid: too many devices.")


def _set_defaults(instance: Instance, devices: list[BlockDevice]) -> None:
    for device in devices:
        if device.is_root:
            instance.root_device_name = device.device_name
        elif device.is_ephemeral and not instance.default_ephemeral_device:
            instance.default_ephemeral_device = device.device_name
        elif device.is_swap and not instance.default_swap_device:
            instance.default_swap_device = device.device_name

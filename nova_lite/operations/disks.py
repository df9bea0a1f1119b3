# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Local disks of a new server: from the request, completed by what image and flavor bring."""

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta


def merge(devices: list[BlockDevice] | None, flavor: Flavor, image: ImageMeta) -> list[BlockDevice]:
    """All disks of the server. Raises InvalidBDM for what cannot be, UnsupportedFeature for volumes."""
    found = [device for device in devices or [] if not device.no_device]
    if not devices:
        found = [_image_disk(image)]
    if any(device.is_volume for device in found):
        raise exception.UnsupportedFeature(feature="A volume as a disk of a new server")
    _check_boot(found, image)
    _check_sizes(found, flavor)
    if flavor.swap and not any(device.is_swap for device in found):
        found.append(_blank(flavor.swap, "swap"))
    if flavor.ephemeral_gb and not any(device.is_ephemeral for device in found):
        found.append(_blank(flavor.ephemeral_gb, CONF.default_ephemeral_format))
    local = sum(1 for device in found if not device.is_volume)
    if 0 <= CONF.max_local_block_devices < local:
        raise exception.InvalidBDM(
            "Block Device Mapping is Invalid: You specified more local devices than the limit allows"
        )
    return found


def _image_disk(image: ImageMeta) -> BlockDevice:
    return BlockDevice(
        source_type="image",
        destination_type="local",
        device_type="disk",
        boot_index=0,
        delete_on_termination=True,
        image_id=image.id,
    )


def _blank(size: int, guest_format: str | None) -> BlockDevice:
    """A blank local disk: size in GiB, or in MiB for swap."""
    return BlockDevice(
        source_type="blank",
        destination_type="local",
        device_type="disk",
        boot_index=-1,
        delete_on_termination=True,
        guest_format=guest_format,
        volume_size=size,
    )


def _check_boot(devices: list[BlockDevice], image: ImageMeta) -> None:
    order = sorted(device.boot_index for device in devices if device.boot_index is not None and device.boot_index >= 0)
    if order != list(range(len(order))) or not order:
        raise exception.InvalidBDM("Block Device Mapping is Invalid: Boot sequence for the instance is not valid.")
    for device in devices:
        if device.source_type == "image" and (device.image_id != image.id or not device.is_root):
            raise exception.InvalidBDM("Block Device Mapping is Invalid: Mapping image to local is not supported.")


def _check_sizes(devices: list[BlockDevice], flavor: Flavor) -> None:
    swaps = [device for device in devices if device.is_swap]
    if len(swaps) > 1:
        raise exception.InvalidBDM("Block Device Mapping is Invalid: More than one swap drive requested.")
    if swaps and (swaps[0].volume_size or 0) > flavor.swap:
        raise exception.InvalidBDM(
            "Block Device Mapping is Invalid: Swap drive requested is larger than instance type allows."
        )
    blank_gb = sum(device.volume_size or 0 for device in devices if device.is_ephemeral)
    if blank_gb > flavor.ephemeral_gb:
        raise exception.InvalidBDM(
            "Block Device Mapping is Invalid: Ephemeral disks requested are larger than the instance type allows."
        )

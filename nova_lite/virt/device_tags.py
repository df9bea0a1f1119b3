# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which devices of a server bear a tag, and the record of where the guest finds them. Saves nothing."""

from collections.abc import Iterable, Sequence

from nova_lite.network.model import VIF
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.objects.instance import Instance


def is_needed(instance: Instance, vifs: Iterable[VIF], block_devices: Iterable[BlockDevice]) -> bool:
    """True when a device has a tag, or had one when this was last recorded."""
    return bool(instance.device_metadata) or any(
        [*(vif.tag for vif in vifs), *(device.tag for device in block_devices)]
    )


def record(instance: Instance, found: Sequence[DeviceMetadata]) -> None:
    """Note the devices with the server; the same ones as before are no change to be saved."""
    before = [device.to_primitive()["nova_object.data"] for device in instance.device_metadata]
    if before != [device.to_primitive()["nova_object.data"] for device in found]:
        instance.device_metadata = list(found)

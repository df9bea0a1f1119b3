# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A volume of a server as the API shows it: one row per key with its microversions."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.objects.block_device import BlockDevice

_FIRST, _LAST = (2, 1), (2, 104)
_ROWS = (
    ("id", _FIRST, (2, 88), lambda one: one.volume_id),
    ("volumeId", _FIRST, _LAST, lambda one: one.volume_id),
    ("serverId", _FIRST, _LAST, lambda one: one.instance_uuid),
    ("tag", (2, 70), _LAST, lambda one: one.tag),
    ("delete_on_termination", (2, 79), _LAST, lambda one: one.delete_on_termination),
    ("attachment_id", (2, 89), _LAST, lambda one: one.attachment_id),
    ("bdm_uuid", (2, 89), _LAST, lambda one: one.uuid),
)


def full(req: ApiRequest, device: BlockDevice) -> dict[str, Any]:
    """One attachment; the device name only if there is one."""
    shown = {key: value(device) for key, first, last, value in _ROWS if first <= req.version <= last}
    if device.device_name:
        shown["device"] = device.device_name
    return shown

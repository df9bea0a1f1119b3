# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Entries of meta_data.json's devices list: by which a guest finds the interface or disk that bears a tag."""

from collections.abc import Iterable
from typing import Any

from nova_lite.objects.device_metadata import DeviceMetadata

UNKNOWN = "none"
_FACTS: dict[str, tuple[str, ...]] = {"nic": ("mac", "vlan", "vf_trusted"), "disk": ("serial", "path")}


def entries(devices: Iterable[DeviceMetadata], hidden: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The devices as the guest is told; `hidden` are kinds, and facts of a device, that a version does not have."""
    skipped = frozenset(hidden)
    return [_entry(device, skipped) for device in devices if device.kind not in skipped]


def _entry(device: DeviceMetadata, hidden: frozenset[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": device.kind}
    if device.kind == "share":
        shown.update(share_id=device.share_id, tag=device.tags[0] if device.tags else None)
    for name in _FACTS.get(device.kind, ()):
        value = getattr(device, name)
        if value is not None and name not in hidden:
            shown[name] = value
    return {**shown, "bus": device.bus or UNKNOWN, "address": device.address or UNKNOWN, "tags": list(device.tags)}

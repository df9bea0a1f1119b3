# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The EC2 tree: /<version>/meta-data/ and user-data."""

import itertools
import zlib
from typing import Any

from nova_lite.guestdata.model import GuestData

VERSIONS = (
    "1.0",
    "2007-01-19",
    "2007-03-01",
    "2007-08-29",
    "2007-10-10",
    "2007-12-15",
    "2008-02-01",
    "2008-09-01",
    "2009-04-04",
)
LATEST = "latest"
NAME = "_name"

_SINCE: dict[str, str] = {
    "local-hostname": "2007-01-19",
    "public-hostname": "2007-01-19",
    "public-ipv4": "2007-01-19",
    "instance-type": "2007-08-29",
    "block-device-mapping": "2007-12-15",
    "kernel-id": "2007-12-15",
    "ramdisk-id": "2007-12-15",
    "placement": "2008-02-01",
    "instance-action": "2008-09-01",
}


def tree(data: GuestData, version: str) -> dict[str, Any] | None:
    """The tree of one version as nested dicts; None for an unknown version. The key _name is for listings only."""
    if version != LATEST and version not in VERSIONS:
        return None
    at = len(VERSIONS) if version == LATEST else VERSIONS.index(version)
    known = {
        key: value
        for key, value in _meta_data(data).items()
        if value is not None and VERSIONS.index(_SINCE.get(key, "1.0")) <= at
    }
    found: dict[str, Any] = {"meta-data": known}
    if data.user_data is not None:
        found["user-data"] = data.user_data
    return found


def _meta_data(data: GuestData) -> dict[str, Any]:
    instance = data.instance
    fixed = [ip.address for vif in data.vifs for ip in vif.fixed_ips() if ip.version == 4]
    floating = [ip.address for vif in data.vifs for ip in vif.floating_ips()]
    return {
        "ami-id": _id("ami", zlib.crc32(str(instance.image_ref or "").encode())),
        "ami-launch-index": str(instance.launch_index or 0),
        "ami-manifest-path": "FIXME",
        "block-device-mapping": _block_devices(data),
        "hostname": data.hostname,
        "instance-action": "none",
        "instance-id": _id("i", instance.id or 0),
        "instance-type": instance.flavor.name if instance.flavor else "",
        "kernel-id": _id("aki", zlib.crc32(instance.kernel_id.encode())) if instance.kernel_id else None,
        "local-hostname": data.hostname,
        "local-ipv4": fixed[0] if fixed else data.address or "",
        "placement": {"availability-zone": instance.availability_zone or ""},
        "public-hostname": data.hostname,
        "public-ipv4": floating[0] if floating else "",
        "public-keys": _public_keys(data),
        "ramdisk-id": _id("ari", zlib.crc32(instance.ramdisk_id.encode())) if instance.ramdisk_id else None,
        "reservation-id": instance.reservation_id or "",
        "security-groups": list(data.security_groups),
    }


def _id(prefix: str, number: int) -> str:
    return f"{prefix}-{number:08x}"


def _public_keys(data: GuestData) -> dict[str, Any] | None:
    name, key = data.instance.key_name, data.instance.key_data
    return {"0": {NAME: f"0={name}", "openssh-key": key}} if name and key else None


def _block_devices(data: GuestData) -> dict[str, str]:
    root = data.instance.root_device_name or "/dev/vda"
    found = {"ami": root.removeprefix("/dev/"), "root": root}
    ephemeral, volumes = itertools.count(), itertools.count()
    for device in data.block_devices:
        name = device.device_name
        if not name:
            continue
        if device.is_swap:
            found["swap"] = name
        elif device.is_ephemeral:
            found[f"ephemeral{next(ephemeral)}"] = name
        elif device.is_volume:
            found[f"ebs{next(volumes)}"] = name
    return found


def strip_names(value: Any) -> Any:
    """The tree without the listing names, for the config drive's JSON."""
    if isinstance(value, dict):
        return {key: strip_names(item) for key, item in value.items() if key != NAME}
    return value

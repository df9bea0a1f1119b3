# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The OpenStack tree: /openstack/<version>/ with meta_data.json, network_data.json, vendor data and user_data."""

import base64
import datetime
import json
import secrets
from typing import Any

from nova_lite.guestdata import devices, network_data
from nova_lite.guestdata.model import GuestData

FOLSOM, GRIZZLY, HAVANA, LIBERTY = "2012-08-10", "2013-04-04", "2013-10-17", "2015-10-15"
NEWTON_ONE, NEWTON_TWO, OCATA, ROCKY = "2016-06-30", "2016-10-06", "2017-02-22", "2018-08-27"
VICTORIA, EPOXY = "2020-10-14", "2025-04-04"
VERSIONS = (FOLSOM, GRIZZLY, HAVANA, LIBERTY, NEWTON_ONE, NEWTON_TWO, OCATA, ROCKY, VICTORIA, EPOXY)
LATEST = "latest"
SEED_BYTES = 512

# Files of a version in the order in which they are listed: name and first version.
FILES = (
    ("meta_data.json", FOLSOM),
    ("user_data", FOLSOM),
    ("password", GRIZZLY),
    ("vendor_data.json", HAVANA),
    ("network_data.json", LIBERTY),
    ("vendor_data2.json", NEWTON_TWO),
)


def versions(today: datetime.date | None = None) -> list[str]:
    """Versions whose date has come, and latest."""
    now = (today or datetime.datetime.now(datetime.UTC).date()).isoformat()
    return [*(version for version in VERSIONS if version <= now), LATEST]


def rank(version: str) -> int | None:
    """Place of a version in time; None for an unknown one."""
    if version == LATEST:
        return len(VERSIONS) - 1
    return VERSIONS.index(version) if version in VERSIONS else None


def offers(version: str, since: str) -> bool:
    """True when `version` is known and not older than `since`."""
    at = rank(version)
    return at is not None and at >= VERSIONS.index(since)


def listing(data: GuestData, version: str) -> list[str]:
    """Names of the files of a version."""
    return [
        name for name, since in FILES if offers(version, since) and (name != "user_data" or data.user_data is not None)
    ]


def meta_data(data: GuestData, version: str) -> bytes:
    """meta_data.json of a version."""
    instance = data.instance
    body: dict[str, Any] = {"uuid": instance.uuid}
    if instance.metadata:
        body["meta"] = dict(instance.metadata)
    if data.files:
        body["files"] = [
            {"path": path, "content_path": f"/content/{number}"} for number, (path, _) in data.content_paths().items()
        ]
    if data.admin_pass is not None:
        body["admin_pass"] = data.admin_pass
    if instance.key_name and instance.key_data:
        body["public_keys"] = {instance.key_name: instance.key_data}
        body["keys"] = [{"name": instance.key_name, "type": data.key_type, "data": instance.key_data}]
    body.update(
        hostname=data.hostname,
        name=instance.display_name,
        launch_index=instance.launch_index or 0,
        availability_zone=instance.availability_zone,
    )
    additions: tuple[tuple[str, str, Any], ...] = (
        (GRIZZLY, "random_seed", base64.b64encode(secrets.token_bytes(SEED_BYTES)).decode()),
        (LIBERTY, "project_id", instance.project_id),
        (NEWTON_ONE, "devices", devices.entries(instance.device_metadata, _hidden(version))),
        (VICTORIA, "dedicated_cpus", sorted(data.dedicated_cpus)),
    )
    body.update({key: value for since, key, value in additions if offers(version, since)})
    return json.dumps(body).encode()


def _hidden(version: str) -> list[str]:
    """Kinds and facts of devices that came after a version."""
    since = {"vlan": OCATA, "vf_trusted": ROCKY, "share": EPOXY}
    return [name for name, first in since.items() if not offers(version, first)]


def document(data: GuestData, version: str, name: str) -> bytes | None:
    """One file of a version as bytes; None when the server or the version has none. Not for password."""
    if rank(version) is None:
        return None
    if name == "meta_data.json":
        return meta_data(data, version)
    if name == "user_data":
        return data.user_data
    if name == "network_data.json":
        return json.dumps(network_data.document(data.vifs)).encode()
    if name == "vendor_data.json" and offers(version, HAVANA):
        return json.dumps(data.vendor).encode()
    if name == "vendor_data2.json" and offers(version, NEWTON_TWO):
        return json.dumps(data.vendor2).encode()
    return None

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Query strings of server lists."""

from nova_lite.api.schemas import types
from nova_lite.api.schemas.queries import PAGE
from nova_lite.api.schemas.types import Schema
from nova_lite.api.validation import Query

REGEX: Schema = {"type": "string", "minLength": 1, "format": "regex"}
WORD: Schema = types.STRING

EXACT_NAMES = (
    *("status", "image", "all_tenants", "task_state", "vm_state", "user_id", "host", "uuid"),
    *("project_id", "tenant_id", "deleted", "soft_deleted", "image_ref"),
)
REGEX_NAMES = (
    "name",
    "flavor",
    "ip",
    "ip6",
    "reservation_id",
    "availability_zone",
    "config_drive",
    "key_name",
    "created_at",
    "launched_at",
    "terminated_at",
    "power_state",
    "progress",
    "hostname",
    "node",
    "launch_index",
    "kernel_id",
    "ramdisk_id",
    "display_name",
    "description",
    "display_description",
    "locked_by",
    "root_device_name",
    "access_ip_v4",
    "access_ip_v6",
    "auto_disk_config",
)
SORT_KEYS = (
    "access_ip_v4",
    "access_ip_v6",
    "auto_disk_config",
    "availability_zone",
    "config_drive",
    "created_at",
    "display_description",
    "display_name",
    "host",
    "hostname",
    "image_ref",
    "instance_type_id",
    "kernel_id",
    "key_name",
    "launch_index",
    "launched_at",
    "locked_by",
    "node",
    "power_state",
    "progress",
    "project_id",
    "ramdisk_id",
    "root_device_name",
    "task_state",
    "terminated_at",
    "updated_at",
    "user_id",
    "uuid",
    "vm_state",
)
# Accepted and ignored before 2.75.
IGNORED_SORT_KEYS = (
    "architecture",
    "cell_name",
    "cleaned",
    "default_ephemeral_device",
    "default_swap_device",
    "deleted",
    "deleted_at",
    "disable_terminate",
    "ephemeral_gb",
    "ephemeral_key_uuid",
    "id",
    "key_data",
    "launched_on",
    "locked",
    "memory_mb",
    "os_type",
    "reservation_id",
    "root_gb",
    "shutdown_terminate",
    "user_data",
    "vcpus",
    "vm_mode",
)
JOINED = "^(_|block_device_mapping$|services$|metadata$|system_metadata$|info_cache$|security_groups$|pci_devices$)"
TAG_NAMES = ("tags", "tags-any", "not-tags", "not-tags-any")


def listing(since: str) -> Query:
    """The query of GET /servers and /servers/detail in the range that begins at a microversion."""
    minor = int(since.split(".")[1])
    parameters: dict[str, Schema] = dict.fromkeys(EXACT_NAMES, WORD)
    parameters.update(dict.fromkeys(REGEX_NAMES, REGEX))
    parameters.update({**PAGE, "changes-since": types.TSTAMP})
    sort_keys = [*SORT_KEYS, *(["locked"] if minor >= 73 else []), *(IGNORED_SORT_KEYS if minor < 75 else [])]
    parameters["sort_key"] = {"type": "string", "enum": sorted(set(sort_keys))}
    parameters["sort_dir"] = {"type": "string", "enum": ["asc", "desc"]}
    if minor >= 26:
        parameters.update(dict.fromkeys(TAG_NAMES, REGEX))
    if minor >= 66:
        parameters["changes-before"] = types.TSTAMP
    if minor >= 73:
        parameters["locked"] = types.BOOL
    return Query(parameters=parameters, patterns={JOINED: WORD}, strict_since=(2, 75))


LIST_RANGES = (("2.1", "2.25"), ("2.26", "2.65"), ("2.66", "2.72"), ("2.73", "2.74"), ("2.75", "2.104"))

_SINGLE = frozenset({"limit", "marker"})
_ACTION_PAGE = {**PAGE, "changes-since": types.TSTAMP}
# Queries of os-instance-actions: since, until, query.
ACTION_QUERIES = (
    ("2.1", "2.57", Query(strict_since=None)),
    ("2.58", "2.65", Query(parameters=_ACTION_PAGE, single=_SINGLE, strict_since=(2, 58))),
    (
        "2.66",
        "2.104",
        Query(parameters={**_ACTION_PAGE, "changes-before": types.TSTAMP}, single=_SINGLE, strict_since=(2, 58)),
    ),
)

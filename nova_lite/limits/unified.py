# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Unified limits ([quota]driver = nova.quota.UnifiedLimitsDriver): which limit of Keystone means what.

Servers, and what Placement holds for them by resource class, have limits of projects over the registered ones; all
else has the registered limit, whoever asks. Users have no limits of their own. Nothing here writes to Keystone.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from oslo_utils import importutils

from nova_lite.conf import CONF
from nova_lite.context import get_admin_context
from nova_lite.db.api import instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.hardware import cpu_sets
from nova_lite.objects.flavor import Flavor
from nova_lite.placement import client

UNLIMITED = -1
SERVERS = "servers"
CLASS = "class:"
# Resource of the quota API and its name in Keystone.
NAMES = {
    "instances": SERVERS,
    "cores": f"{CLASS}VCPU",
    "ram": f"{CLASS}MEMORY_MB",
    "metadata_items": "server_metadata_items",
    "injected_files": "server_injected_files",
    "injected_file_content_bytes": "server_injected_file_content_bytes",
    "injected_file_path_bytes": "server_injected_file_path_bytes",
    "key_pairs": "server_key_pairs",
    "server_groups": "server_groups",
    "server_group_members": "server_group_members",
}
OF_PROJECTS = frozenset({"instances", "cores", "ram"})
_RESOURCE_KEY = re.compile(r"resources[A-Za-z0-9_-]{0,64}:([A-Z0-9_]+)")


def _reader() -> Any:
    return importutils.import_module("nova_lite.limits.keystone").READER


def limits(project_id: str | None = None) -> dict[str, int]:
    """Limits by resource of the quota API, as they are now, of a project or of one that has none of its own."""
    registered = _reader().registered(fresh=True)
    own = _reader().of_project(project_id) if project_id is not None else {}
    return {
        resource: _limit(name, own if resource in OF_PROJECTS else {}, registered) for resource, name in NAMES.items()
    }


def general() -> dict[str, int]:
    """Registered limits by resource of the quota API, as a check needs them: perhaps some seconds old."""
    registered = _reader().registered()
    return {resource: _limit(name, {}, registered) for resource, name in NAMES.items()}


def of_servers(project_id: str, names: Collection[str]) -> dict[str, int]:
    """A project's limits of servers and resource classes, by Keystone's names."""
    own, registered = _reader().of_project(project_id), _reader().registered()
    return {name: _limit(name, own, registered) for name in names}


def _limit(name: str, own: Mapping[str, int], registered: Mapping[str, int]) -> int:
    """The nearest limit; without any, [quota]unified_limits_resource_strategy decides between none and all."""
    if name in own:
        return own[name]
    if name in registered:
        return registered[name]
    listed = name in CONF.quota.unified_limits_resource_list
    required = listed if CONF.quota.unified_limits_resource_strategy == "require" else not listed
    return 0 if required else UNLIMITED


def used(project_id: str, names: Collection[str]) -> dict[str, int]:
    """What a project has: servers by their mappings, the rest in Placement."""
    held = _folded(client.project_usages(get_admin_context(), project_id))
    with api_database().reader() as session:
        servers = instance_mappings.count(session, project_id)
    return {name: servers if name == SERVERS else held.get(name.removeprefix(CLASS), 0) for name in names}


def amounts(flavor: Flavor) -> dict[str, int]:
    """What one server of a flavor adds, by Keystone's names; 0 of a class is left out."""
    specs = flavor.extra_specs or {}
    pinned = _pinned(flavor, specs)
    found = {
        "VCPU": flavor.vcpus - pinned,
        "PCPU": pinned,
        "MEMORY_MB": flavor.memory_mb,
        "DISK_GB": flavor.root_gb + flavor.ephemeral_gb + math.ceil(flavor.swap / 1024),
    }
    given: Counter[str] = Counter()
    for key, value in specs.items():
        match = _RESOURCE_KEY.fullmatch(key)
        if match and value.isdigit():
            given[match[1]] += int(value)
    if {"VCPU", "PCPU"} & given.keys():
        found.update(VCPU=0, PCPU=0)
    return {SERVERS: 1, **{f"{CLASS}{name}": value for name, value in _folded({**found, **given}).items() if value}}


def _pinned(flavor: Flavor, specs: Mapping[str, str]) -> int:
    policy = specs.get("hw:cpu_policy")
    if policy == "dedicated":
        return flavor.vcpus
    if policy == "mixed":
        mask = specs.get("hw:cpu_dedicated_mask") or specs.get("hw:cpu_realtime_mask") or ""
        return len(cpu_sets.parse(mask, flavor.vcpus))
    return 0


def _folded(resources: Mapping[str, int]) -> dict[str, int]:
    """Amounts by class, pinned CPUs among the others if [workarounds] says so."""
    if not CONF.workarounds.unified_limits_count_pcpu_as_vcpu:
        return dict(resources)
    rest = {name: amount for name, amount in resources.items() if name != "PCPU"}
    return {**rest, "VCPU": resources.get("VCPU", 0) + resources.get("PCPU", 0)}

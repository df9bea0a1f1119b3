# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hypervisors as clients see them."""

import json
from collections.abc import Sequence
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.operations.hypervisors import Hypervisor, Resident

# Resource numbers, which went with 2.88.
NUMBERS = (
    "vcpus",
    "memory_mb",
    "local_gb",
    "vcpus_used",
    "memory_mb_used",
    "local_gb_used",
    "free_ram_mb",
    "free_disk_gb",
    "current_workload",
    "running_vms",
    "disk_available_least",
)


def brief(req: ApiRequest, found: Hypervisor, servers: Sequence[Resident] | None = None) -> dict[str, Any]:
    """Id, name and status; `servers` is None if they were not asked for."""
    shown: dict[str, Any] = {
        "id": found.node.uuid if req.at_least("2.53") else found.node.id,
        "hypervisor_hostname": found.node.hypervisor_hostname,
        "state": "up" if found.up else "down",
        "status": "disabled" if found.service.disabled else "enabled",
    }
    if servers or (servers is not None and req.at_least("2.75")):
        shown["servers"] = [{"name": one.name, "uuid": one.uuid} for one in servers]
    return shown


def full(
    req: ApiRequest, found: Hypervisor, servers: Sequence[Resident] | None = None, uptime: str | None = None
) -> dict[str, Any]:
    """Everything."""
    node, service = found.node, found.service
    shown = {
        **brief(req, found, servers),
        "hypervisor_type": node.hypervisor_type,
        "hypervisor_version": node.hypervisor_version,
        "host_ip": str(node.host_ip) if node.host_ip else None,
        "service": {
            "id": service.uuid if req.at_least("2.53") else service.id,
            "host": service.host,
            "disabled_reason": service.disabled_reason,
        },
    }
    if req.at_least("2.88"):
        shown["uptime"] = uptime
        return shown
    shown.update({name: getattr(node, name) for name in NUMBERS})
    shown["cpu_info"] = json.loads(node.cpu_info or "{}") if req.at_least("2.28") else node.cpu_info
    return shown

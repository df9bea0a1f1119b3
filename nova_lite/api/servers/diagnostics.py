# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/diagnostics."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.operations import diagnostics

# Key of the answer and field of the driver's form; None: the length of the list that follows.
_PLAIN = ("state", "driver", "hypervisor", "hypervisor_os", "uptime", "config_drive")
_LISTS = (
    ("num_cpus", "cpu_details", "cpus"),
    ("num_nics", "nic_details", "nics"),
    ("num_disks", "disk_details", "disks"),
)


def index(req: ApiRequest) -> dict[str, Any]:
    """Until 2.47: whatever the driver calls its counters."""
    return diagnostics.of_driver(req.target)


def standard(req: ApiRequest) -> dict[str, Any]:
    """From 2.48 on: the same form for every driver."""
    found = diagnostics.standard(req.target)
    shown: dict[str, Any] = {name: found[name] for name in _PLAIN}
    for count, details, field in _LISTS:
        shown[count], shown[details] = len(found[field]), list(found[field])
    shown["memory_details"] = found["memory"]
    return shown

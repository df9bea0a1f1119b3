# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hypervisors as clients see them."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import ABSENT, Field, View
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


def _servers(req: ApiRequest, found: Hypervisor, servers: Sequence[Resident] | None = None, *rest: Any) -> Any:
    """`servers` is None if they were not asked for."""
    if not servers and (servers is None or not req.at_least("2.75")):
        return ABSENT
    return [{"name": one.name, "uuid": one.uuid} for one in servers]


def _uptime(req: ApiRequest, found: Hypervisor, servers: Sequence[Resident] | None = None, text: Any = None) -> Any:
    return text


def _node(name: str) -> Callable[..., Any]:
    return lambda req, found, *rest: getattr(found.node, name)


_NAMES = (
    Field("id", answers.INTEGER, _node("id"), until="2.52"),
    Field("id", answers.UUID, _node("uuid"), "2.53"),
    Field("hypervisor_hostname", answers.TEXT, _node("hypervisor_hostname")),
    Field("state", answers.word("up", "down"), lambda req, found, *rest: "up" if found.up else "down"),
    Field(
        "status",
        answers.word("enabled", "disabled"),
        lambda req, found, *rest: "disabled" if found.service.disabled else "enabled",
    ),
)
_SERVERS = Field(
    "servers",
    answers.listed(answers.record({"name": answers.TEXT, "uuid": answers.UUID})),
    _servers,
    optional=True,
)
service = View(
    "ServiceOfHypervisor",
    Field("id", answers.INTEGER, lambda req, row: row.id, until="2.52"),
    Field("id", answers.UUID, lambda req, row: row.uuid, "2.53"),
    Field("host", answers.TEXT, lambda req, row: row.host),
    Field("disabled_reason", answers.TEXT_OR_NULL, lambda req, row: row.disabled_reason),
)

brief = View("HypervisorOfList", *_NAMES, _SERVERS)
with_uptime = View("HypervisorUptime", *_NAMES, Field("uptime", answers.TEXT_OR_NULL, lambda req, found, text: text))
full = View(
    "Hypervisor",
    *_NAMES,
    _SERVERS,
    Field("hypervisor_type", answers.TEXT, _node("hypervisor_type")),
    Field("hypervisor_version", answers.INTEGER, _node("hypervisor_version")),
    Field(
        "host_ip",
        answers.TEXT_OR_NULL,
        lambda req, found, *rest: str(found.node.host_ip) if found.node.host_ip else None,
    ),
    Field("service", service, lambda req, found, *rest: service(req, found.service)),
    Field("uptime", answers.TEXT_OR_NULL, _uptime, "2.88"),
    *(Field(name, answers.INTEGER_OR_NULL, _node(name), until="2.87") for name in NUMBERS),
    Field("cpu_info", answers.TEXT, _node("cpu_info"), until="2.27"),
    Field(
        "cpu_info",
        answers.keyed({}),
        lambda req, found, *rest: json.loads(found.node.cpu_info or "{}"),
        "2.28",
        "2.87",
    ),
)
STATISTICS = answers.record({"count": answers.COUNT, **dict.fromkeys(NUMBERS, answers.INTEGER)})

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Usage of a project as the API shows it."""

from collections.abc import Sequence
from typing import Any

from nova_lite.operations.usage import Period, ServerUsage

# Key and what a server adds to it for each of its hours.
_TOTALS = (
    ("total_hours", lambda one: 1.0),
    ("total_vcpus_usage", lambda one: one.vcpus),
    ("total_memory_mb_usage", lambda one: one.memory_mb),
    ("total_local_gb_usage", lambda one: one.local_gb),
)


def project(project_id: str, servers: Sequence[ServerUsage], period: Period, detailed: bool) -> dict[str, Any]:
    """A project's sums, and with `detailed` its servers."""
    shown: dict[str, Any] = {
        "tenant_id": project_id,
        "start": period.start.isoformat(timespec="microseconds"),
        "stop": period.stop.isoformat(timespec="microseconds"),
    }
    for key, amount in _TOTALS:
        shown[key] = sum(float(amount(one)) * one.hours for one in servers)
    if detailed:
        shown["server_usages"] = [_server(one) for one in servers]
    return shown


def _server(one: ServerUsage) -> dict[str, Any]:
    return {
        "instance_id": one.uuid,
        "name": one.name,
        "hours": one.hours,
        "flavor": one.flavor,
        "tenant_id": one.project_id,
        "memory_mb": one.memory_mb,
        "local_gb": one.local_gb,
        "vcpus": one.vcpus,
        "started_at": one.started_at.isoformat(timespec="microseconds"),
        "ended_at": None if one.ended_at is None else one.ended_at.isoformat(timespec="microseconds"),
        "state": one.state,
        "uptime": one.uptime_s,
    }

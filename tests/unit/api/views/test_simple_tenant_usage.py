# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sums are per hour."""

import datetime
from typing import Any

from nova_lite.api.views import simple_tenant_usage as view
from nova_lite.operations.usage import Period, ServerUsage
from tests.unit.api.views.requests import at

NOON = datetime.datetime(2026, 1, 1, 12)
FACTS: dict[str, Any] = {
    "uuid": "u",
    "project_id": "p",
    "name": "vm",
    "flavor": "f",
    "memory_mb": 10,
    "local_gb": 2,
    "vcpus": 3,
    "started_at": NOON,
    "ended_at": NOON,
    "state": "terminated",
    "hours": 0.5,
    "uptime_s": 0,
}


def test_sums() -> None:
    one = ServerUsage(**FACTS)
    shown = view.project(at(1), "p", [one, one], Period(NOON, NOON), False)
    assert (shown["total_hours"], shown["total_vcpus_usage"], shown["total_memory_mb_usage"]) == (1.0, 3.0, 10.0)
    assert shown["start"] == "2026-01-01T12:00:00.000000" and "server_usages" not in shown
    detailed = view.project(at(1), "p", [one], Period(NOON, NOON), True)
    assert detailed["server_usages"][0]["ended_at"] == "2026-01-01T12:00:00.000000"

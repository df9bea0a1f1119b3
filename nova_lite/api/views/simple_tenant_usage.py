# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Usage of a project as the API shows it."""

from collections.abc import Callable, Sequence
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views import times
from nova_lite.api.views.fields import ABSENT, Field, View, column, moment
from nova_lite.lifecycle import VmState
from nova_lite.operations.usage import Period, ServerUsage

# Key and what a server adds to it for each of its hours.
_TOTALS: tuple[tuple[str, Callable[[ServerUsage], float]], ...] = (
    ("total_hours", lambda one: 1.0),
    ("total_vcpus_usage", lambda one: one.vcpus),
    ("total_memory_mb_usage", lambda one: one.memory_mb),
    ("total_local_gb_usage", lambda one: one.local_gb),
)
TERMINATED = "terminated"


def _total(amount: Callable[[ServerUsage], float]) -> Callable[..., Any]:
    return lambda req, ident, servers, *rest: sum(float(amount(one)) * one.hours for one in servers)


def _bound(name: str) -> Callable[..., Any]:
    return lambda req, ident, servers, period, *rest: times.plain(getattr(period, name))


def _servers(req: ApiRequest, ident: str, servers: Sequence[ServerUsage], period: Period, detailed: bool) -> Any:
    return [server(req, one) for one in servers] if detailed else ABSENT


server = View(
    "UsageOfServer",
    Field("instance_id", answers.UUID, column("uuid")),
    Field("name", answers.TEXT_OR_NULL, column("name")),
    Field("hours", answers.NUMBER, column("hours")),
    Field("flavor", answers.TEXT, column("flavor")),
    Field("tenant_id", answers.TEXT, column("project_id")),
    Field("memory_mb", answers.COUNT, column("memory_mb")),
    Field("local_gb", answers.COUNT, column("local_gb")),
    Field("vcpus", answers.COUNT, column("vcpus")),
    Field("started_at", answers.PLAIN_TIME, moment("started_at")),
    Field("ended_at", answers.PLAIN_TIME_OR_NULL, moment("ended_at")),
    Field("state", answers.word(*VmState, TERMINATED), column("state")),
    Field("uptime", answers.INTEGER, column("uptime_s")),
)
# A project's sums, and if that is asked for its servers. Called with its id, its servers, the period and `detailed`.
project = View(
    "Usage",
    Field("tenant_id", answers.TEXT, lambda req, ident, *rest: ident),
    Field("start", answers.PLAIN_TIME, _bound("start")),
    Field("stop", answers.PLAIN_TIME, _bound("stop")),
    *(Field(key, answers.NUMBER, _total(amount)) for key, amount in _TOTALS),
    Field("server_usages", answers.listed(server), _servers, optional=True),
)

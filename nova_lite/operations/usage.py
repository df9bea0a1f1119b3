# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What projects used in a period: hours of servers, CPUs, memory and disk."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.main import usage as query


@dataclass(frozen=True, slots=True)
class Period:
    """From start to stop, UTC."""

    start: datetime.datetime
    stop: datetime.datetime


@dataclass(frozen=True, slots=True)
class ServerUsage:
    """One server's part. hours within the period; memory in MiB, disk in GiB; uptime_s since its launch."""

    uuid: str
    project_id: str
    name: str | None
    flavor: str
    memory_mb: int
    local_gb: int
    vcpus: int
    started_at: datetime.datetime
    ended_at: datetime.datetime | None
    state: str
    hours: float
    uptime_s: int


def of_servers(
    context: RequestContext, period: Period, project_id: str | None, limit: int | None, marker: str | None
) -> list[ServerUsage]:
    """Servers that ran in the period, by project and uuid, over all cells; raises MarkerNotFound."""
    after = None if marker is None else (_project_of(context, marker), marker)

    def rows(cell_context: RequestContext) -> list[Any]:
        with cells.database(cell_context).reader() as session:
            return query.active_between(session, period.start, period.stop, project_id, limit, after)

    found = sorted(cells.gather(context, rows), key=lambda row: (row.project_id, row.uuid))
    return [_usage(row, period) for row in found[:limit]]


def _project_of(context: RequestContext, uuid: str) -> str:
    def project(cell_context: RequestContext) -> list[str]:
        with cells.database(cell_context).reader() as session:
            found = query.project_of(session, uuid)
        return [] if found is None else [found]

    found = cells.gather(context, project)
    if not found:
        raise exception.MarkerNotFound(marker=uuid)
    return found[0]


def _usage(row: Any, period: Period) -> ServerUsage:
    began, ended = max(row.launched_at, period.start), min(row.terminated_at or period.stop, period.stop)
    return ServerUsage(
        uuid=row.uuid,
        project_id=row.project_id,
        name=row.display_name,
        flavor=_flavor_name(row.flavor),
        memory_mb=row.memory_mb or 0,
        local_gb=(row.root_gb or 0) + (row.ephemeral_gb or 0),
        vcpus=row.vcpus or 0,
        started_at=row.launched_at,
        ended_at=row.terminated_at,
        state="terminated" if row.terminated_at else row.vm_state,
        hours=max(0.0, (ended - began).total_seconds() / 3600),
        uptime_s=int(((row.terminated_at or period.stop) - row.launched_at).total_seconds()),
    )


def _flavor_name(text: str | None) -> str:
    """The name in the flavor that the server keeps; empty when that is gone."""
    if not text:
        return ""
    data = json.loads(text)["cur"]["nova_object.data"]
    return str(data.get("name") or "")

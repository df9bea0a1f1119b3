# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How far the usage audit of a period has come on the compute hosts. Nothing is written."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from nova_lite import cells
from nova_lite.context import RequestContext
from nova_lite.db.main import task_log
from nova_lite.db.main.models import TaskLog
from nova_lite.notifications import audit_period
from nova_lite.objects.host_database import AUDIT
from nova_lite.operations import services


@dataclass(frozen=True, slots=True)
class Audit:
    """Runs of a period, and the compute hosts there are now."""

    period: audit_period.Period
    hosts: frozenset[str]
    runs: Sequence[TaskLog]

    def hosts_in(self, state: str) -> int:
        """How many runs are in a state."""
        return sum(run.state == state for run in self.runs)

    @property
    def hosts_not_run(self) -> list[str]:
        """Hosts that have not begun."""
        return sorted(self.hosts - {run.host for run in self.runs})


def of(context: RequestContext, before: datetime.datetime | None) -> Audit:
    """The audit of the last period that ended before a moment, now by default."""
    period = audit_period.last_completed(before)

    def read(bound: RequestContext) -> list[TaskLog]:
        with cells.database(bound).reader() as session:
            return task_log.listed(session, AUDIT, period)

    hosts = {one.host for one in services.listed(context, binary=services.COMPUTE)}
    return Audit(period, frozenset(hosts), cells.gather(context, read))

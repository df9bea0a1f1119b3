# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Runs of the usage audit: one row per host and period."""

import datetime

from sqlalchemy import Select, select, update

from nova_lite.db.main.models import TaskLog
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session

RUNNING, DONE = "RUNNING", "DONE"

Period = tuple[datetime.datetime, datetime.datetime]


def find(session: Session, name: str, host: str, period: Period) -> TaskLog | None:
    """The run of a host in a period."""
    return session.first(TaskLog, _of(name, period).where(TaskLog.host == host))


def listed(session: Session, name: str, period: Period) -> list[TaskLog]:
    """The runs of a period."""
    return session.all(TaskLog, _of(name, period).order_by(TaskLog.host))


def begin(session: Session, name: str, host: str, period: Period, items: int) -> None:
    """Note that a run has begun; a second one in the same period breaks the table's uniqueness."""
    session.add(
        TaskLog(
            task_name=name,
            state=RUNNING,
            host=host,
            period_beginning=period[0],
            period_ending=period[1],
            message="",
            task_items=items,
            errors=0,
        )
    )


def end(session: Session, name: str, host: str, period: Period, errors: int, message: str) -> None:
    """Note how a run ended."""
    statement = update(TaskLog).where(
        TaskLog.task_name == name,
        TaskLog.host == host,
        TaskLog.period_beginning == period[0],
        TaskLog.period_ending == period[1],
    )
    values = {"state": DONE, "errors": errors, "message": message[:255], "updated_at": utcnow()}
    session.execute(statement.values(**values))


def _of(name: str, period: Period) -> Select[tuple[TaskLog]]:
    return select(TaskLog).where(
        TaskLog.task_name == name, TaskLog.period_beginning == period[0], TaskLog.period_ending == period[1]
    )

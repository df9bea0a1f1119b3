# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Moving rows that are marked as deleted into their shadow tables, and removing them from there.

Run by operators only. Each function is one step of one transaction of its caller.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select

from nova_lite.db.main import models
from nova_lite.db.main.shadow import SHADOWS
from nova_lite.db.session import Session

Moment = datetime.datetime
Counts = dict[str, int]

_TABLES = models.Base.metadata.tables
_INSTANCES, _ACTIONS = _TABLES["instances"], _TABLES["instance_actions"]
_EVENTS, _TASK_LOG = _TABLES["instance_actions_events"], _TABLES["task_log"]
# Rows of servers, of which nothing remains: without mark, so without shadow.
_GONE: tuple[tuple[Any, Any], ...] = (
    (models.Tag, models.Tag.resource_id),
    (models.ConsoleAuthToken, models.ConsoleAuthToken.instance_uuid),
    (models.Operation, models.Operation.instance_uuid),
)


def deleted_servers(session: Session, limit: int, before: Moment | None = None) -> list[str]:
    """Uuids of servers that are marked as deleted (before a moment), oldest first."""
    query = select(models.Instance.uuid).where(models.Instance.deleted != 0)
    if before is not None:
        query = query.where(models.Instance.deleted_at < before)
    return list(session.scalars(query.order_by(models.Instance.id).limit(limit)))


def archive_servers(session: Session, uuids: Sequence[str]) -> Counts:
    """Move servers and everything that hangs on them, marked or not; rows by table."""
    counts: Counts = {}
    actions = select(_ACTIONS.c.id).where(_ACTIONS.c.instance_uuid.in_(uuids))
    _move(session, _EVENTS, _EVENTS.c.action_id.in_(actions), counts)
    for table in SHADOWS:
        if "instance_uuid" in table.c:
            _move(session, table, table.c.instance_uuid.in_(uuids), counts)
    for model, column in _GONE:
        session.execute(delete(model).where(column.in_(uuids)))
    _move(session, _INSTANCES, _INSTANCES.c.uuid.in_(uuids), counts)
    return counts


def archive_others(session: Session, limit: int, before: Moment | None = None) -> Counts:
    """Move up to `limit` rows that are marked as deleted and do not belong to a deleted server; rows by table."""
    counts: Counts = {}
    for table in SHADOWS:
        if table in (_INSTANCES, _ACTIONS, _EVENTS):
            continue
        conditions = [table.c.deleted != 0]
        if before is not None:
            conditions.append(table.c.deleted_at < before)
        _move_some(session, table, conditions, limit - sum(counts.values()), counts)
    return counts


def archive_task_log(session: Session, limit: int, before: Moment | None = None) -> Counts:
    """Move up to `limit` rows of the usage audit, marked or not; `before` is compared with their last change."""
    counts: Counts = {}
    conditions = [] if before is None else [_TASK_LOG.c.updated_at < before]
    _move_some(session, _TASK_LOG, conditions, limit, counts)
    return counts


def purge(session: Session, before: Moment | None = None) -> Counts:
    """Remove archived rows (deleted before a moment); rows by table."""
    counts: Counts = {}
    for shadow in SHADOWS.values():
        statement = delete(shadow)
        if before is not None:
            moment = func.coalesce(shadow.c.deleted_at, shadow.c.updated_at, shadow.c.created_at)
            statement = statement.where(moment < before)
        result: Any = session.execute(statement)
        if result.rowcount:
            counts[shadow.name] = int(result.rowcount)
    return counts


def _move_some(session: Session, table: Table, conditions: Sequence[Any], limit: int, counts: Counts) -> None:
    if limit <= 0:
        return
    ids = list(session.scalars(select(table.c.id).where(*conditions).order_by(table.c.id).limit(limit)))
    if ids:
        _move(session, table, table.c.id.in_(ids), counts)


def _move(session: Session, table: Table, condition: Any, counts: Counts) -> None:
    shadow = SHADOWS[table]
    names = [column.name for column in table.columns]
    session.execute(insert(shadow).from_select(names, select(table).where(condition)))
    result: Any = session.execute(delete(table).where(condition))
    if result.rowcount:
        counts[table.name] = counts.get(table.name, 0) + int(result.rowcount)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Queries of the operation journal, for its table in the API database and in the cells alike.

Every change names the attempt that it is made for and says whether that attempt still held the operation: a daemon that
was replaced while it slept finds out here and changes nothing. Nothing here decides what becomes of an operation.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select, tuple_, update

from nova_lite.db import statements
from nova_lite.db.api import models as api
from nova_lite.db.main import models as main
from nova_lite.db.model_base import Journalled, utcnow
from nova_lite.db.session import Session

Table = type[Journalled]
Row = Journalled

PLACING: Table = api.Operation
CELL: Table = main.Operation
# The owner of what was put down: who had it has given up, and nobody has taken it again.
NOBODY = "nobody"
HELD, DUE, STUCK = "held", "due", "stuck"


@dataclass(frozen=True, slots=True)
class Crowd:
    """Open operations of a kind that somebody holds, that nobody works on (due), or whose time is over (stuck)."""

    kind: str
    state: str
    number: int
    age_s: float


def after(seconds: float) -> datetime.datetime:
    """The time so many seconds from now, as stored."""
    return utcnow() + datetime.timedelta(seconds=seconds)


def create(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert operations, in one statement if all rows have the same keys."""
    statements.insert_all(session, table, rows)


def change(session: Session, table: Table, uuid: str, attempt: int, values: dict[str, Any]) -> bool:
    """Change an open operation that `attempt` holds; False when it does not hold it any more."""
    return bool(statements.change(session, table, {"uuid": uuid, "attempt": attempt, "outcome": None}, values))


def take(session: Session, table: Table, uuid: str, attempt: int, owner: str, lease_s: float) -> bool:
    """Become the holder after attempt number `attempt`; the new attempt is one more. False when another was faster."""
    return bool(take_all(session, table, [uuid], attempt, owner, lease_s))


def take_all(session: Session, table: Table, uuids: list[str], attempt: int, owner: str, lease_s: float) -> int:
    """As take(), of those of several operations that attempt number `attempt` holds; returns how many these were."""
    among = {"uuid": uuids, "attempt": attempt, "outcome": None}
    return statements.change(session, table, among, {"owner": owner, "attempt": attempt + 1, "lease": after(lease_s)})


def finish(session: Session, table: Table, uuid: str, attempt: int, outcome: str) -> bool:
    """Close an operation. What it was asked to do may hold secrets and is dropped."""
    values = {"outcome": outcome, "finished_at": utcnow(), "arguments": None}
    return change(session, table, uuid, attempt, values)


def close_all(session: Session, table: Table, instance_uuid: str, outcome: str) -> int:
    """Close whatever is open for a server, whoever holds it; returns how many were open."""
    values = {"outcome": outcome, "finished_at": utcnow(), "arguments": None}
    return statements.change(session, table, {"instance_uuid": instance_uuid, "outcome": None}, values)


def renew(session: Session, table: Table, held: Iterable[tuple[str, int]], lease_s: float) -> set[str]:
    """Prolong the leases of (uuid, attempt) pairs; returns the uuids of those that are still held by that attempt."""
    pairs = list(held)
    if not pairs:
        return set()
    # The uuids by themselves too: SQLite has no other way to the rows.
    uuids = [uuid for uuid, _ in pairs]
    among = (table.uuid.in_(uuids), tuple_(table.uuid, table.attempt).in_(pairs), table.outcome.is_(None))
    session.execute(update(table).where(*among).values(lease=after(lease_s)))
    return set(session.scalars(select(table.uuid).where(*among)))


def find(session: Session, table: Table, uuid: str) -> Row | None:
    """One operation."""
    return session.first(table, select(table).where(table.uuid == uuid))


def held(session: Session, table: Table, pairs: Collection[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of the (uuid, attempt) pairs whose operation is open, held by that attempt and not put down."""
    query = select(table.uuid, table.attempt).where(
        table.uuid.in_([uuid for uuid, _ in pairs]),
        table.outcome.is_(None),
        or_(table.owner.is_(None), table.owner != NOBODY),
    )
    return {(uuid, attempt) for uuid, attempt in session.execute(query)} & set(pairs)


def due(session: Session, table: Table, limit: int, unbegun_left_s: float = 0) -> list[Row]:
    """Open operations whose lease ran out or whose time is over, oldest first.

    Those that nobody has taken yet are due when `unbegun_left_s` seconds of their lease are left.
    """
    now = utcnow()
    reasons = [table.lease < now, table.deadline < now]
    if unbegun_left_s:
        reasons.append(and_(table.owner.is_(None), table.lease < after(unbegun_left_s)))
    query = select(table).where(table.outcome.is_(None), or_(*reasons))
    return session.all(table, query.order_by(table.id).limit(limit))


def quiet(session: Session, table: Table, left_s: float, limit: int) -> list[Row]:
    """Open operations that somebody should have renewed: their lease is over in `left_s` seconds. Oldest first."""
    query = select(table).where(
        table.outcome.is_(None), table.owner.is_not(None), table.lease.between(utcnow(), after(left_s))
    )
    return session.all(table, query.order_by(table.id).limit(limit))


def census(session: Session, table: Table) -> list[Crowd]:
    """The open operations, counted by kind and state; age_s is that of the oldest."""
    now = utcnow()
    state = case((table.deadline < now, STUCK), (table.lease < now, DUE), else_=HELD).label("state")
    query = select(table.kind, state, func.count(), func.min(table.created_at)).where(table.outcome.is_(None))
    rows = session.execute(query.group_by(table.kind, state))
    return [Crowd(kind, name, number, (now - (oldest or now)).total_seconds()) for kind, name, number, oldest in rows]


def owned(session: Session, table: Table, owner: str) -> list[Row]:
    """Open operations that somebody holds, oldest first."""
    return session.all(table, select(table).where(table.outcome.is_(None), table.owner == owner).order_by(table.id))


def owners(session: Session, table: Table, prefix: str) -> set[str]:
    """Those with names that begin so who hold open operations."""
    query = (
        select(table.owner).where(table.outcome.is_(None), table.owner.startswith(prefix, autoescape=True)).distinct()
    )
    return {name for name in session.scalars(query) if name is not None}


def purge(session: Session, table: Table, keep_s: float) -> int:
    """Remove operations that ended more than `keep_s` seconds ago; returns how many."""
    result: Any = session.execute(delete(table).where(table.outcome.is_not(None), table.finished_at < after(-keep_s)))
    return int(result.rowcount)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Moves of servers between hosts: lists and single records. Nothing here decides what a status means."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import or_, select

from nova_lite.db import paging
from nova_lite.db.main.models import Migration
from nova_lite.db.session import Session

# Where a move is over; every other status keeps its hosts busy.
FINISHED = frozenset({"completed", "confirmed", "reverted", "error", "failed", "cancelled", "done"})
EQUAL = ("instance_uuid", "source_compute", "status", "migration_type", "hidden", "user_id", "project_id")
NEWEST_FIRST = ((Migration.created_at, "desc"), (Migration.id, "desc"), (Migration.uuid, "desc"))


def by_uuid(session: Session, uuid: str) -> Migration | None:
    """The record of a uuid."""
    return session.first(Migration, select(Migration).where(Migration.uuid == uuid, Migration.deleted == 0))


def of_server(session: Session, instance_uuid: str, number: int) -> Migration | None:
    """A server's record by number."""
    query = select(Migration).where(
        Migration.id == number, Migration.instance_uuid == instance_uuid, Migration.deleted == 0
    )
    return session.first(Migration, query)


def in_statuses(session: Session, instance_uuid: str, kind: str, statuses: Collection[str]) -> list[Migration]:
    """A server's records of a migration_type in one of some statuses, oldest first."""
    query = select(Migration).where(
        Migration.instance_uuid == instance_uuid,
        Migration.migration_type == kind,
        Migration.status.in_(sorted(statuses)),
        Migration.deleted == 0,
    )
    return session.all(Migration, query.order_by(Migration.id))


def listed(session: Session, filters: Mapping[str, Any]) -> list[Migration]:
    """All that pass the filters, in order of their numbers; filters as in page()."""
    return session.all(Migration, _filtered(filters).order_by(Migration.id))


def page(
    session: Session, filters: Mapping[str, Any], limit: int | None = None, after: Migration | None = None
) -> list[Migration]:
    """The newest first, those behind a record if given.

    filters: columns of EQUAL; host (source or destination); changes_since and changes_before (of updated_at).
    """
    marker = None if after is None else [after.created_at, after.id, after.uuid]
    return session.all(Migration, paging.page(_filtered(filters), NEWEST_FIRST, marker, limit))


def unfinished_on(session: Session, host: str) -> list[Migration]:
    """Moves from or to a host that are still under way."""
    return session.all(Migration, _filtered({"host": host}).where(Migration.status.not_in(sorted(FINISHED))))


def evacuated_from(session: Session, host: str) -> list[Migration]:
    """Evacuations off a host that are done elsewhere and that the host has not cleaned up after yet."""
    query = _filtered({"source_compute": host, "migration_type": "evacuation", "status": "done"})
    return session.all(Migration, query)


def _filtered(filters: Mapping[str, Any]) -> Any:
    query = select(Migration).where(Migration.deleted == 0)
    for name in EQUAL:
        if name in filters:
            query = query.where(getattr(Migration, name) == filters[name])
    if "host" in filters:
        query = query.where(or_(Migration.source_compute == filters["host"], Migration.dest_compute == filters["host"]))
    if "changes_since" in filters:
        query = query.where(Migration.updated_at >= filters["changes_since"])
    if "changes_before" in filters:
        query = query.where(Migration.updated_at <= filters["changes_before"])
    return query

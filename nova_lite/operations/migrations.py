# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Moves of servers over all cells, and what may be asked of a live migration that runs. Nothing is moved here."""

import datetime
from collections.abc import Mapping
from typing import Any

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.main import migrations as query
from nova_lite.db.main.models import Migration
from nova_lite.lifecycle import LIVE_MIGRATION_ABORT, LIVE_MIGRATION_FORCE_COMPLETE
from nova_lite.operations import guard
from nova_lite.operations.find import Server

LIVE = "live-migration"
RUNNING = "running"
WAITING = frozenset({"queued", "preparing"})
IN_PROGRESS = frozenset({*WAITING, RUNNING, "post-migrating"})
MAX_NUMBER = 0x7FFFFFFF


def listed(context: RequestContext, filters: Mapping[str, Any]) -> list[Migration]:
    """All moves that pass the filters (see db.main.migrations), cell by cell."""

    def read(bound: RequestContext) -> list[Migration]:
        with cells.database(bound).reader() as session:
            return query.listed(session, filters)

    return cells.gather(context, read)


def page(context: RequestContext, filters: Mapping[str, Any], limit: int, marker: str | None) -> list[Migration]:
    """One page over all cells, newest first, behind the move whose uuid is `marker`; raises MarkerNotFound."""
    after = _marker(context, marker) if marker else None
    if limit == 0:
        return []

    def read(bound: RequestContext) -> list[Migration]:
        with cells.database(bound).reader() as session:
            return query.page(session, filters, limit, after)

    found = cells.gather(context, read)
    found.sort(key=lambda one: (one.created_at or datetime.datetime.min, one.id, one.uuid), reverse=True)
    return found[:limit]


def _marker(context: RequestContext, uuid: str) -> Migration:
    def read(bound: RequestContext) -> list[Migration]:
        with cells.database(bound).reader() as session:
            row = query.by_uuid(session, uuid)
        return [] if row is None else [row]

    for found in cells.gather(context, read):
        return found
    raise exception.MarkerNotFound(marker=uuid)


def running(server: Server) -> list[Migration]:
    """Live migrations of a server that are in progress."""
    if not server.placed:
        return []
    with cells.database(server.context).reader() as session:
        return query.in_statuses(session, server.instance.uuid, LIVE, IN_PROGRESS)


def find(server: Server, ident: str) -> Migration:
    """A server's live migration in progress; raises MigrationNotFound for any other."""
    found = _get(server, ident)
    if found.migration_type != LIVE or found.status not in IN_PROGRESS:
        raise exception.MigrationNotFound(
            f"Migration {ident} for server {server.instance.uuid} is not live-migration or not in progress."
        )
    return found


def _get(server: Server, ident: str) -> Migration:
    found = None
    if server.placed and ident.isdecimal() and int(ident) <= MAX_NUMBER:
        with cells.database(server.context).reader() as session:
            found = query.of_server(session, server.instance.uuid, int(ident))
    if found is None:
        raise exception.MigrationNotFound(f"Migration {ident} for instance {server.instance.uuid} could not be found.")
    return found


def force_complete(server: Server, ident: str) -> None:
    """Have a running live migration end soon. Raises InstanceIsLocked, InstanceInvalidState, MigrationNotFound,
    Invalid if it does not run, and UnsupportedFeature for one that does: this release starts none."""
    guard.check(server, LIVE_MIGRATION_FORCE_COMPLETE)
    found = _get(server, ident)
    if found.status != RUNNING:
        raise _wrong_status(server, found, "force complete")
    raise exception.UnsupportedFeature(feature="Forcing a live migration to complete")


def abort(server: Server, ident: str, also_waiting: bool) -> None:
    """Break off a live migration, one that waits too if `also_waiting`. Raises as force_complete()."""
    guard.check(server, LIVE_MIGRATION_ABORT)
    found = _get(server, ident)
    allowed = {RUNNING, *WAITING} if also_waiting else {RUNNING}
    if found.status not in allowed:
        raise _wrong_status(server, found, "abort live migration")
    raise exception.UnsupportedFeature(feature="Aborting a live migration")


def _wrong_status(server: Server, found: Migration, name: str) -> exception.Invalid:
    return exception.Invalid(
        f"Migration {found.id} state of instance {server.instance.uuid} is {found.status}."
        f" Cannot {name} while the migration is in this state."
    )

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Actions on servers and their events."""

import datetime
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import DateTime, Insert, Integer, String, Update, bindparam, func, insert, literal, select, update

from nova_lite.db import paging, statements
from nova_lite.db.main.models import InstanceAction, InstanceActionEvent
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session

ERROR, SUCCESS = "Error", "Success"
TRACEBACK_BYTES = 65_535


@dataclass(frozen=True, slots=True)
class New:
    """A new server, the host that is asked about it, and its request: request_id, user_id, project_id."""

    instance_uuid: str
    host: str
    request: Mapping[str, Any]


def start(session: Session, instance_uuid: str, action: str, **request: Any) -> int:
    """Record an action: request_id, user_id, project_id; its start is now. Returns its id."""
    now = utcnow()
    row = {"instance_uuid": instance_uuid, "action": action, "start_time": now, "updated_at": now, **request}
    return statements.insert_one(session, InstanceAction, row)


def start_new(session: Session, action: str, event: str, servers: Sequence[New]) -> None:
    """The first action of servers that had none, with its event, in few statements however many they are."""
    if len(servers) == 1:
        ids = {servers[0].instance_uuid: start(session, servers[0].instance_uuid, action, **servers[0].request)}
    else:
        now = utcnow()
        same = {"action": action, "start_time": now, "updated_at": now}
        rows = [{"instance_uuid": one.instance_uuid, **same, **one.request} for one in servers]
        statements.insert_all(session, InstanceAction, rows)
        of_servers = InstanceAction.instance_uuid.in_([one.instance_uuid for one in servers])
        found = session.execute(select(InstanceAction.instance_uuid, InstanceAction.id).where(of_servers))
        ids = {str(uuid): int(number) for uuid, number in found}
    begun = {"event": event, "start_time": utcnow()}
    rows = [{**begun, "action_id": ids[one.instance_uuid], "host": one.host} for one in servers]
    statements.insert_all(session, InstanceActionEvent, rows)


def find(session: Session, instance_uuid: str, request_id: str) -> InstanceAction | None:
    """The action of a request on a server; the latest when a request acted twice."""
    query = (
        select(InstanceAction)
        .where(InstanceAction.instance_uuid == instance_uuid, InstanceAction.request_id == request_id)
        .order_by(InstanceAction.id.desc())
    )
    return session.first(InstanceAction, query)


def page(
    session: Session,
    instance_uuid: str,
    limit: int | None = None,
    marker: InstanceAction | None = None,
    changes_since: datetime.datetime | None = None,
    changes_before: datetime.datetime | None = None,
) -> list[InstanceAction]:
    """Actions of a server, newest first."""
    query = select(InstanceAction).where(InstanceAction.instance_uuid == instance_uuid)
    if changes_since is not None:
        query = query.where(InstanceAction.updated_at >= changes_since)
    if changes_before is not None:
        query = query.where(InstanceAction.updated_at <= changes_before)
    sort = [(InstanceAction.created_at, "desc"), (InstanceAction.id, "desc")]
    after = None if marker is None else [marker.created_at, marker.id]
    return session.all(InstanceAction, paging.page(query, sort, after, limit))


def events(session: Session, action_id: int) -> list[InstanceActionEvent]:
    """Events of an action, newest first."""
    query = select(InstanceActionEvent).where(InstanceActionEvent.action_id == action_id)
    newest_first = query.order_by(InstanceActionEvent.created_at.desc(), InstanceActionEvent.id.desc())
    return session.all(InstanceActionEvent, newest_first)


def start_event(session: Session, instance_uuid: str, request_id: str, event: str, host: str) -> bool:
    """Record the start of an event under the request's action; False when there is no such action."""
    of_action = {"of_server": instance_uuid, "of_request": request_id}
    begun = {"new_event": event, "new_host": host, "new_start": utcnow()}
    result: Any = session.execute(_new_event(), {**of_action, **begun})
    return bool(result.rowcount)


@functools.cache
def _new_event() -> Insert:
    """Inserts an event of the latest action of a request on a server."""
    action: Any = InstanceAction.__table__.c
    now = bindparam("new_start", type_=DateTime)
    latest = (
        select(
            bindparam("new_event", type_=String),
            func.max(action.id),
            now,
            now,
            bindparam("new_host", type_=String),
            literal(0, Integer),
        )
        .where(action.instance_uuid == bindparam("of_server"), action.request_id == bindparam("of_request"))
        .having(func.count() > 0)
    )
    names = ["event", "action_id", "start_time", "created_at", "host", "deleted"]
    events: Any = InstanceActionEvent.__table__
    return insert(events).from_select(names, latest, include_defaults=False)


def finish_event(
    session: Session, instance_uuid: str, request_id: str, event: str, host: str, traceback: str | None
) -> bool:
    """Record the end of the event; a traceback, of which the last 64 KiB are kept, makes it and its action an Error.

    False when no such event is open.
    """
    open_one = {"of_server": instance_uuid, "of_request": request_id, "of_event": event, "of_host": host}
    end = {"finish_time": utcnow(), "result": ERROR if traceback else SUCCESS, "traceback": _fitting(traceback)}
    result: Any = session.execute(_open_event(), {**open_one, **end})
    if result.rowcount:
        message = {"message": ERROR} if traceback else {}
        ours = {"instance_uuid": instance_uuid, "request_id": request_id}
        statements.change(session, InstanceAction, ours, {"updated_at": utcnow(), **message})
    return bool(result.rowcount)


@functools.cache
def _open_event() -> Update:
    """Changes an event that has not ended; built once, since every operation ends one.

    A join, because MySQL and MariaDB read all events of all servers to find those of a subquery's actions.
    """
    action: Any = InstanceAction.__table__.c
    events: Any = InstanceActionEvent.__table__
    return update(events).where(
        events.c.action_id == action.id,
        action.instance_uuid == bindparam("of_server"),
        action.request_id == bindparam("of_request"),
        events.c.event == bindparam("of_event"),
        events.c.host == bindparam("of_host"),
        events.c.finish_time.is_(None),
    )


def _fitting(traceback: str | None) -> str | None:
    """The end of a traceback that MySQL's column can hold: the error itself is there."""
    return traceback and traceback.encode()[-TRACEBACK_BYTES:].decode(errors="ignore")


def finish(session: Session, instance_uuid: str, request_id: str, message: str | None = None) -> None:
    """Record the end of an action that has no event."""
    action = find(session, instance_uuid, request_id)
    if action is not None:
        _touch(session, action.id, {"finish_time": utcnow(), **({"message": message} if message else {})})


def _touch(session: Session, action_id: int, values: dict[str, Any]) -> None:
    statements.change(session, InstanceAction, {"id": action_id}, {"updated_at": utcnow(), **values})

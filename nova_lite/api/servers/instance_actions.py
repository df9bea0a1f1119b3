# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/os-instance-actions."""

import hashlib
from typing import Any

from oslo_utils import timeutils

from nova_lite import cells, exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.views.times import plain
from nova_lite.db.main import actions
from nova_lite.operations import find
from nova_lite.operations.find import Server

EVENTS = "os_compute_api:os-instance-actions:events"
DETAILS = "os_compute_api:os-instance-actions:events:details"
COLUMNS = ("action", "instance_uuid", "request_id", "user_id", "project_id")


def target(req: ApiRequest) -> Server:
    """The server; from 2.21 on also a deleted one."""
    return find.server(req.context, req.params["server_id"], with_deleted=req.version >= (2, 21))


def index(req: ApiRequest) -> dict[str, Any]:
    """Actions, newest first."""
    server: Server = req.target
    paged = req.version >= (2, 58)
    since, before = (_moment(req, name) for name in ("changes-since", "changes-before"))
    if since is not None and before is not None and since > before:
        raise exception.ValidationError(detail="The value of changes-since must not be later than changes-before.")
    with cells.database(server.context).reader() as session:
        after = None
        if paged and (marker := req.query.get("marker")):
            after = actions.find(session, server.instance.uuid, marker)
            if after is None:
                raise exception.MarkerNotFound(marker=marker)
        limit = req.limit() if paged else None
        rows = actions.page(session, server.instance.uuid, limit, after, since, before)
    body: dict[str, Any] = {"instanceActions": [_action(req, row) for row in rows]}
    if paged:
        path = f"servers/{server.instance.uuid}/os-instance-actions"
        links = req.next_links(path, rows, rows[-1].request_id if rows else None)
        if links:
            body["links"] = links
    return body


def show(req: ApiRequest) -> dict[str, Any]:
    """One action with its events."""
    server: Server = req.target
    with cells.database(server.context).reader() as session:
        row = actions.find(session, server.instance.uuid, req.params["id"])
        if row is None:
            raise exception.InstanceActionNotFound(request_id=req.params["id"], instance_uuid=server.instance.uuid)
        events = actions.events(session, row.id)
    owner = {"project_id": server.project_id, "user_id": server.user_id}
    full = policy.authorize(req.context, EVENTS, owner, do_raise=False)
    details = req.version >= (2, 84) and policy.authorize(req.context, DETAILS, owner, do_raise=False)
    body = _action(req, row)
    if full or req.version >= (2, 51):
        body["events"] = [_event(req, server, event, full, details) for event in events]
    return {"instanceAction": body}


def _moment(req: ApiRequest, name: str) -> Any:
    text = req.query.get(name)
    return timeutils.normalize_time(timeutils.parse_isotime(text)) if text else None


def _action(req: ApiRequest, row: Any) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in COLUMNS}
    shown.update(start_time=plain(row.start_time), message=row.message)
    if req.version >= (2, 58):
        shown["updated_at"] = plain(row.updated_at)
    return shown


def _event(req: ApiRequest, server: Server, event: Any, full: bool, details: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "event": event.event,
        "start_time": plain(event.start_time),
        "finish_time": plain(event.finish_time),
        "result": event.result,
    }
    if full:
        shown["traceback"] = event.traceback
    if req.version >= (2, 62):
        text = f"{server.project_id}{event.host}"
        shown["hostId"] = hashlib.sha224(text.encode()).hexdigest() if event.host else ""
        if full:
            shown["host"] = event.host
    if details:
        shown["details"] = event.details
    return shown

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/os-instance-actions."""

from typing import Any

from oslo_utils import timeutils

from nova_lite import cells, exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.views import instance_actions as view
from nova_lite.db.main import actions
from nova_lite.operations import find
from nova_lite.operations.find import Server

EVENTS = "os_compute_api:os-instance-actions:events"
DETAILS = "os_compute_api:os-instance-actions:events:details"


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
    body: dict[str, Any] = {"instanceActions": [view.item(req, row) for row in rows]}
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
    return {"instanceAction": view.full(req, row, view.Events(events, server.project_id, full, details))}


def _moment(req: ApiRequest, name: str) -> Any:
    text = req.query.get(name)
    return timeutils.normalize_time(timeutils.parse_isotime(text)) if text else None

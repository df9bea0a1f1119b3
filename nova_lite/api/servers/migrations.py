# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/migrations: live migrations of a server that are in progress."""

from typing import Any

from nova_lite import exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers, queries
from nova_lite.api.schemas import migrations as schemas
from nova_lite.api.servers.target import server
from nova_lite.api.views import migrations as view
from nova_lite.operations import migrations

_RULE = "os_compute_api:servers:migrations:"
_ALL = "/servers/{server_id}/migrations"
_ONE = f"{_ALL}/{{id}}"


def index(req: ApiRequest) -> dict[str, Any]:
    """GET .../migrations."""
    owner = {"project_id": req.target.project_id, "user_id": req.target.user_id}
    with_hosts = policy.authorize(req.context, f"{_RULE}index:host", owner, do_raise=False)
    return {"migrations": [view.of_server(req, row, with_hosts) for row in migrations.running(req.target)]}


def show(req: ApiRequest) -> dict[str, Any]:
    """GET .../migrations/{id}."""
    return {"migration": view.of_server(req, migrations.find(req.target, req.params["id"]), True)}


def delete(req: ApiRequest) -> None:
    """DELETE .../migrations/{id}."""
    migrations.abort(req.target, req.params["id"], also_waiting=req.at_least("2.65"))


def force_complete(req: ApiRequest) -> None:
    """POST .../migrations/{id}/action force_complete."""
    migrations.force_complete(req.target, req.params["id"])


def _row(method: str, path: str, action: str, handler: Any, since: str, **more: Any) -> Route:
    return Route(method, path, action, handler, _RULE + action, target=server, since=since, **more)


_LIST = answers.one("migrations", answers.listed(view.of_server))
_SHOW = answers.one("migration", view.of_server)

ROUTES = (
    _row("GET", _ALL, "index", index, "2.23", query=queries.NONE, answer=_LIST),
    _row("GET", _ONE, "show", show, "2.23", query=queries.NONE, answer=_SHOW),
    _row("DELETE", _ONE, "delete", delete, "2.24", ok=202),
    _row(
        "POST",
        f"{_ONE}/action",
        "force_complete",
        force_complete,
        "2.22",
        body=schemas.FORCE_COMPLETE,
        ok=202,
        errors={exception.MigrationNotFound: 400},
    ),
)

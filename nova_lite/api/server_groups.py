# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-server-groups: servers that should be together, or apart."""

from typing import Any

from nova_lite import policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers, queries
from nova_lite.api.schemas import server_groups as schemas
from nova_lite.api.views import server_groups as view
from nova_lite.db.api.server_groups import FullGroup
from nova_lite.operations import server_groups

_RULE = "os_compute_api:os-server-groups:"
_ALL = "/os-server-groups"
_ONE = "/os-server-groups/{id}"


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-server-groups; all_projects counts for those who may see all of them."""
    project_id: str | None = str(req.context.project_id)
    if "all_projects" in req.query_lists and req.context.is_admin:
        policy.authorize(req.context, f"{_RULE}index:all_projects", {"project_id": project_id})
        project_id = None
    limit, offset = req.limit_and_offset()
    found = server_groups.listed(project_id, limit, offset)
    return {"server_groups": [view.full(req, group, members) for group, members in found]}


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-server-groups/{id}."""
    return {"server_group": view.full(req, req.target, server_groups.members(req.target))}


def create(req: ApiRequest) -> dict[str, Any]:
    """POST /os-server-groups with a list of policies, until 2.63."""
    body = req.body["server_group"]
    return _created(req, body["name"], body["policies"][0], {})


def create_with_rules(req: ApiRequest) -> dict[str, Any]:
    """POST /os-server-groups with one policy and its rules, from 2.64 on."""
    body = req.body["server_group"]
    rules = {name: int(value) for name, value in body.get("rules", {}).items()}
    return _created(req, body["name"], body["policy"], rules)


def _created(req: ApiRequest, name: str, policy_name: str, rules: dict[str, int]) -> dict[str, Any]:
    made = server_groups.create(req.context, name.strip(), policy_name, rules)
    return {"server_group": view.full(req, made, [])}


def delete(req: ApiRequest) -> None:
    """DELETE /os-server-groups/{id}."""
    server_groups.delete(req.target)


def _load(req: ApiRequest) -> FullGroup:
    return server_groups.get(req.context, req.params["id"])


def _owner(req: ApiRequest) -> dict[str, Any]:
    return {"project_id": req.target.row.project_id, "user_id": req.target.row.user_id}


def _create_row(handler: Any, body: dict[str, Any], **versions: Any) -> Route:
    return Route("POST", _ALL, "create", handler, f"{_RULE}create", body=body, answer=_GROUP, **versions)


_GROUP = answers.one("server_group", view.full)
_GROUPS = answers.one("server_groups", answers.listed(view.full))

ROUTES = (
    Route("GET", _ALL, "index", index, f"{_RULE}index", query=schemas.LIST, answer=_GROUPS),
    _create_row(create, schemas.CREATE, until="2.14"),
    _create_row(create, schemas.CREATE_2_15, since="2.15", until="2.63"),
    _create_row(create_with_rules, schemas.CREATE_2_64, since="2.64"),
    Route(
        "GET",
        _ONE,
        "show",
        show,
        f"{_RULE}show",
        query=queries.NONE,
        answer=_GROUP,
        target=_load,
        policy_target=_owner,
    ),
    Route("DELETE", _ONE, "delete", delete, f"{_RULE}delete", ok=204, target=_load, policy_target=_owner),
)

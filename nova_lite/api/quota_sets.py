# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-quota-sets: limits of projects and of users in them."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import quotas as schemas
from nova_lite.api.schemas.types import truth
from nova_lite.api.views import quotas as view
from nova_lite.operations import projects, quotas

_RULE = "os_compute_api:os-quota-sets:"
_ONE = "/os-quota-sets/{id}"


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-quota-sets/{project}."""
    return {"quota_set": view.quota_set(req, quotas.limits(_project(req), _user(req)), req.params["id"])}


def detail(req: ApiRequest) -> dict[str, Any]:
    """GET /os-quota-sets/{project}/detail."""
    project_id, user_id = _project(req), _user(req)
    used = quotas.used(project_id, user_id)
    shown = {
        name: {"in_use": used[name], "limit": limit, "reserved": 0}
        for name, limit in quotas.limits(project_id, user_id).items()
    }
    return {"quota_set": view.used_set(req, shown, project_id)}


def defaults(req: ApiRequest) -> dict[str, Any]:
    """GET /os-quota-sets/{project}/defaults."""
    return {"quota_set": view.quota_set(req, quotas.defaults(), _project(req))}


def update(req: ApiRequest) -> dict[str, Any]:
    """PUT /os-quota-sets/{project}."""
    body = dict(req.body["quota_set"])
    force = truth(body.pop("force", False))
    wanted = {name: int(value) for name, value in body.items()}
    return {"quota_set": view.changed_set(req, quotas.update(_project(req), _user(req), wanted, force))}


def delete(req: ApiRequest) -> None:
    """DELETE /os-quota-sets/{project}."""
    quotas.delete(req.params["id"], _user(req))


def _project(req: ApiRequest) -> str:
    """The project of the path; raises Invalid if Keystone does not know it."""
    projects.check(req.context, req.params["id"])
    return req.params["id"]


def _user(req: ApiRequest) -> str | None:
    return next(iter(req.query_lists.get("user_id", [])), None)


def _named_project(req: ApiRequest) -> dict[str, Any]:
    return {"project_id": req.params["id"]}


def _row(method: str, path: str, action: str, handler: Any, **more: Any) -> Route:
    return Route(method, path, action, handler, f"{_RULE}{action}", policy_target=_named_project, **more)


def _update_row(body: dict[str, Any], **versions: Any) -> Route:
    return _row("PUT", _ONE, "update", update, query=schemas.BY_USER, body=body, answer=_CHANGED, **versions)


_SHOWN = answers.one("quota_set", view.quota_set)
_DETAIL = answers.one("quota_set", view.used_set)
_CHANGED = answers.one("quota_set", view.changed_set)

ROUTES = (
    _row("GET", f"{_ONE}/detail", "detail", detail, query=schemas.BY_USER, answer=_DETAIL),
    _row("GET", f"{_ONE}/defaults", "defaults", defaults, answer=_SHOWN),
    _row("GET", _ONE, "show", show, query=schemas.BY_USER, answer=_SHOWN),
    _update_row(schemas.UPDATE, until="2.35"),
    _update_row(schemas.UPDATE_2_36, since="2.36", until="2.56"),
    _update_row(schemas.UPDATE_2_57, since="2.57"),
    _row("DELETE", _ONE, "delete", delete, query=schemas.BY_USER, ok=202),
)

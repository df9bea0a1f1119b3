# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-quota-class-sets: limits of classes, of which only "default" has an effect."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers, queries
from nova_lite.api.schemas import quotas as schemas
from nova_lite.api.views import quotas as view
from nova_lite.operations import quotas

_RULE = "os_compute_api:os-quota-class-sets:"
_ONE = "/os-quota-class-sets/{id}"


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-quota-class-sets/{class}; a class that does not exist shows the defaults."""
    return {"quota_class_set": view.quota_class(req, quotas.of_class(req.params["id"]), req.params["id"])}


def update(req: ApiRequest) -> dict[str, Any]:
    """PUT /os-quota-class-sets/{class}."""
    name = req.params["id"]
    if len(name) > 255:
        raise exception.Invalid("The name of a quota class has 255 characters at most.")
    wanted = {resource: int(value) for resource, value in req.body["quota_class_set"].items()}
    return {"quota_class_set": view.changed_class(req, quotas.update_class(name, wanted))}


def _update_row(body: dict[str, Any], **versions: Any) -> Route:
    rule = f"{_RULE}update"
    return Route("PUT", _ONE, "update", update, rule, body=body, answer=_CHANGED, policy_target=nothing, **versions)


_SHOWN = answers.one("quota_class_set", view.quota_class)
_CHANGED = answers.one("quota_class_set", view.changed_class)

ROUTES = (
    Route("GET", _ONE, "show", show, f"{_RULE}show", query=queries.NONE, answer=_SHOWN, policy_target=nothing),
    _update_row(schemas.UPDATE_CLASS, until="2.49"),
    _update_row(schemas.UPDATE_CLASS_2_50, since="2.50", until="2.56"),
    _update_row(schemas.UPDATE_CLASS_2_57, since="2.57"),
)

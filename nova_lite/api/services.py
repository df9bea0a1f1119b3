# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-services: the daemons of the cloud, for administrators."""

import re
from collections.abc import Callable
from typing import Any

from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import services as schemas
from nova_lite.api.schemas.types import truth
from nova_lite.api.views import services as view
from nova_lite.operations import services

_RULE = "os_compute_api:os-services:"
_DISABLED_FIRST = 'Specifying disabled_reason requires that status is "disabled".'
_NOTHING_ASKED = "No updates were requested. Fields 'status' or 'forced_down' should be specified."


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-services."""
    found = services.listed(
        req.context, req.query.get("host"), req.query.get("binary"), with_down_cells=req.at_least("2.69")
    )
    return {"services": [view.full(req, one) for one in found]}


def update(req: ApiRequest) -> dict[str, Any]:
    """PUT /os-services/{uuid}, from 2.53 on."""
    found = services.find(req.context, _uuid(req))
    services.require_compute(found.binary)
    values = _changes(req.body)
    if not values:
        raise exception.Invalid(_NOTHING_ASKED)
    return {"service": view.full(req, services.update(found, values))}


def delete(req: ApiRequest) -> None:
    """DELETE /os-services/{id}."""
    ident = req.params["id"]
    if req.at_least("2.53"):
        _uuid(req)
    elif not re.fullmatch(r"-?[0-9]+", ident):
        raise exception.Invalid(f"Invalid id: {ident}")
    services.delete(req.context, services.find(req.context, ident))


def _uuid(req: ApiRequest) -> str:
    ident = req.params["id"]
    if not uuidutils.is_uuid_like(ident):
        raise exception.Invalid(f"Invalid uuid {ident}")
    return ident


def _changes(body: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "disabled_reason" in body and body.get("status") != "disabled":
        raise exception.Invalid(_DISABLED_FIRST)
    if "status" in body:
        values["disabled"] = body["status"] == "disabled"
        values["disabled_reason"] = body.get("disabled_reason")
    if "forced_down" in body:
        values["forced_down"] = truth(body["forced_down"])
    return values


# ---- until 2.52 the path names what to do ----------------------------------------------------------------------------


def update_by_action(req: ApiRequest) -> dict[str, Any]:
    """PUT /os-services/{action} with host and binary in the body."""
    action = _ACTIONS.get(req.params["id"])
    if action is None or (req.params["id"] == "force-down" and not req.at_least("2.11")):
        raise exception.NotFound("Unknown action")
    values, shown = action(req.body)
    found = services.find_compute(req.context, req.body["host"], req.body["binary"])
    services.update(found, values)
    return {"service": {"host": req.body["host"], "binary": req.body["binary"], **shown}}


Change = tuple[dict[str, Any], dict[str, Any]]


def _enable(body: dict[str, Any]) -> Change:
    return {"disabled": False, "disabled_reason": None}, {"status": "enabled"}


def _disable(body: dict[str, Any]) -> Change:
    return {"disabled": True, "disabled_reason": None}, {"status": "disabled"}


def _disable_with_reason(body: dict[str, Any]) -> Change:
    if "disabled_reason" not in body:
        raise exception.Invalid("Missing disabled reason field")
    reason = body["disabled_reason"]
    return {"disabled": True, "disabled_reason": reason}, {"status": "disabled", "disabled_reason": reason}


def _force_down(body: dict[str, Any]) -> Change:
    if "forced_down" not in body:
        raise exception.Invalid("Missing forced_down field")
    down = truth(body["forced_down"])
    return {"forced_down": down}, {"forced_down": down}


_ACTIONS: dict[str, Callable[[dict[str, Any]], Change]] = {
    "enable": _enable,
    "disable": _disable,
    "disable-log-reason": _disable_with_reason,
    "force-down": _force_down,
}


def _row(method: str, path: str, action: str, handler: Any, rule: str, **more: Any) -> Route:
    return Route(method, path, action, handler, _RULE + rule, policy_target=nothing, **more)


def _update_row(handler: Any, schema: dict[str, Any], answer: Any, **versions: Any) -> Route:
    shown = answers.one("service", answer)
    return _row("PUT", "/os-services/{id}", "update", handler, "update", body=schema, answer=shown, **versions)


_LIST = answers.one("services", answers.listed(view.ANY))


ROUTES = (
    _row("GET", "/os-services", "index", index, "list", query=schemas.LIST, answer=_LIST),
    _update_row(update_by_action, schemas.UPDATE, schemas.CHANGED, until="2.10"),
    _update_row(update_by_action, schemas.UPDATE_2_11, schemas.CHANGED, since="2.11", until="2.52"),
    _update_row(update, schemas.UPDATE_2_53, view.known, since="2.53"),
    _row("DELETE", "/os-services/{id}", "delete", delete, "delete", ok=204),
)

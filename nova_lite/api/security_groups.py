# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-security-groups and os-security-group-rules: Neutron's groups in the form of the first versions, until 2.35."""

from typing import Any

from oslo_utils import strutils

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import security_groups as schemas
from nova_lite.api.views import security_groups as view
from nova_lite.operations import security_groups
from nova_lite.operations.security_groups import WantedRule

_RULE = "os_compute_api:os-security-groups:"
_ALL = "/os-security-groups"
_ONE = "/os-security-groups/{id}"
_RULES = "/os-security-group-rules"
_LAST = "2.35"


def index(req: ApiRequest) -> dict[str, Any]:
    """Groups of the own project; all_tenants counts for administrators."""
    found, named = security_groups.listed(req.context, _everywhere(req))
    limit, offset = req.limit_and_offset()
    return {"security_groups": [view.group(req, one, named) for one in found[offset : offset + limit]]}


def _everywhere(req: ApiRequest) -> bool:
    text = req.query.get("all_tenants")
    asked = text is not None and (not text or strutils.bool_from_string(text))
    return bool(req.context.is_admin and asked)


def show(req: ApiRequest) -> dict[str, Any]:
    """One group."""
    return {"security_group": view.group(req, *security_groups.get(req.context, req.params["id"]))}


def create(req: ApiRequest) -> dict[str, Any]:
    """A new group."""
    body = req.body["security_group"]
    made = security_groups.create(req.context, body["name"], body["description"])
    return {"security_group": view.group(req, made, {made.id: made})}


def update(req: ApiRequest) -> dict[str, Any]:
    """Another name or description."""
    body = req.body["security_group"]
    changed = security_groups.update(req.context, req.params["id"], body["name"], body["description"])
    return {"security_group": view.group(req, *changed)}


def delete(req: ApiRequest) -> None:
    """Remove a group that no server has."""
    security_groups.delete(req.context, req.params["id"])


def create_rule(req: ApiRequest) -> dict[str, Any]:
    """A new rule of a group, for incoming traffic."""
    body = req.body["security_group_rule"]
    wanted = WantedRule(
        parent_group_id=body["parent_group_id"],
        group_id=body.get("group_id"),
        protocol=body.get("ip_protocol"),
        from_port=body.get("from_port"),
        to_port=body.get("to_port"),
        cidr=body.get("cidr"),
    )
    return {"security_group_rule": view.rule(req, *security_groups.create_rule(req.context, wanted))}


def delete_rule(req: ApiRequest) -> None:
    """Remove a rule."""
    security_groups.delete_rule(req.context, req.params["id"])


def _row(method: str, path: str, action: str, handler: Any, rule: str, **more: Any) -> Route:
    return Route(method, path, action, handler, _RULE + rule, until=_LAST, **more)


_GROUP = answers.one("security_group", view.group)
_ONE_RULE = answers.one("security_group_rule", view.rule)

ROUTES = (
    _row("GET", _ALL, "get", index, "get", query=schemas.LIST, answer=view.GROUPS),
    _row("POST", _ALL, "create", create, "create", body=schemas.GROUP, answer=_GROUP),
    _row("GET", _ONE, "show", show, "show", answer=_GROUP),
    _row("PUT", _ONE, "update", update, "update", body=schemas.GROUP, answer=_GROUP),
    _row("DELETE", _ONE, "delete", delete, "delete", ok=202),
    _row("POST", _RULES, "create", create_rule, "rule:create", body=schemas.RULE, answer=_ONE_RULE),
    _row("DELETE", f"{_RULES}/{{id}}", "delete", delete_rule, "rule:delete", ok=202),
)

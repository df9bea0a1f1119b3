# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-security-groups and os-security-group-rules: Neutron's groups in the form of the first versions, until 2.35."""

from typing import Any

from oslo_utils import strutils

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
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
    return {"security_groups": [view.group(one, named) for one in found[offset : offset + limit]]}


def _everywhere(req: ApiRequest) -> bool:
    text = req.query.get("all_tenants")
    asked = text is not None and (not text or strutils.bool_from_string(text))
    return bool(req.context.is_admin and asked)


def show(req: ApiRequest) -> dict[str, Any]:
    """One group."""
    return {"security_group": view.group(*security_groups.get(req.context, req.params["id"]))}


def create(req: ApiRequest) -> dict[str, Any]:
    """A new group."""
    body = req.body["security_group"]
    made = security_groups.create(req.context, body["name"], body["description"])
    return {"security_group": view.group(made, {made.id: made})}


def update(req: ApiRequest) -> dict[str, Any]:
    """Another name or description."""
    body = req.body["security_group"]
    changed = security_groups.update(req.context, req.params["id"], body["name"], body["description"])
    return {"security_group": view.group(*changed)}


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
    return {"security_group_rule": view.rule(*security_groups.create_rule(req.context, wanted))}


def delete_rule(req: ApiRequest) -> None:
    """Remove a rule."""
    security_groups.delete_rule(req.context, req.params["id"])


ROUTES = (
    Route("GET", _ALL, "get", index, f"{_RULE}get", query=schemas.LIST, until=_LAST),
    Route("POST", _ALL, "create", create, f"{_RULE}create", body=schemas.GROUP, until=_LAST),
    Route("GET", _ONE, "show", show, f"{_RULE}show", until=_LAST),
    Route("PUT", _ONE, "update", update, f"{_RULE}update", body=schemas.GROUP, until=_LAST),
    Route("DELETE", _ONE, "delete", delete, f"{_RULE}delete", until=_LAST, ok=202),
    Route("POST", _RULES, "create", create_rule, f"{_RULE}rule:create", body=schemas.RULE, until=_LAST),
    Route("DELETE", f"{_RULES}/{{id}}", "delete", delete_rule, f"{_RULE}rule:delete", until=_LAST, ok=202),
)

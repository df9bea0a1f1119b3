# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-hosts: daemons and resources of hosts, until 2.42; hypervisors and services took its place."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import hosts as schemas
from nova_lite.operations import hosts

_RULE = "os_compute_api:os-hosts:"
_LAST = "2.42"
_ERRORS: dict[type[Exception], int] = {exception.ComputeServiceUnavailable: 400}


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hosts."""
    found = hosts.listed(req.context, req.query.get("zone") or None)
    return {
        "hosts": [
            {"host_name": one.host, "service": one.binary.removeprefix("nova-"), "zone": one.zone} for one in found
        ]
    }


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hosts/{id}."""
    host = req.params["id"]
    return {
        "host": [
            {
                "resource": {
                    "host": host,
                    "project": part.owner,
                    "cpu": part.cpu,
                    "memory_mb": part.memory_mb,
                    "disk_gb": part.disk_gb,
                }
            }
            for part in hosts.resources(req.context, host)
        ]
    }


def update(req: ApiRequest) -> dict[str, Any]:
    """PUT /os-hosts/{id}."""
    host = req.params["id"]
    if "maintenance_mode" in req.body:
        hosts.refuse(req.context, host, "maintenance mode")
    enabled = req.body["status"].lower() == "enable"
    return {"host": host, "status": hosts.set_enabled(req.context, host, enabled)}


def power(req: ApiRequest) -> None:
    """GET /os-hosts/{id}/startup, shutdown or reboot."""
    hosts.refuse(req.context, req.params["id"], "power actions")


def _row(method: str, path: str, action: str, handler: Any, **more: Any) -> Route:
    rule = _RULE + action
    return Route(method, f"/os-hosts{path}", action, handler, rule, until=_LAST, policy_target=nothing, **more)


ROUTES = (
    _row("GET", "", "list", index, query=schemas.LIST, answer=schemas.LIST_ANSWER),
    _row("GET", "/{id}", "show", show, answer=schemas.SHOW_ANSWER),
    _row("PUT", "/{id}", "update", update, body=schemas.UPDATE, answer=schemas.UPDATE_ANSWER, errors=_ERRORS),
    _row("GET", "/{id}/startup", "start", power, errors=_ERRORS),
    _row("GET", "/{id}/shutdown", "shutdown", power, errors=_ERRORS),
    _row("GET", "/{id}/reboot", "reboot", power, errors=_ERRORS),
)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-floating-ips and os-floating-ip-pools: Neutron's floating addresses in the form of old versions, until 2.35."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import floating_ips as schemas
from nova_lite.api.views import floating_ips as view
from nova_lite.operations import floating_ips

_RULE = "os_compute_api:os-floating-ips:"
_ALL = "/os-floating-ips"
_ONE = "/os-floating-ips/{id}"
_POOLS = "/os-floating-ip-pools"
_LAST = "2.35"


def pools(req: ApiRequest) -> dict[str, Any]:
    """Where addresses come from."""
    return {"floating_ip_pools": [{"name": name} for name in floating_ips.pools(req.context)]}


def index(req: ApiRequest) -> dict[str, Any]:
    """Addresses of the own project."""
    return {"floating_ips": [view.full(req, one) for one in floating_ips.listed(req.context)]}


def show(req: ApiRequest) -> dict[str, Any]:
    """One address."""
    return {"floating_ip": view.full(req, floating_ips.get(req.context, req.params["id"]))}


def create(req: ApiRequest) -> dict[str, Any]:
    """Take an address from a pool."""
    pool = (req.body or {}).get("pool")
    return {"floating_ip": view.full(req, floating_ips.create(req.context, pool))}


def delete(req: ApiRequest) -> None:
    """Give an address back."""
    floating_ips.delete(req.context, req.params["id"])


_POOLS_ANSWER = answers.one("floating_ip_pools", answers.listed(answers.record({"name": answers.TEXT})))
_LIST = answers.one("floating_ips", answers.listed(view.full))
_FULL = answers.one("floating_ip", view.full)

ROUTES = (
    Route("GET", _POOLS, "list", pools, "os_compute_api:os-floating-ip-pools", answer=_POOLS_ANSWER, until=_LAST),
    Route("GET", _ALL, "list", index, f"{_RULE}list", answer=_LIST, until=_LAST),
    Route("POST", _ALL, "create", create, f"{_RULE}create", body=schemas.CREATE, answer=_FULL, until=_LAST),
    Route("GET", _ONE, "show", show, f"{_RULE}show", answer=_FULL, until=_LAST),
    Route("DELETE", _ONE, "delete", delete, f"{_RULE}delete", until=_LAST, ok=202),
)

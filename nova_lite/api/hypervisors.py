# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-hypervisors: compute nodes, for administrators."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import hypervisors as schemas
from nova_lite.api.schemas.types import truth
from nova_lite.api.views import hypervisors as view
from nova_lite.api.views.fields import Changing
from nova_lite.operations import hypervisors
from nova_lite.operations.hypervisors import Hypervisor, Resident

_RULE = "os_compute_api:os-hypervisors:"
_PATTERN = "hypervisor_hostname_pattern"
_LINKS = "hypervisors_links"

Shown = Callable[[Hypervisor, Sequence[Resident] | None], dict[str, Any]]


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hypervisors."""
    return _list(req, "os-hypervisors", _found(req), lambda one, servers: view.brief(req, one, servers))


def detail(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hypervisors/detail."""
    found = _found(req)
    uptimes: Mapping[str, str | None] = hypervisors.uptimes(found) if req.at_least("2.88") else {}
    return _list(
        req,
        "os-hypervisors/detail",
        found,
        lambda one, servers: view.full(req, one, servers, uptimes.get(str(one.node.uuid))),
    )


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hypervisors/{id}."""
    found = _one(req)
    uptime = hypervisors.uptimes([found])[str(found.node.uuid)] if req.at_least("2.88") else None
    servers = _servers(req, [found])
    return {"hypervisor": view.full(req, found, servers.get(str(found.node.uuid)), uptime)}


def statistics(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hypervisors/statistics."""
    return {"hypervisor_statistics": hypervisors.totals(hypervisors.listed(req.context), view.NUMBERS)}


def uptime(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hypervisors/{id}/uptime."""
    found = _one(req)
    return {"hypervisor": view.with_uptime(req, found, hypervisors.uptime(found))}


def search(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hypervisors/{pattern}/search."""
    found = hypervisors.matching(req.context, req.params["id"])
    return {"hypervisors": [view.brief(req, one) for one in found]}


def servers(req: ApiRequest) -> dict[str, Any]:
    """GET /os-hypervisors/{pattern}/servers."""
    found = hypervisors.matching(req.context, req.params["id"])
    residents = hypervisors.residents(found)
    return {"hypervisors": [view.brief(req, one, residents[str(one.node.uuid)]) for one in found]}


def _found(req: ApiRequest) -> list[Hypervisor]:
    """What a list shows: all, one page, or those of a pattern."""
    pattern = req.query.get(_PATTERN)
    paged = "limit" in req.query or "marker" in req.query
    if pattern is not None:
        if paged:
            raise exception.ValidationError(
                detail=f"Paging over hypervisors with the {_PATTERN} parameter is not supported."
            )
        return hypervisors.matching(req.context, pattern)
    if not req.at_least("2.33"):
        return hypervisors.listed(req.context)
    return hypervisors.page(req.context, req.limit(), req.query.get("marker"), _key(req))


def _key(req: ApiRequest) -> str:
    """The column that identifies hypervisors."""
    return "uuid" if req.at_least("2.53") else "id"


def _servers(req: ApiRequest, found: Sequence[Hypervisor]) -> dict[str, list[Resident]]:
    wanted = truth(req.query.get("with_servers", "false"))
    return hypervisors.residents(found) if wanted else {}


def _list(req: ApiRequest, path: str, found: Sequence[Hypervisor], shown: Shown) -> dict[str, Any]:
    residents = _servers(req, found)
    answer: dict[str, Any] = {"hypervisors": [shown(one, residents.get(str(one.node.uuid))) for one in found]}
    if req.at_least("2.33") and _PATTERN not in req.query and found:
        last = found[-1].node
        links = req.next_links(path, found, str(getattr(last, _key(req))))
        if links:
            answer[_LINKS] = links
    return answer


def _one(req: ApiRequest) -> Hypervisor:
    ident = req.params["id"]
    if req.at_least("2.53"):
        if not uuidutils.is_uuid_like(ident):
            raise exception.Invalid(f"Invalid uuid {ident}")
        return hypervisors.find(req.context, ident)
    if not ident.isdecimal():
        raise exception.ComputeHostNotFound(host=ident)
    return hypervisors.find(req.context, int(ident))


def _row(path: str, action: str, handler: Any, **more: Any) -> Route:
    return Route("GET", f"/os-hypervisors{path}", action, handler, _RULE + action, policy_target=nothing, **more)


_LIST = Changing(
    ("2.1", answers.one("hypervisors", answers.listed(view.brief))),
    ("2.33", answers.page("hypervisors", view.brief, _LINKS)),
)
_DETAIL = Changing(
    ("2.1", answers.one("hypervisors", answers.listed(view.full))),
    ("2.33", answers.page("hypervisors", view.full, _LINKS)),
)
_FOUND = answers.one("hypervisors", answers.listed(view.brief))
_ONE = answers.one("hypervisor", view.full)
_STATISTICS = answers.one("hypervisor_statistics", view.STATISTICS)

ROUTES = (
    _row("", "list", index, query=schemas.NOTHING, answer=_LIST, until="2.32"),
    _row("", "list", index, query=schemas.LIST_2_33, answer=_LIST, since="2.33", until="2.52"),
    _row("", "list", index, query=schemas.LIST_2_53, answer=_LIST, since="2.53"),
    _row("/detail", "list-detail", detail, query=schemas.NOTHING, answer=_DETAIL, until="2.32"),
    _row("/detail", "list-detail", detail, query=schemas.LIST_2_33, answer=_DETAIL, since="2.33", until="2.52"),
    _row("/detail", "list-detail", detail, query=schemas.LIST_2_53, answer=_DETAIL, since="2.53"),
    _row("/statistics", "statistics", statistics, answer=_STATISTICS, until="2.87"),
    _row("/{id}", "show", show, query=schemas.NOTHING, answer=_ONE, until="2.52"),
    _row("/{id}", "show", show, query=schemas.SHOW_2_53, answer=_ONE, since="2.53"),
    _row("/{id}/search", "search", search, answer=_FOUND, until="2.52"),
    _row("/{id}/servers", "servers", servers, answer=_FOUND, until="2.52"),
    _row("/{id}/uptime", "uptime", uptime, answer=answers.one("hypervisor", view.with_uptime), until="2.87"),
)

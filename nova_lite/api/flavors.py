# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Flavors: list, show, create, describe, delete. Extra specs and access lists have modules of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from oslo_utils import uuidutils

from nova_lite import exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers, queries, types
from nova_lite.api.schemas import flavors as schemas
from nova_lite.api.views import flavors as view
from nova_lite.db.api import flavors as query
from nova_lite.db.api.models import Flavor
from nova_lite.db.engine import api_database, retry_on_deadlock

_RULE = "os_compute_api:os-flavor-manage:"
_SPECS_RULE = "os_compute_api:os-flavor-extra-specs:index"


def load(req: ApiRequest, flavorid: str) -> Flavor:
    """The flavor that the path names; raises FlavorNotFound, also for a private one not shared with the caller."""
    with api_database().reader() as session:
        row = query.get(session, flavorid)
        if not req.context.is_admin and not query.visible(session, row, req.context.project_id):
            raise exception.FlavorNotFound(flavor_id=flavorid)
        return row


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /flavors."""
    rows = _page(req)
    return _with_next(req, "flavors", rows, [view.brief(req, row) for row in rows])


def detail(req: ApiRequest) -> dict[str, Any]:
    """GET /flavors/detail."""
    rows = _page(req)
    specs = _extra_specs(req, rows)
    shown = [view.full(req, row, None if specs is None else specs.get(row.id, {})) for row in rows]
    return _with_next(req, "flavors/detail", rows, shown)


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /flavors/{id}."""
    return _one(req, load(req, req.params["id"]))


@retry_on_deadlock
def create(req: ApiRequest) -> dict[str, Any]:
    """POST /flavors."""
    body = req.body["flavor"]
    ident = body.get("id")
    values = {
        "flavorid": uuidutils.generate_uuid() if ident is None else str(ident).strip(),
        "name": body["name"].strip(),
        "memory_mb": int(body["ram"]),
        "vcpus": int(body["vcpus"]),
        "root_gb": int(body["disk"]),
        "ephemeral_gb": int(body.get("OS-FLV-EXT-DATA:ephemeral", 0)),
        "swap": int(body.get("swap", 0)),
        "rxtx_factor": float(body.get("rxtx_factor", 1.0)),
        "is_public": types.truth(body.get("os-flavor-access:is_public", True)),
        "disabled": False,
        "description": body.get("description"),
    }
    with api_database().writer() as session:
        row = query.create(session, values)
    return _one(req, row)


@retry_on_deadlock
def update(req: ApiRequest) -> dict[str, Any]:
    """PUT /flavors/{id}: the description only."""
    with api_database().writer() as session:
        row = query.set_description(session, req.params["id"], req.body["flavor"]["description"])
    return _one(req, row)


@retry_on_deadlock
def delete(req: ApiRequest) -> None:
    """DELETE /flavors/{id}; servers keep their copy of it."""
    with api_database().writer() as session:
        query.destroy(session, req.params["id"])


def _one(req: ApiRequest, row: Flavor) -> dict[str, Any]:
    specs = _extra_specs(req, [row])
    return {"flavor": view.full(req, row, None if specs is None else specs.get(row.id, {}))}


def _extra_specs(req: ApiRequest, rows: Sequence[Flavor]) -> dict[int, dict[str, str]] | None:
    """Extra specs by internal id; None if the answer has none or the caller may not see them."""
    if not req.at_least("2.61") or not policy.authorize(req.context, _SPECS_RULE, do_raise=False):
        return None
    with api_database().reader() as session:
        return query.extra_specs(session, [row.id for row in rows])


def _page(req: ApiRequest) -> list[Flavor]:
    limit = req.limit()
    sort = [(req.query.get("sort_key") or "flavorid", req.query.get("sort_dir") or "asc")]
    marker = req.query.get("marker")
    with api_database().reader() as session:
        try:
            after = query.get(session, marker) if marker is not None else None
        except exception.FlavorNotFound as error:
            raise exception.MarkerNotFound(marker=marker) from error
        return query.page(session, _filters(req), sort, limit, after) if limit else []


def _filters(req: ApiRequest) -> Mapping[str, Any]:
    filters: dict[str, Any] = {
        "min_ram": _number(req, "minRam"),
        "min_disk": _number(req, "minDisk"),
        "name": req.query.get("name"),
    }
    if req.context.is_admin:
        filters["is_public"] = _public(req.query.get("is_public"))
    else:
        filters["disabled"] = False
        filters["is_public"] = True
    if filters["is_public"]:
        filters["project_id"] = req.context.project_id
    return filters


def _number(req: ApiRequest, name: str) -> int | None:
    text = req.query.get(name)
    if text is None:
        return None
    try:
        return max(-types.MAXINT, min(int(text), types.MAXINT))
    except ValueError:
        raise exception.ValidationError(detail=f"Invalid {name} filter [{text}]") from None


def _public(text: str | None) -> bool | None:
    """The filter of administrators: public by default, None for both kinds."""
    if text is None:
        return True
    word = text.strip().lower()
    if word == "none":
        return None
    if word in ("1", "t", "true", "on", "y", "yes"):
        return True
    if word in ("0", "f", "false", "off", "n", "no"):
        return False
    raise exception.ValidationError(detail=f"Invalid is_public filter [{text}]")


def _with_next(req: ApiRequest, path: str, rows: Sequence[Flavor], shown: list[dict[str, Any]]) -> dict[str, Any]:
    answer: dict[str, Any] = {"flavors": shown}
    links = req.next_links(path, rows, rows[-1].flavorid if rows else None)
    if links:
        answer["flavors_links"] = links
    return answer


_LINKS = "flavors_links"
_LIST = answers.page("flavors", view.brief, _LINKS)
_DETAIL = answers.page("flavors", view.full, _LINKS)
_ONE = answers.one("flavor", view.full)


def _create_row(body: dict[str, Any], **between: Any) -> Route:
    rule = f"{_RULE}create"
    return Route("POST", "/flavors", "create", create, rule, body=body, answer=_ONE, policy_target=nothing, **between)


ROUTES = (
    Route("GET", "/flavors", "index", index, query=schemas.LIST, answer=_LIST, until="2.101"),
    Route("GET", "/flavors", "index", index, query=schemas.LIST_2_102, answer=_LIST, since="2.102"),
    _create_row(schemas.CREATE, until="2.54"),
    _create_row(schemas.CREATE_2_55, since="2.55", until="2.101"),
    _create_row(schemas.CREATE_2_102, since="2.102"),
    Route("GET", "/flavors/detail", "detail", detail, query=schemas.LIST, answer=_DETAIL, until="2.101"),
    Route("GET", "/flavors/detail", "detail", detail, query=schemas.LIST_2_102, answer=_DETAIL, since="2.102"),
    Route("GET", "/flavors/{id}", "show", show, query=queries.NONE, answer=_ONE),
    Route(
        "PUT",
        "/flavors/{id}",
        "update",
        update,
        f"{_RULE}update",
        body=schemas.UPDATE,
        answer=_ONE,
        since="2.55",
        policy_target=nothing,
    ),
    Route("DELETE", "/flavors/{id}", "delete", delete, f"{_RULE}delete", ok=202, policy_target=nothing),
)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-aggregates: groups of hosts, for administrators."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import aggregates as schemas
from nova_lite.api.schemas import answers, queries, types
from nova_lite.api.views import aggregates as view
from nova_lite.operations import aggregates

_RULE = "os_compute_api:os-aggregates:"
_ALL = "/os-aggregates"
_ONE = "/os-aggregates/{id}"
_ACTION = "/os-aggregates/{id}/action"


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-aggregates."""
    return {"aggregates": [view.full(req, found) for found in aggregates.listed()]}


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-aggregates/{id}."""
    return {"aggregate": view.full(req, aggregates.get(_id(req)))}


def create(req: ApiRequest) -> dict[str, Any]:
    """POST /os-aggregates; the answer has neither hosts nor metadata."""
    body = req.body["aggregate"]
    made = aggregates.create(req.context, body["name"].strip(), body.get("availability_zone"))
    return {"aggregate": view.created(req, made)}


def update(req: ApiRequest) -> dict[str, Any]:
    """PUT /os-aggregates/{id}."""
    body = req.body["aggregate"]
    name = body["name"].strip() if "name" in body else None
    zone = {aggregates.ZONE: body[aggregates.ZONE]} if aggregates.ZONE in body else {}
    return {"aggregate": view.full(req, aggregates.update(req.context, _id(req), name, zone))}


def delete(req: ApiRequest) -> None:
    """DELETE /os-aggregates/{id}."""
    aggregates.delete(req.context, _id(req))


def add_host(req: ApiRequest) -> dict[str, Any]:
    """POST .../action add_host."""
    return {"aggregate": view.full(req, aggregates.add_host(req.context, _id(req), req.body["add_host"]["host"]))}


def remove_host(req: ApiRequest) -> dict[str, Any]:
    """POST .../action remove_host."""
    host = req.body["remove_host"]["host"]
    return {"aggregate": view.full(req, aggregates.remove_host(req.context, _id(req), host))}


def set_metadata(req: ApiRequest) -> dict[str, Any]:
    """POST .../action set_metadata: merge, null removes."""
    metadata = req.body["set_metadata"]["metadata"]
    return {"aggregate": view.full(req, aggregates.update(req.context, _id(req), None, metadata))}


def cache_images(req: ApiRequest) -> None:
    """POST .../images."""
    aggregates.cache_images(req.context, _id(req), [image["id"] for image in req.body["cache"]])


def _id(req: ApiRequest) -> int:
    ident = req.params["id"]
    if not ident.removeprefix("-").isdecimal():
        raise exception.Invalid("Invalid input received: id must be an integer")
    if not 0 <= int(ident) <= types.MAXINT:
        raise exception.AggregateNotFound(aggregate_id=ident)
    return int(ident)


def _row(method: str, path: str, action: str, handler: Any, **more: Any) -> Route:
    return Route(method, path, action, handler, _RULE + action, policy_target=nothing, **more)


_FULL = answers.one("aggregate", view.full)

ROUTES = (
    _row("GET", _ALL, "index", index, query=queries.NONE, answer=answers.one("aggregates", answers.listed(view.full))),
    _row("POST", _ALL, "create", create, body=schemas.CREATE, answer=answers.one("aggregate", view.created)),
    _row("GET", _ONE, "show", show, query=queries.NONE, answer=_FULL),
    _row("PUT", _ONE, "update", update, body=schemas.UPDATE, answer=_FULL),
    _row("DELETE", _ONE, "delete", delete),
    _row("POST", _ACTION, "add_host", add_host, body=schemas.ADD_HOST, answer=_FULL),
    _row("POST", _ACTION, "remove_host", remove_host, body=schemas.REMOVE_HOST, answer=_FULL),
    _row("POST", _ACTION, "set_metadata", set_metadata, body=schemas.SET_METADATA, answer=_FULL),
    Route(
        "POST",
        "/os-aggregates/{id}/images",
        "images",
        cache_images,
        "compute:aggregates:images",
        policy_target=nothing,
        body=schemas.CACHE_IMAGES,
        since="2.81",
        ok=202,
        errors={exception.ImageNotFound: 400, exception.ImageNotAuthorized: 400},
    ),
)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-simple-tenant-usage: what projects used in a period."""

import datetime
from itertools import groupby
from typing import Any

from oslo_utils import timeutils

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import simple_tenant_usage as schemas
from nova_lite.api.views import simple_tenant_usage as view
from nova_lite.api.views.fields import Changing
from nova_lite.conf import CONF
from nova_lite.operations import usage
from nova_lite.operations.usage import Period, ServerUsage

_RULE = "os_compute_api:os-simple-tenant-usage:"
_ALL = "/os-simple-tenant-usage"
_ONE = "/os-simple-tenant-usage/{id}"
_FORMATS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S.%f")


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-simple-tenant-usage: every project with use in the period."""
    period = _period(req)
    detailed = next(iter(req.query_lists.get("detailed", [])), "0") == "1"
    servers = _servers(req, period, None)
    projects = groupby(servers, key=lambda one: one.project_id)
    shown = [view.project(req, project_id, list(members), period, detailed) for project_id, members in projects]
    return {"tenant_usages": shown, **_links(req, _LINKS, "os-simple-tenant-usage", servers)}


def show(req: ApiRequest) -> dict[str, Any]:
    """GET /os-simple-tenant-usage/{project}; an empty object without use."""
    period, project_id = _period(req), req.params["id"]
    servers = _servers(req, period, project_id)
    shown = view.project(req, project_id, servers, period, True) if servers else {}
    path = f"os-simple-tenant-usage/{project_id}"
    return {"tenant_usage": shown, **_links(req, _LINK, path, servers)}


def _servers(req: ApiRequest, period: Period, project_id: str | None) -> list[ServerUsage]:
    if req.at_least("2.40"):
        return usage.of_servers(req.context, period, project_id, req.limit(), req.query.get("marker"))
    return usage.of_servers(req.context, period, project_id, int(CONF.api.max_limit), None)


def _links(req: ApiRequest, key: str, path: str, servers: list[ServerUsage]) -> dict[str, Any]:
    if not req.at_least("2.40"):
        return {}
    links = req.next_links(path, servers, servers[-1].uuid if servers else None)
    return {key: links} if links else {}


def _period(req: ApiRequest) -> Period:
    now = timeutils.utcnow()
    start = _moment(req, "start") or now - datetime.timedelta(microseconds=1)
    stop = min(_moment(req, "end") or now, now)
    if start >= stop:
        raise exception.Invalid("Invalid start time. The start time cannot occur after the end time.")
    return Period(start, stop)


def _moment(req: ApiRequest, name: str) -> datetime.datetime | None:
    text = next(iter(req.query_lists.get(name, [])), None)
    if not text:
        return None
    for one in _FORMATS:
        try:
            return datetime.datetime.strptime(text, one)
        except ValueError:
            continue
    raise exception.Invalid(f"Datetime is in invalid format: {text}")


def _named_project(req: ApiRequest) -> dict[str, Any]:
    return {"project_id": req.params["id"]}


def _rows(path: str, action: str, rule: str, handler: Any, queries: tuple[Any, Any], **more: Any) -> tuple[Route, ...]:
    return (
        Route("GET", path, action, handler, f"{_RULE}{rule}", query=queries[0], until="2.39", **more),
        Route("GET", path, action, handler, f"{_RULE}{rule}", query=queries[1], since="2.40", **more),
    )


_LINKS = "tenant_usages_links"
_LINK = "tenant_usage_links"
_USAGE = answers.either(view.project, answers.NOTHING)
_LIST = Changing(
    ("2.1", answers.one("tenant_usages", answers.listed(view.project))),
    ("2.40", answers.page("tenant_usages", view.project, _LINKS)),
)
_SHOW = Changing(
    ("2.1", answers.one("tenant_usage", _USAGE)),
    ("2.40", answers.record({"tenant_usage": _USAGE, _LINK: answers.NEXT}, optional=(_LINK,))),
)

ROUTES = (
    *_rows(_ALL, "index", "list", index, (schemas.LIST, schemas.LIST_2_40), answer=_LIST, policy_target=nothing),
    *_rows(_ONE, "show", "show", show, (schemas.SHOW, schemas.SHOW_2_40), answer=_SHOW, policy_target=_named_project),
)

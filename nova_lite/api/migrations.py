# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-migrations: moves of servers over the whole cloud, or those of the caller's own project."""

from typing import Any

from oslo_utils import strutils, timeutils

from nova_lite import exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers
from nova_lite.api.schemas import migrations as schemas
from nova_lite.api.views import migrations as view
from nova_lite.operations import migrations

_RULE = "os_compute_api:os-migrations:index"
_PLAIN = ("host", "instance_uuid", "source_compute", "status", "migration_type", "user_id", "project_id")


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /os-migrations until 2.58: everything, in order of the numbers."""
    filters = _filters(req)
    return {"migrations": _shown(req, migrations.listed(req.context, filters))}


def index_paged(req: ApiRequest) -> dict[str, Any]:
    """GET /os-migrations from 2.59 on: pages, the newest first."""
    found = migrations.page(req.context, _filters(req), req.limit(), req.query.get("marker"))
    answer: dict[str, Any] = {"migrations": _shown(req, found)}
    links = req.next_links("os-migrations", found, found[-1].uuid if found else None)
    if links:
        answer["migrations_links"] = links
    return answer


def _shown(req: ApiRequest, found: list[Any]) -> list[dict[str, Any]]:
    with_hosts = policy.authorize(req.context, f"{_RULE}:host", do_raise=False)
    return [view.item(req, row, with_hosts) for row in found]


def _filters(req: ApiRequest) -> dict[str, Any]:
    """The query as filters; other projects than the caller's need a rule of their own."""
    if req.query.get("project_id") != req.context.project_id:
        policy.authorize(req.context, f"{_RULE}:all_projects")
    found: dict[str, Any] = {name: req.query[name] for name in _PLAIN if name in req.query}
    if "hidden" in req.query:
        found["hidden"] = strutils.bool_from_string(req.query["hidden"])
    for name in ("changes-since", "changes-before"):
        if name in req.query:
            found[name.replace("-", "_")] = timeutils.normalize_time(timeutils.parse_isotime(req.query[name]))
    if "changes_since" in found and "changes_before" in found and found["changes_since"] > found["changes_before"]:
        raise exception.ValidationError(
            detail="The value of changes-since must be less than or equal to changes-before."
        )
    return found


_LIST = answers.one("migrations", answers.listed(view.item))
_PAGE = answers.page("migrations", view.item, "migrations_links")

ROUTES = tuple(
    Route(
        "GET",
        "/os-migrations",
        "index",
        index if since == "2.1" else index_paged,
        policy=_RULE,
        query=query,
        answer=_LIST if since == "2.1" else _PAGE,
        since=since,
        until=until,
    )
    for since, until, query in schemas.LISTS
)

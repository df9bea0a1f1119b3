# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which projects may use a private flavor."""

from typing import Any

from nova_lite import exception
from nova_lite.api import flavors
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route, nothing
from nova_lite.api.schemas import answers, queries
from nova_lite.api.schemas import flavors as schemas
from nova_lite.db.api import flavors as query
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.operations import projects

_RULE = "os_compute_api:os-flavor-access"


def index(req: ApiRequest) -> dict[str, Any]:
    """GET /flavors/{flavor_id}/os-flavor-access; a public flavor has no such list."""
    flavorid = req.params["flavor_id"]
    if flavors.load(req, flavorid).is_public:
        raise exception.FlavorAccessNotFound("Access list not available for public flavors.")
    return _shown(flavorid)


@retry_on_deadlock
def add(req: ApiRequest) -> dict[str, Any]:
    """POST /flavors/{id}/action addTenantAccess."""
    flavorid, project_id = req.params["id"], req.body["addTenantAccess"]["tenant"]
    projects.check(req.context, project_id)
    with api_database().writer() as session:
        row = query.get(session, flavorid)
        if row.is_public and req.at_least("2.7"):
            raise exception.Conflict("Can not add access to a public flavor.")
        query.add_project(session, row, project_id)
    return _shown(flavorid)


@retry_on_deadlock
def remove(req: ApiRequest) -> dict[str, Any]:
    """POST /flavors/{id}/action removeTenantAccess."""
    flavorid, project_id = req.params["id"], req.body["removeTenantAccess"]["tenant"]
    with api_database().writer() as session:
        query.remove_project(session, query.get(session, flavorid), project_id)
    return _shown(flavorid)


def _shown(flavorid: str) -> dict[str, Any]:
    with api_database().reader() as session:
        projects = query.projects(session, query.get(session, flavorid).id)
    return {"flavor_access": [{"flavor_id": flavorid, "tenant_id": project_id} for project_id in projects]}


_ANSWER = answers.one(
    "flavor_access", answers.listed(answers.record({"flavor_id": answers.TEXT, "tenant_id": answers.TEXT}))
)

ROUTES = (
    Route(
        "GET",
        "/flavors/{flavor_id}/os-flavor-access",
        "index",
        index,
        _RULE,
        query=queries.NONE,
        answer=_ANSWER,
        policy_target=nothing,
    ),
    Route(
        "POST",
        "/flavors/{id}/action",
        "addTenantAccess",
        add,
        f"{_RULE}:add_tenant_access",
        body=schemas.ADD_ACCESS,
        answer=_ANSWER,
        policy_target=nothing,
    ),
    Route(
        "POST",
        "/flavors/{id}/action",
        "removeTenantAccess",
        remove,
        f"{_RULE}:remove_tenant_access",
        body=schemas.REMOVE_ACCESS,
        answer=_ANSWER,
        policy_target=nothing,
    ),
)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /limits: what a project may have and what it has."""

from collections.abc import Callable
from typing import Any

from nova_lite import policy
from nova_lite.api import versions
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers, types
from nova_lite.api.validation import Query
from nova_lite.api.views.fields import Field, View
from nova_lite.db.api import server_groups
from nova_lite.db.engine import api_database
from nova_lite.limits import quota, usage

_RULE = "os_compute_api:limits"


def _limit(resource: str) -> Callable[..., Any]:
    return lambda req, allowed, used: allowed[resource]


def _use(resource: str) -> Callable[..., Any]:
    return lambda req, allowed, used: used.get(resource, 0)


# Key, last microversion, resource.
_LIMITS = (
    ("maxTotalInstances", versions.MAXIMUM, "instances"),
    ("maxTotalCores", versions.MAXIMUM, "cores"),
    ("maxTotalRAMSize", versions.MAXIMUM, "ram"),
    ("maxTotalKeypairs", versions.MAXIMUM, "key_pairs"),
    ("maxServerMeta", versions.MAXIMUM, "metadata_items"),
    ("maxServerGroups", versions.MAXIMUM, "server_groups"),
    ("maxServerGroupMembers", versions.MAXIMUM, "server_group_members"),
    ("maxTotalFloatingIps", "2.35", "floating_ips"),
    ("maxSecurityGroups", "2.35", "security_groups"),
    ("maxSecurityGroupRules", "2.35", "security_group_rules"),
    ("maxImageMeta", "2.38", "metadata_items"),
    ("maxPersonality", "2.56", "injected_files"),
    ("maxPersonalitySize", "2.56", "injected_file_content_bytes"),
)
_USED = (
    ("totalInstancesUsed", versions.MAXIMUM, "instances"),
    ("totalCoresUsed", versions.MAXIMUM, "cores"),
    ("totalRAMUsed", versions.MAXIMUM, "ram"),
    ("totalServerGroupsUsed", versions.MAXIMUM, "server_groups"),
    ("totalFloatingIpsUsed", "2.35", "floating_ips"),
    ("totalSecurityGroupsUsed", "2.35", "security_groups"),
)

absolute = View(
    "AbsoluteLimits",
    *(
        Field(key, {"type": "integer", "minimum": -1}, _limit(resource), until=until)
        for key, until, resource in _LIMITS
    ),
    *(Field(key, answers.COUNT, _use(resource), until=until) for key, until, resource in _USED),
)


def show(req: ApiRequest) -> dict[str, Any]:
    """Limits and use; Neutron's resources are never limited or counted here. Naming a project needs the rule for it,
    even if it is the caller's.
    """
    project_id = str(req.query.get("tenant_id", req.context.project_id))
    if "tenant_id" in req.query:
        policy.authorize(req.context, f"{_RULE}:other_project", {"project_id": project_id})
    used = usage.of_servers(project_id)
    with api_database().reader() as session:
        allowed = quota.limits(session, project_id)
        used["server_groups"] = server_groups.count(session, project_id)
    return {"limits": {"rate": [], "absolute": absolute(req, allowed, used)}}


_ANSWER = answers.one("limits", answers.record({"rate": answers.EMPTY_LIST, "absolute": absolute}))

ROUTES = (Route("GET", "/limits", "show", show, _RULE, query=Query({"tenant_id": types.STRING}), answer=_ANSWER),)

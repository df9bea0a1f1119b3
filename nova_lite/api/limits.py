# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /limits: what a project may have and what it has."""

from typing import Any

from nova_lite import policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import Route
from nova_lite.api.schemas import types
from nova_lite.api.validation import Query
from nova_lite.db.api import server_groups
from nova_lite.db.engine import api_database
from nova_lite.limits import quota, usage

_RULE = "os_compute_api:limits"

# Key, last microversion (as the number behind "2."), resource.
_LIMITS = (
    ("maxTotalInstances", 999, "instances"),
    ("maxTotalCores", 999, "cores"),
    ("maxTotalRAMSize", 999, "ram"),
    ("maxTotalKeypairs", 999, "key_pairs"),
    ("maxServerMeta", 999, "metadata_items"),
    ("maxServerGroups", 999, "server_groups"),
    ("maxServerGroupMembers", 999, "server_group_members"),
    ("maxTotalFloatingIps", 35, "floating_ips"),
    ("maxSecurityGroups", 35, "security_groups"),
    ("maxSecurityGroupRules", 35, "security_group_rules"),
    ("maxImageMeta", 38, "metadata_items"),
    ("maxPersonality", 56, "injected_files"),
    ("maxPersonalitySize", 56, "injected_file_content_bytes"),
)
_USED = (
    ("totalInstancesUsed", 999, "instances"),
    ("totalCoresUsed", 999, "cores"),
    ("totalRAMUsed", 999, "ram"),
    ("totalServerGroupsUsed", 999, "server_groups"),
    ("totalFloatingIpsUsed", 35, "floating_ips"),
    ("totalSecurityGroupsUsed", 35, "security_groups"),
)


def show(req: ApiRequest) -> dict[str, Any]:
    """Limits and use; Neutron's resources are never limited or counted here."""
    project_id = str(req.query.get("tenant_id") or req.context.project_id)
    if project_id != req.context.project_id:
        policy.authorize(req.context, f"{_RULE}:other_project", {"project_id": project_id})
    used = usage.of_servers(project_id)
    with api_database().reader() as session:
        allowed = quota.limits(session, project_id)
        used["server_groups"] = server_groups.count(session, project_id)
    minor = req.version[1]
    absolute = {key: allowed[resource] for key, until, resource in _LIMITS if minor <= until}
    absolute.update({key: used.get(resource, 0) for key, until, resource in _USED if minor <= until})
    return {"limits": {"rate": [], "absolute": absolute}}


ROUTES = (Route("GET", "/limits", "show", show, _RULE, query=Query({"tenant_id": types.STRING})),)

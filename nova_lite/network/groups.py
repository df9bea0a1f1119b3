# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Security groups as things of their own: made, changed, removed, with their rules.

Which groups a server has is the business of security_groups.py. What a rule may say is judged before it comes here.
"""

from collections.abc import Mapping
from typing import Any

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.keystone_auth import Reply
from nova_lite.network import client
from nova_lite.network.records import GroupRecord

_OVER_QUOTA = "OverQuota"


def listed(context: RequestContext, project_id: str | None) -> list[GroupRecord]:
    """All groups of a project with their rules; None for those of every project that the caller may see."""
    return client.security_groups(context, {"tenant_id": project_id} if project_id else {})


def by_ids(context: RequestContext, ids: set[str]) -> dict[str, GroupRecord]:
    """Groups by id; those that are gone or not the caller's are left out. No request for no ids."""
    if not ids:
        return {}
    return {one.id: one for one in client.security_groups(context, {"id": sorted(ids)})}


def show(context: RequestContext, group_id: str) -> GroupRecord:
    """One group with its rules; raises SecurityGroupNotFound."""
    found = by_ids(context, {group_id})
    if group_id not in found:
        raise exception.SecurityGroupNotFound(security_group_id=group_id)
    return found[group_id]


def create(context: RequestContext, name: str, description: str) -> GroupRecord:
    """A new group of the caller; raises OverQuota, InvalidInput."""
    body = {"security_group": {"name": name, "description": description}}
    reply = client.request(context, "POST", "/security-groups", json=body)
    return GroupRecord.from_json(_checked(reply).body["security_group"])


def update(context: RequestContext, group_id: str, name: str, description: str) -> GroupRecord:
    """Rename a group; raises SecurityGroupNotFound, InvalidInput (also for the name of a default group)."""
    body = {"security_group": {"name": name, "description": description}}
    reply = client.request(context, "PUT", f"/security-groups/{group_id}", json=body)
    return GroupRecord.from_json(_checked(reply, group_id).body["security_group"])


def delete(context: RequestContext, group_id: str) -> None:
    """Remove a group; raises SecurityGroupNotFound, InvalidInput for one in use."""
    _checked(client.request(context, "DELETE", f"/security-groups/{group_id}"), group_id)


def create_rule(context: RequestContext, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A new rule from Neutron's own keys, as one row of GroupRecord.rules.

    Raises SecurityGroupNotFound, OverQuota, InvalidInput (also for a rule that exists).
    """
    reply = client.request(context, "POST", "/security-group-rules", json={"security_group_rule": dict(values)})
    row: Mapping[str, Any] = _checked(reply, values["security_group_id"]).body["security_group_rule"]
    return row


def delete_rule(context: RequestContext, rule_id: str) -> None:
    """Remove a rule; raises NotFound, Conflict."""
    reply = client.request(context, "DELETE", f"/security-group-rules/{rule_id}")
    if not reply.ok:
        raise client.refuse(reply)


def _checked(reply: Reply, group_id: str = "") -> Reply:
    """The answer if it is a good one. A conflict that is no matter of quota comes from what the caller asked for."""
    if reply.ok:
        return reply
    if reply.status == 404 and group_id:
        raise exception.SecurityGroupNotFound(security_group_id=group_id)
    if reply.status == 409:
        text = client.error_text(reply)
        raise exception.OverQuota(text) if client.error_type(reply) == _OVER_QUOTA else exception.InvalidInput(text)
    raise client.refuse(reply)

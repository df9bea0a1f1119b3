# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Server groups: made, listed with the servers that still exist, removed."""

from typing import Any

from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.api import instance_mappings
from nova_lite.db.api import server_groups as query
from nova_lite.db.api.server_groups import FullGroup
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.db.main import services
from nova_lite.limits import quota, recheck

LOG = logging.getLogger(__name__)

# Version of the first compute service that looks at max_server_per_host.
RULES_SINCE = 33
ANTI_AFFINITY = "anti-affinity"
Shown = tuple[FullGroup, list[str]]


def listed(project_id: str | None, limit: int, offset: int) -> list[Shown]:
    """A page of the groups of a project, or of all, each with its living members; a fixed number of statements."""
    with api_database().reader() as session:
        return _with_members(session, query.page(session, project_id, limit, offset))


def get(context: RequestContext, uuid: str) -> FullGroup:
    """One group; raises InstanceGroupNotFound, also for another project's unless an administrator asks."""
    with api_database().reader() as session:
        found = query.get(session, uuid)
    if not context.is_admin and found.row.project_id != context.project_id:
        raise exception.InstanceGroupNotFound(group_uuid=uuid)
    return found


def members(group: FullGroup) -> list[str]:
    """Those of its servers that still exist."""
    with api_database().reader() as session:
        return _with_members(session, [group])[0][1]


def _with_members(session: Any, groups: list[FullGroup]) -> list[Shown]:
    uuids = [uuid for group in groups for uuid in group.members]
    living = {row.instance_uuid for row in instance_mappings.of(session, uuids) if not row.queued_for_delete}
    return [(group, [uuid for uuid in group.members if uuid in living]) for group in groups]


@retry_on_deadlock
def create(context: RequestContext, name: str, policy: str, rules: dict[str, int]) -> FullGroup:
    """A new group of the caller.

    Raises OverQuota, Invalid for rules that the policy does not know, and Conflict while a host does not check them.
    """
    if rules and policy != ANTI_AFFINITY:
        raise exception.Invalid("Only anti-affinity policy supports rules.")
    if rules.get("max_server_per_host", 1) > 1:
        _check_computes(context)
    project_id, user_id = str(context.project_id), str(context.user_id)
    with api_database().writer() as session:
        quota.check_server_groups(session, project_id, user_id)
        uuid = query.create(session, policy, rules, name=name, project_id=project_id, user_id=user_id)
    recheck.server_group(project_id, user_id, uuid)
    LOG.info("Server group %s (%s, %s) is created in project %s", uuid, name, policy, project_id)
    return get(context, uuid)


def _check_computes(context: RequestContext) -> None:
    """Raise Conflict if a live compute service is too old for rules; cells that do not answer say nothing."""

    def read(bound: RequestContext) -> list[int]:
        with cells.database(bound).reader() as session:
            return [services.minimum_version(session, "nova-compute")]

    oldest = min((version for version in cells.gather(context, read) if version), default=RULES_SINCE)
    if oldest < RULES_SINCE:
        raise exception.Conflict("Creating a group with max_server_per_host needs newer compute services on all hosts.")


@retry_on_deadlock
def delete(group: FullGroup) -> None:
    """Remove a group; its servers stay as they are. Raises InstanceGroupNotFound."""
    with api_database().writer() as session:
        query.destroy(session, group.row.uuid)
    LOG.info("Server group %s is deleted", group.row.uuid)

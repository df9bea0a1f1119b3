# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts as the oldest API sees them: daemons, sums of resources, and actions that no driver of this release has."""

from collections.abc import Iterable
from dataclasses import dataclass

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.main import compute_nodes, instances
from nova_lite.db.main.models import Instance
from nova_lite.operations import services
from nova_lite.operations.services import FoundService
from nova_lite.rpc import compute as rpc


@dataclass(frozen=True, slots=True)
class Resources:
    """Part of a host's resources: all, used, or those of a project's servers. MiB and GiB."""

    owner: str
    cpu: int
    memory_mb: int
    disk_gb: int


def listed(context: RequestContext, zone: str | None) -> list[FoundService]:
    """Enabled daemons with their hosts, of one availability zone if given."""
    return [one for one in services.listed(context) if not one.disabled and zone in (None, one.zone)]


def resources(context: RequestContext, host: str) -> list[Resources]:
    """What a compute host has, uses, would use if all its servers ran, and the servers by project.

    Raises HostMappingNotFound and ComputeHostNotFound.
    """
    bound = cells.target(context, cells.of_host(host))
    with cells.database(bound).reader() as session:
        nodes = compute_nodes.by_host(session, host)
        rows = instances.by_host(session, host)
    if not nodes:
        raise exception.ComputeHostNotFound(host=host)
    node = nodes[0]
    projects: dict[str, list[Instance]] = {}
    for row in rows:
        projects.setdefault(str(row.project_id), []).append(row)
    return [
        Resources("(total)", node.vcpus, node.memory_mb, node.local_gb),
        Resources("(used_now)", node.vcpus_used, node.memory_mb_used, node.local_gb_used),
        _sum("(used_max)", rows),
        *(_sum(project, members) for project, members in projects.items()),
    ]


def _sum(owner: str, rows: Iterable[Instance]) -> Resources:
    members = list(rows)
    return Resources(
        owner,
        sum(row.vcpus or 0 for row in members),
        sum(row.memory_mb or 0 for row in members),
        sum((row.root_gb or 0) + (row.ephemeral_gb or 0) for row in members),
    )


def set_enabled(context: RequestContext, host: str, enabled: bool) -> str:
    """Have a host let servers in or not; returns "enabled" or "disabled". Raises as require_up()."""
    found = require_up(context, host)
    return rpc.set_host_enabled(found.context, host, enabled)


def require_up(context: RequestContext, host: str) -> FoundService:
    """The compute daemon of a host; raises HostMappingNotFound and ComputeServiceUnavailable."""
    found = services.find_compute(context, host, services.COMPUTE)
    if not found.up:
        raise exception.ComputeServiceUnavailable(host=host)
    return found


def refuse(context: RequestContext, host: str, action: str) -> None:
    """Maintenance mode and power actions: raises NotImplementedError for a host that is up, else as require_up()."""
    require_up(context, host)
    raise NotImplementedError(f"The virt driver of host {host} does not support {action}.")

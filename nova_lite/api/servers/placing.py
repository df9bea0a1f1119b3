# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Where a new server may go: zone, forced host and node, requested host and node."""

from typing import Any

from nova_lite import cells, exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import aggregates
from nova_lite.db.engine import api_database
from nova_lite.db.main import compute_nodes, services

FORCED = "os_compute_api:servers:create:forced_host"
REQUESTED = "compute:servers:create:requested_destination"


def wanted(req: ApiRequest, body: dict[str, Any]) -> dict[str, Any]:
    """Arguments zone, forced_host, forced_node, host and node of operations.create.Wanted."""
    zone, host, node = parse(body.get("availability_zone") or "")
    if host or node:
        policy.authorize(req.context, FORCED)
    asked_host, asked_node = body.get("host"), body.get("hypervisor_hostname")
    if asked_host or asked_node:
        _check_requested(req, (asked_host, asked_node), forced=bool(host or node))
    zone = zone or CONF.default_schedule_zone
    if zone and zone not in available_zones(req.context):
        if not (host or node):
            raise exception.InvalidInput("The requested availability zone is not available")
        zone = None
    return {"zone": zone, "forced_host": host, "forced_node": node, "host": asked_host, "node": asked_node}


def parse(text: str) -> tuple[str | None, str | None, str | None]:
    """Zone, host and node of zone[:host[:node]]; raises InvalidInput for more colons."""
    parts = text.split(":")
    if len(parts) > 3:
        raise exception.InvalidInput("Unable to parse availability_zone")
    zone, host, node = [*(part or None for part in parts), None, None][:3]
    return zone, host, node


def _check_requested(req: ApiRequest, asked: tuple[str | None, str | None], forced: bool) -> None:
    """Raise when the host or node is unknown, forbidden, or named twice in different ways."""
    policy.authorize(req.context, REQUESTED)
    if forced:
        raise exception.InvalidInput("One mechanism with host and/or node cannot be combined with another")
    host, node = asked

    def known(context: RequestContext) -> list[Any]:
        with cells.database(context).reader() as session:
            return compute_nodes.by_host(session, host, node) if host else compute_nodes.by_name(session, str(node))

    if not cells.gather(req.context, known):
        raise exception.InvalidInput(f"Compute host {host or node} could not be found.")


def available_zones(context: RequestContext) -> set[str]:
    """Zones that have an enabled compute host; hosts without zone are in the default one."""
    with api_database().reader() as session:
        zones = aggregates.zones(session)

    def hosts(cell_context: RequestContext) -> list[str]:
        with cells.database(cell_context).reader() as session:
            rows = services.listed(session, binary="nova-compute")
        return [str(row.host) for row in rows if not row.disabled]

    return {zones.get(host, CONF.default_availability_zone) for host in cells.gather(context, hosts)}

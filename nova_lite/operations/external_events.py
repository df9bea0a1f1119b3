# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Events of other services about servers: each goes to the host of its server, in one message per host."""

from collections import defaultdict
from typing import Any

from oslo_log import log as logging

from nova_lite import cells
from nova_lite.context import RequestContext
from nova_lite.db.api import instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.objects import store
from nova_lite.objects.instance import Instance
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)

NEED_TAG = frozenset({"volume-extended", "power-update", "accelerator-request-bound"})
ACCEPTED, NO_TAG, NO_SERVER, NO_HOST = 200, 400, 404, 422

Event = dict[str, Any]


def deliver(context: RequestContext, events: list[Event]) -> list[int]:
    """Send events (server_uuid, name, tag, status) on; returns a code for each, in their order."""
    servers = _servers(context, {event["server_uuid"] for event in events})
    codes = [_judge(event, servers) for event in events]
    by_host: dict[tuple[str | None, str], list[Event]] = defaultdict(list)
    for event, code in zip(events, codes, strict=True):
        if code == ACCEPTED:
            bound, instance = servers[event["server_uuid"]]
            by_host[(bound.cell_uuid, str(instance.host))].append(event)
    for (_, host), its_events in by_host.items():
        found = {event["server_uuid"]: servers[event["server_uuid"]] for event in its_events}
        bound = next(iter(found.values()))[0]
        LOG.info(
            "External events for host %s: %s",
            host,
            ", ".join(f"{event['name']}:{event.get('tag')} of {event['server_uuid']}" for event in its_events),
        )
        rpc.external_instance_event(
            bound,
            host,
            [instance for _, instance in found.values()],
            [
                {
                    "instance_uuid": event["server_uuid"],
                    "name": event["name"],
                    "tag": event.get("tag"),
                    "status": event.get("status") or "completed",
                }
                for event in its_events
            ],
        )
    return codes


def _judge(event: Event, servers: dict[str, tuple[RequestContext, Instance]]) -> int:
    if event["server_uuid"] not in servers:
        return NO_SERVER
    if not servers[event["server_uuid"]][1].host:
        return NO_HOST
    return NO_TAG if event["name"] in NEED_TAG and not event.get("tag") else ACCEPTED


def _servers(context: RequestContext, uuids: set[str]) -> dict[str, tuple[RequestContext, Instance]]:
    """Servers that are in cells, read with one query of mappings and one look per cell."""
    with api_database().reader() as session:
        mappings = instance_mappings.of(session, uuids)
    by_cell: dict[int, list[str]] = defaultdict(list)
    for mapping in mappings:
        if mapping.cell_id is not None:
            by_cell[mapping.cell_id].append(mapping.instance_uuid)
    found = {}
    for cell_id, members in by_cell.items():
        bound = cells.target(context.elevated(), cells.by_id(cell_id))
        for instance in store.current().get_instances_by_host(bound, "", members):
            found[instance.uuid] = (bound, instance)
    return found

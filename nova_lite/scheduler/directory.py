# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Where host states come from: compute nodes and services of all cells, aggregates, and what computes report.

Aggregates are kept in memory and read again when the API says that they changed, or after a while. Records of nodes are
read for the providers that placement offers, in one query per cell.
"""

import threading
import time
from typing import Any

from nova_lite import cells
from nova_lite.context import RequestContext
from nova_lite.db.api import aggregates as aggregate_queries
from nova_lite.db.engine import api_database
from nova_lite.db.main import compute_nodes
from nova_lite.objects.service import is_up
from nova_lite.scheduler.host_state import Aggregate, HostState, from_rows

AGGREGATES_S = 60.0


class Directory:
    """What this scheduler process knows of hosts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._aggregates: list[Aggregate] = []
        self._aggregates_at = float("-inf")
        self._instances: dict[str, dict[str, dict[str, Any]]] = {}

    def aggregates(self) -> list[Aggregate]:
        """All host aggregates."""
        with self._lock:
            if time.monotonic() - self._aggregates_at > AGGREGATES_S:
                with api_database().reader() as session:
                    self._aggregates = [
                        Aggregate(one.row.id, str(one.row.uuid), one.metadata, frozenset(one.hosts))
                        for one in aggregate_queries.listed(session)
                    ]
                self._aggregates_at = time.monotonic()
            return self._aggregates

    def forget_aggregates(self) -> None:
        """Read aggregates again at the next request."""
        with self._lock:
            self._aggregates_at = float("-inf")

    def hosts(self, context: RequestContext, provider_uuids: list[str]) -> dict[str, HostState]:
        """Host states of compute nodes by their provider's uuid; nodes of disabled cells are left out."""
        aggregates = self.aggregates()

        def read(cell_context: RequestContext) -> list[HostState]:
            with cells.database(cell_context).reader() as session:
                pairs = compute_nodes.with_services(session, provider_uuids)
            found = []
            for node, service in pairs:
                up = is_up(service.forced_down, service.last_seen_up or service.created_at)
                state = from_rows(node, service, up, [one for one in aggregates if node.host in one.hosts])
                state.cell_uuid = cell_context.cell_uuid
                state.instances = dict(self._instances.get(state.host, {}))
                found.append(state)
            return found

        wanted = cells.all_cells(with_disabled=False)
        results = cells.scatter(context, read, wanted)
        return {
            state.uuid: state for result in results.values() if not isinstance(result, Exception) for state in result
        }

    def node_uuids(self, context: RequestContext, host: str | None, node: str | None) -> list[str]:
        """Provider uuids of the nodes of a host or of a node name, over all cells."""

        def read(cell_context: RequestContext) -> list[str]:
            with cells.database(cell_context).reader() as session:
                rows = compute_nodes.by_host(session, host, node) if host else compute_nodes.by_name(session, str(node))
            return [str(row.uuid) for row in rows]

        return cells.gather(context, read)

    def note_instances(self, host: str, instances: list[dict[str, Any]]) -> None:
        """A compute host tells of servers that came or changed."""
        with self._lock:
            self._instances.setdefault(host, {}).update({one["uuid"]: one for one in instances})

    def drop_instance(self, host: str, uuid: str) -> None:
        """A compute host tells of a server that went."""
        with self._lock:
            self._instances.get(host, {}).pop(uuid, None)

    def keep_instances(self, host: str, uuids: list[str]) -> None:
        """A compute host tells which servers it has: what is not among them is forgotten."""
        with self._lock:
            known = self._instances.get(host, {})
            self._instances[host] = {uuid: known.get(uuid, {"uuid": uuid}) for uuid in uuids}

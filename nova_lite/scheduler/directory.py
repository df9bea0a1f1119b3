# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Where host states come from: compute nodes and services of all cells, and aggregates.

Aggregates are kept in memory and read again when the API says that they changed, or after a while. Records of nodes are
read for the providers that placement offers, in one query per cell; what this process placed since a record was written
is counted on top, so that requests close together do not all take the same host. Nothing here chooses.
"""

import datetime
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

from oslo_utils import timeutils

from nova_lite import cells, concurrency
from nova_lite.context import RequestContext
from nova_lite.db.api import aggregates as aggregate_queries
from nova_lite.db.engine import api_database
from nova_lite.db.main import compute_nodes, instances, services
from nova_lite.db.session import Session
from nova_lite.objects.service import service_down_time_s
from nova_lite.scheduler.host_state import Aggregate, Amounts, HostState, from_row
from nova_lite.scheduler.offers import Offers

AGGREGATES_S = 60.0
PLACED_S = 60.0
OLDEST_S = 300.0
STATES_KEPT = 10_000
IMAGE_PREFIX = "image_"


class Directory:
    """What this scheduler process knows of hosts."""

    def __init__(self) -> None:
        self.offers = Offers()
        self._lock = threading.Lock()
        self._aggregates: list[Aggregate] = []
        self._by_host: dict[str, tuple[Aggregate, ...]] = {}
        self._aggregates_at = float("-inf")
        self._oldest, self._oldest_at = 0, float("-inf")
        self._placed: dict[str, list[tuple[datetime.datetime, Amounts]]] = {}
        # By provider: all that decides about a state, and the state.
        self._known: dict[str, tuple[tuple[Any, ...], HostState]] = {}

    def aggregates(self) -> list[Aggregate]:
        """All host aggregates."""
        with self._lock:
            if time.monotonic() - self._aggregates_at > AGGREGATES_S:
                with api_database().reader() as session:
                    self._aggregates = [
                        Aggregate(one.row.id, str(one.row.uuid), one.metadata, frozenset(one.hosts))
                        for one in aggregate_queries.listed(session)
                    ]
                self._by_host = _by_host(self._aggregates)
                self._aggregates_at = time.monotonic()
            return self._aggregates

    def forget_aggregates(self) -> None:
        """Read aggregates again at the next request, and ask Placement, which knows them too."""
        self.offers.forget()
        with self._lock:
            self._aggregates_at = float("-inf")

    def oldest_compute(self, context: RequestContext) -> int:
        """Version of the oldest live compute service of all cells, 0 without one; read now and then."""
        with self._lock:
            known = time.monotonic() - self._oldest_at <= OLDEST_S
        if not known:

            def read(cell_context: RequestContext) -> list[int]:
                with cells.database(cell_context).reader() as session:
                    return [services.minimum_version(session, "nova-compute")]

            found = [version for version in cells.gather(context, read) if version]
            with self._lock:
                self._oldest, self._oldest_at = min(found, default=0), time.monotonic()
        return self._oldest

    def hosts(
        self, context: RequestContext, provider_uuids: list[str], with_instances: bool = False
    ) -> dict[str, HostState]:
        """Host states of compute nodes by their provider's uuid; nodes of disabled cells are left out.

        Cells that do not answer have none now; when that leaves no host at all, DatabaseUnavailable is raised.

        `with_instances`: the servers of the hosts are read too, with their images' properties, in two more queries per
        cell.
        """
        self.aggregates()

        def read(cell_context: RequestContext) -> list[HostState]:
            rows = _ROWS.join((cell_context.cell_uuid, *provider_uuids), (cell_context, provider_uuids))
            found = self._states(rows, cell_context.cell_uuid)
            if with_instances:
                found = [state.copy() for state in found]
                with cells.database(cell_context).reader() as session:
                    self._add_instances(session, found)
            return found

        wanted = cells.all_cells(with_disabled=False)
        results = list(cells.scatter(context, read, wanted).values())
        failed = [result for result in results if isinstance(result, Exception)]
        states = [state for result in results if not isinstance(result, Exception) for state in result]
        if failed and not states:
            raise failed[0]
        return {state.uuid: state for state in states}

    def _states(self, rows: Iterable[Any], cell_uuid: str | None) -> list[HostState]:
        now, silent_s = timeutils.utcnow(), service_down_time_s()
        found = []
        with self._lock:
            for row in rows:
                heard = row.last_seen_up or row.service_created_at
                up = not row.forced_down and bool(heard) and abs((now - heard).total_seconds()) <= silent_s
                state = self._state(row, up, cell_uuid)
                unknown = self._still_unknown(state.uuid, row.updated_at or row.created_at, now)
                if unknown:
                    state = state.copy()
                for amounts in unknown:
                    state.take(amounts)
                found.append(state)
        return found

    def _state(self, row: Any, up: bool, cell_uuid: str | None) -> HostState:
        """What a row says, made once for as long as it says the same."""
        said, aggregates = (row[:-1], up, cell_uuid), self._by_host.get(row.host, ())
        known = self._known.get(row.uuid)
        if known is not None and known[0] == said and known[1].aggregates is aggregates:
            return known[1]
        if len(self._known) >= STATES_KEPT:
            self._known.clear()
        made = from_row(row, up, aggregates, cell_uuid)
        self._known[row.uuid] = said, made
        return made

    def _still_unknown(
        self, uuid: str, written_at: datetime.datetime | None, now: datetime.datetime
    ) -> Sequence[Amounts]:
        """What was placed on a node after its record was written; what is older is forgotten."""
        placed = self._placed.get(uuid)
        if not placed:
            return ()
        oldest = now - datetime.timedelta(seconds=PLACED_S)
        since = max(oldest, written_at) if written_at else oldest
        kept = [one for one in placed if one[0] >= since]
        if kept:
            self._placed[uuid] = kept
        else:
            del self._placed[uuid]
        return [amounts for _, amounts in kept]

    def note_placed(self, node_uuid: str, amounts: Amounts) -> None:
        """A server was placed on a node; it counts until the node's record is written anew."""
        with self._lock:
            self._placed.setdefault(node_uuid, []).append((timeutils.utcnow(), amounts))

    def undo_placed(self, node_uuid: str, amounts: Amounts) -> None:
        """A server that was noted does not come to the node."""
        with self._lock:
            placed = self._placed.get(node_uuid, [])
            noted = next((one for one in reversed(placed) if one[1] == amounts), None)
            if noted is not None:
                placed.remove(noted)

    def _add_instances(self, session: Session, states: list[HostState]) -> None:
        """Fill in the servers of hosts, with the properties of their images."""
        rows = instances.on_hosts(session, sorted({one.host for one in states}))
        uuids = [uuid for servers in rows.values() for uuid, _, _ in servers]
        system = instances.satellites(session, uuids, ["system_metadata"]).system_metadata if uuids else {}
        for state in states:
            for uuid, project_id, image_ref in rows.get(state.host, ()):
                properties = {
                    key.removeprefix(IMAGE_PREFIX): value
                    for key, value in system.get(uuid, {}).items()
                    if key.startswith(IMAGE_PREFIX)
                }
                known = {"uuid": uuid, "project_id": project_id, "image_ref": image_ref}
                state.instances[uuid] = {**known, "image_properties": properties}

    def node_uuids(self, context: RequestContext, host: str | None, node: str | None) -> list[str]:
        """Provider uuids of the nodes of a host or of a node name, over all cells."""

        def read(cell_context: RequestContext) -> list[str]:
            with cells.database(cell_context).reader() as session:
                rows = compute_nodes.by_host(session, host, node) if host else compute_nodes.by_name(session, str(node))
            return [str(row.uuid) for row in rows]

        return cells.gather(context, read)


def _nodes(callers: list[tuple[RequestContext, list[str]]]) -> list[Any]:
    context, provider_uuids = callers[0]
    with cells.database(context).reader() as session:
        return compute_nodes.for_scheduling(session, provider_uuids)


# Requests with the same offer that come while the nodes are read share what is read next.
_ROWS = concurrency.Batches(_nodes)


def _by_host(aggregates: list[Aggregate]) -> dict[str, tuple[Aggregate, ...]]:
    found: dict[str, list[Aggregate]] = {}
    for one in aggregates:
        for host in one.hosts:
            found.setdefault(host, []).append(one)
    return {host: tuple(members) for host, members in found.items()}

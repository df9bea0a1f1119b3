# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Cells: which there are, which one a server or host is in, and contexts that are bound to one.

The list of cells is kept in the process, so that it costs no statement per request; mappings of servers are read.
"""

import contextlib
import copy
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import TypeVar

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import cell_mappings, host_mappings, instance_mappings
from nova_lite.db.api.models import CellMapping
from nova_lite.db.cell_urls import fill_in
from nova_lite.db.engine import Database, api_database, cell_database, retry_on_deadlock
from nova_lite.db.main import compute_nodes

LOG = logging.getLogger(__name__)

T = TypeVar("T")

CELL0_UUID = "00000000-0000-0000-0000-000000000000"
CACHE_S = 60.0
TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its URLs filled in."""

    id: int
    uuid: str
    name: str | None
    transport_url: str
    database_url: str
    disabled: bool = False

    @property
    def is_cell0(self) -> bool:
        """True for the cell of servers that never got a host."""
        return self.uuid == CELL0_UUID


class _Cache:
    """The cells of this cloud, read again after CACHE_S seconds or when one is missing."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.cells: dict[str, Cell] = {}
        self.read_at = 0.0

    def all(self, fresh: bool = False) -> dict[str, Cell]:
        with self.lock:
            if fresh or not self.cells or time.monotonic() - self.read_at > CACHE_S:
                with api_database().reader() as session:
                    self.cells = {row.uuid: from_row(row) for row in cell_mappings.listed(session)}
                self.read_at = time.monotonic()
            return self.cells


_CACHE = _Cache()


def reset() -> None:
    """Forget the cells; the next use reads them again."""
    _CACHE.cells = {}


def from_row(row: CellMapping) -> Cell:
    """A cell with the variables of its URLs replaced from this process's own URLs."""
    return Cell(
        id=row.id,
        uuid=row.uuid,
        name=row.name,
        transport_url=fill_in(row.transport_url or "", CONF.transport_url or ""),
        database_url=fill_in(row.database_connection or "", CONF.database.connection or ""),
        disabled=bool(row.disabled),
    )


def all_cells(with_cell0: bool = False, with_disabled: bool = True) -> list[Cell]:
    """The cells in order of their ids."""
    return [
        cell
        for cell in sorted(_CACHE.all().values(), key=lambda one: one.id)
        if (with_cell0 or not cell.is_cell0) and (with_disabled or not cell.disabled)
    ]


def by_uuid(uuid: str) -> Cell:
    """A cell by uuid; raises CellMappingNotFound."""
    found = _CACHE.all().get(uuid) or _CACHE.all(fresh=True).get(uuid)
    if found is None:
        raise exception.CellMappingNotFound(uuid=uuid)
    return found


def name(context: RequestContext) -> str:
    """The name (else the uuid) of the cell that a context is bound to; raises CellMappingNotFound."""
    cell = by_uuid(str(context.cell_uuid))
    return cell.name or cell.uuid


def by_id(cell_id: int) -> Cell:
    """A cell by internal id; raises CellMappingNotFound."""
    for fresh in (False, True):
        for cell in _CACHE.all(fresh).values():
            if cell.id == cell_id:
                return cell
    raise exception.CellMappingNotFound(uuid=str(cell_id))


def cell0() -> Cell:
    """The cell of servers that never got a host; raises CellMappingNotFound before map_cell0 has run."""
    return by_uuid(CELL0_UUID)


def of_instance(uuid: str) -> Cell | None:
    """The cell of a server, None while it is scheduled; raises InstanceNotFound for an unknown server."""
    with api_database().reader() as session:
        mapping = instance_mappings.find(session, uuid)
    if mapping is None:
        raise exception.InstanceNotFound(instance_id=uuid)
    return None if mapping.cell_id is None else by_id(mapping.cell_id)


def of_host(host: str) -> Cell:
    """The cell of a compute host; raises HostMappingNotFound."""
    with api_database().reader() as session:
        row = host_mappings.cell_of(session, host)
    if row is None:
        raise exception.HostMappingNotFound(name=host)
    return from_row(row)


def target(context: RequestContext, cell: Cell) -> RequestContext:
    """A copy of the context for work in a cell: its database and its message broker."""
    bound = copy.copy(context)
    bound.cell_uuid = cell.uuid
    bound.db_url = cell.database_url
    bound.mq_url = None if cell.transport_url.startswith("none:") else cell.transport_url
    return bound


@contextlib.contextmanager
def target_uuid(context: RequestContext, cell_uuid: str | None) -> Iterator[RequestContext]:
    """A context for a cell by uuid; None means the only cell, that of this process."""
    yield context if cell_uuid is None else target(context, by_uuid(cell_uuid))


def database(context: RequestContext) -> Database:
    """The cell database that a context is bound to."""
    return cell_database(context.db_url)


def scatter(
    context: RequestContext, work: Callable[[RequestContext], T], cells: list[Cell] | None = None
) -> dict[str, T | Exception]:
    """Run `work` in every cell side by side; results or errors by cell uuid. One cell runs in this thread.

    A cell whose database is away, or has not answered after TIMEOUT_S, gives DatabaseUnavailable, so that the others
    can still be shown.
    """
    wanted = all_cells() if cells is None else cells

    def attempt(cell: Cell) -> T | Exception:
        try:
            return work(target(context, cell))
        except exception.DatabaseUnavailable as error:
            LOG.warning("Cell %s does not answer: %s", cell.name or cell.uuid, error)
            return error

    if len(wanted) == 1:
        return {wanted[0].uuid: attempt(wanted[0])}
    pool = concurrency.ThreadPool(max(1, min(len(wanted), CONF.cell_worker_thread_pool_size)))
    deadline = time.monotonic() + TIMEOUT_S
    futures = {cell: pool.submit(attempt, cell) for cell in wanted}
    # Whoever hangs is left behind: its thread ends when its database answers or gives up.
    pool.shutdown(wait=False)
    return {cell.uuid: _in_time(cell, future, deadline) for cell, future in futures.items()}


def _in_time(cell: Cell, future: "Future[T | Exception]", deadline: float) -> T | Exception:
    try:
        return future.result(max(0.0, deadline - time.monotonic()))
    except FutureTimeout:
        LOG.warning("Cell %s has not answered in %.0f s", cell.name or cell.uuid, TIMEOUT_S)
        return exception.DatabaseUnavailable(reason=f"no answer in {TIMEOUT_S:.0f} s")


def gather(context: RequestContext, work: Callable[[RequestContext], list[T]]) -> list[T]:
    """scatter() for lists: everything that the cells that answer return, in order of the cells."""
    found: list[T] = []
    for result in scatter(context, work).values():
        if not isinstance(result, Exception):
            found.extend(result)
    return found


@retry_on_deadlock
def map_hosts(cell: Cell, hosts: list[str]) -> list[str]:
    """Put those of a cell's hosts that have no cell yet into it; returns them."""
    if not hosts:
        return []
    with api_database().writer() as session:
        known = host_mappings.known(session, hosts)
        new = [host for host in hosts if host not in known]
        for host in new:
            host_mappings.create(session, cell.id, host)
    with cell_database(cell.database_url).writer() as session:
        for host in hosts:
            compute_nodes.set_mapped(session, host, 1)
    return new


def discover_hosts(context: RequestContext, cells: list[Cell] | None = None) -> list[tuple[str, str]]:
    """Map compute hosts that have no cell yet; returns (host, cell name) of those that were mapped now."""
    found: list[tuple[str, str]] = []
    for cell in all_cells() if cells is None else cells:
        with cell_database(cell.database_url).reader() as session:
            hosts = sorted({str(node.host) for node in compute_nodes.unmapped(session)})
        found += [(host, cell.name or cell.uuid) for host in map_hosts(cell, hosts)]
    return found

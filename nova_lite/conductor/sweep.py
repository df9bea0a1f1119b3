# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Looks for operations that nobody works on and brings each to its end.

A message that may be lost is sent again; what a host had in hand when it stopped goes to it again when it returns, or
to another host or to this conductor when it is known to be down; what took too long ends in an error. What a conductor
of this host had in hand when it was killed is taken up as soon as the next one begins. Each step but a repetition first
takes the operation in the journal, so that several conductors may sweep at once.
"""

import copy
import datetime
import json
import threading
from collections.abc import Callable
from typing import Any

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import cells, concurrency, exception
from nova_lite.conductor import owner, placing, records
from nova_lite.conductor.census import Census
from nova_lite.conductor.tasks.create import CreateTasks
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db import journal
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.db.main import services
from nova_lite.db.session import Session
from nova_lite.lifecycle import CREATE, DELETE, DETACH_INTERFACE, REBOOT_SOFT, START, STOP, Outcome, TaskState, VmState
from nova_lite.network import release
from nova_lite.objects import database, store
from nova_lite.objects.create_request import read_arguments
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Ending, Lease
from nova_lite.objects.service import is_up
from nova_lite.operations import delete
from nova_lite.placement import allocations
from nova_lite.rpc import compute as rpc_compute
from nova_lite.rpc import conductor as rpc_conductor

LOG = logging.getLogger(__name__)

# How its part of the journal is called beside those of the cells.
API_DATABASE = "api database"
# Operations seen in one look, and seconds until the next while that is not all.
AT_ONCE = 100
BUSY_S = 1
WORKERS = 8
PURGE_EVERY = 60
# What nobody has begun for so long, while a conductor has nothing to do, waits for a message that was lost.
UNBEGUN_S = 3
# Who works on an operation renews its lease when a quarter is over. One that is so much later may never have got it.
QUIET_S = 2

Arguments = dict[str, Any]
Send = Callable[[RequestContext, Instance, Arguments, Lease], None]


def _send_create(context: RequestContext, instance: Instance, arguments: Arguments, lease: Lease) -> None:
    spec, request, selections, _ = read_arguments(arguments)
    rpc_compute.build_and_run_instance(context, str(instance.host), instance, spec, request, selections, lease)


def _claim_and_send_create(context: RequestContext, instance: Instance, arguments: Arguments, lease: Lease) -> None:
    CreateTasks().try_again(context, instance, arguments, lease)


def _send_delete(context: RequestContext, instance: Instance, arguments: Arguments, lease: Lease) -> None:
    rpc_compute.terminate_instance(context, instance, lease)


def _send_start(context: RequestContext, instance: Instance, arguments: Arguments, lease: Lease) -> None:
    rpc_compute.start_instance(context, instance, lease)


def _send_stop(context: RequestContext, instance: Instance, arguments: Arguments, lease: Lease) -> None:
    rpc_compute.stop_instance(context, instance, bool(arguments.get("clean_shutdown", True)), lease)


def _send_reboot(context: RequestContext, instance: Instance, arguments: Arguments, lease: Lease) -> None:
    rpc_compute.reboot_instance(context, instance, bool(arguments.get("hard")), lease)


def _send_detach_interface(context: RequestContext, instance: Instance, arguments: Arguments, lease: Lease) -> None:
    rpc_compute.detach_interface(context, instance, str(arguments["port_id"]), lease)


# How the host is told of each kind of operation.
SEND: dict[str, Send] = {
    CREATE.name: _send_create,
    DELETE.name: _send_delete,
    START.name: _send_start,
    STOP.name: _send_stop,
    REBOOT_SOFT.name: _send_reboot,
    DETACH_INTERFACE.name: _send_detach_interface,
}
# How a new attempt is asked for, where an earlier one may have given up more than a message can say.
SEND_AGAIN = {CREATE.name: _claim_and_send_create}
# Operations that set no task: their end is no news about the server's states.
STATES_STAY = frozenset({DETACH_INTERFACE.name})


class Sweep:
    """The sweep of one conductor worker."""

    def __init__(self, tasks: CreateTasks) -> None:
        self.census = Census()
        self._tasks = tasks
        tasks.when_lost = self.take_up
        # While no scheduler answers, requests to be placed wait for it; operations of servers do not wait with them.
        self._pools = {table: concurrency.ThreadPool(WORKERS) for table in (journal.PLACING, journal.CELL)}
        self._runs = 0
        self._is_more_to_place = False
        self._lock = threading.Lock()
        self._in_hand: set[str] = set()

    def run(self, context: RequestContext) -> None:
        """One look at the API database and at every cell."""
        placing.renew()
        with api_database().reader() as session:
            rows = self._found(session, journal.PLACING)
            self.census.look(session, journal.PLACING, API_DATABASE)
        self._is_more_to_place = len(rows) >= AT_ONCE
        for row in rows:
            self._submit(row, self._tasks.resume, row)
        cells.scatter(context, self._sweep_cell, cells.all_cells(with_cell0=True))
        self._runs += 1
        if self._runs % PURGE_EVERY == 0:
            _purge()

    def pause_s(self) -> float:
        """Seconds until the next look: few while one does not see all that is to be placed.

        What is with hosts is not hurried: asked more often, a host that is behind has more to do.
        """
        return BUSY_S if self._is_more_to_place else CONF.journal.sweep_interval

    def take_up(self, uuid: str) -> None:
        """See to a request to be placed that this conductor has just put down, before the next look."""
        self._put(journal.PLACING, uuid, self._resume, uuid)

    def _resume(self, uuid: str) -> None:
        with api_database().reader() as session:
            row = journal.find(session, journal.PLACING, uuid)
        if row is not None and row.owner == journal.NOBODY:  # a sweep may have been faster: it is not taken from that
            self._tasks.resume(row)

    def _sweep_cell(self, context: RequestContext) -> None:
        with cells.database(context).reader() as session:
            rows = self._found(session, journal.CELL)
            quiet = journal.quiet(session, journal.CELL, CONF.journal.lease * 3 / 4 - QUIET_S, AT_ONCE)
            self.census.look(session, journal.CELL, cells.name(context))
            up = _hosts_up(session, {row.owner for row in rows + quiet if row.owner})
        for row in rows:
            if row.deadline < journal.after(0):
                self._submit(row, expire, context, row)
            elif row.owner in up:
                self._submit(row, send_again, context, row)
            else:
                self._submit(row, self._take_over, context, row)
        for row in quiet:
            if row.owner in up:
                self._submit(row, repeat, context, row)

    def _found(self, session: Session, table: journal.Table) -> list[journal.Row]:
        """What is due, and what conductors of this host had in hand that were killed before this one began."""
        unbegun_left_s = CONF.journal.lease - UNBEGUN_S if placing.is_idle() else 0
        rows = journal.due(session, table, AT_ONCE, unbegun_left_s)
        if not self._runs:
            for name in filter(owner.is_gone, journal.owners(session, table, owner.siblings())):
                rows += journal.owned(session, table, name)
        return rows

    def _submit(self, row: journal.Row, work: Callable[..., object], *arguments: Any) -> None:
        self._put(type(row), row.uuid, work, *arguments)

    def _put(self, table: journal.Table, uuid: str, work: Callable[..., object], *arguments: Any) -> None:
        """Let a thread see to an operation, unless one does already: it may wait for the broker, the sweep may not."""
        with self._lock:
            if uuid in self._in_hand:
                return
            self._in_hand.add(uuid)
        self._pools[table].submit(self._see_to, uuid, work, *arguments)

    def _see_to(self, uuid: str, work: Callable[..., object], *arguments: Any) -> None:
        """One operation's trouble does not keep the others back: it is logged, and tried again at the next sweep."""
        try:
            work(*arguments)
        except exception.DatabaseUnavailable as error:
            LOG.debug("Operation %s waits: %s", uuid, error)  # the task that looks says so once
        except exception.Unavailable as error:
            LOG.warning("Operation %s waits: %s", uuid, error)
        except Exception:
            LOG.exception("An operation could not be brought to its end, it is tried again")
        finally:
            with self._lock:
                self._in_hand.discard(uuid)

    def _take_over(self, context: RequestContext, row: journal.Row) -> None:
        """Go on without the host, which is down or gave the operation back."""
        if row.kind not in (CREATE.name, DELETE.name):
            _wait_for_host(context, row)
            return
        found = _held(context, row, owner.name())
        if found is None:
            return
        bound, instance, held = found
        arguments = json.loads(row.arguments or "{}")
        if row.kind == DELETE.name:
            LOG.warning("Server %s is deleted without its host %s", instance.uuid, instance.host)
            delete.delete_here(bound, instance)
            return
        if instance.host is not None:
            LOG.warning("Host %s went down while it built server %s", instance.host, instance.uuid)
            release.deallocate(bound.elevated(), instance)
            instance.network_info = []
            arguments = {
                **arguments,
                "selections": arguments["selections"][1:],
                "reason": f"host {instance.host} went down",
            }
        self._tasks.try_next(bound, instance, arguments, held)


def send_again(context: RequestContext, row: journal.Row) -> None:
    """Ask an operation's host again, with a new lease."""
    found = _held(context, row, str(row.owner))
    if found is None:
        return
    bound, instance, lease = found
    LOG.info("Server %s: host %s is asked for its %s again", instance.uuid, row.owner, row.kind)
    SEND_AGAIN.get(row.kind, SEND[row.kind])(bound, instance, json.loads(row.arguments or "{}"), lease)


def repeat(context: RequestContext, row: journal.Row) -> None:
    """Send a host the message of an operation once more, as it was. A host that had it drops it; if it was lost with a
    daemon that was killed, nothing waits for the end of the lease.
    """
    if row.kind == CREATE.name and not _is_to_build(context, row):
        return
    bound = _bound(context, row)
    instance = _server(bound, row)
    if instance is None:
        return
    lease = Lease(uuid=row.uuid, instance_uuid=row.instance_uuid, kind=row.kind, attempt=row.attempt)
    lease.expires_at = row.lease.replace(tzinfo=datetime.UTC).timestamp()
    lease.granted_at = lease.expires_at - CONF.journal.lease
    SEND[row.kind](bound, instance, json.loads(row.arguments or "{}"), lease)


def expire(context: RequestContext, row: journal.Row) -> None:
    """End an operation whose time is over: a fault says so, and the server is in error if it was changing its state.

    A build has everything given back.
    """
    found = _held(context, row, owner.name())
    if found is None:
        return
    bound, instance, lease = found
    holder = owner.place(row.owner or "no host")
    text = f"The server's {row.kind} did not finish in time and was given up (it was with {holder})."
    if row.kind == CREATE.name:
        release.deallocate(bound.elevated(), instance)
        allocations.delete(bound, instance.uuid)
        instance.network_info = []
    ending = Ending(lease=lease, host=CONF.host, outcome=Outcome.EXPIRED, fault=text)
    if row.kind in STATES_STAY:
        instance.conclude(bound, ending)
    else:
        instance.revert(bound, VmState.ERROR, ending)
    LOG.error("Server %s is %s: %s", instance.uuid, instance.vm_state, text)


def _held(context: RequestContext, row: journal.Row, holder: str) -> tuple[RequestContext, Instance, Lease] | None:
    """Take an operation: its asker's context bound to the cell, the server, the lease. None if nothing is to do.

    Who had to wait long for the server may have lost the operation to another conductor.
    """
    if row.kind == CREATE.name and not _is_to_build(context, row):
        return None
    lease = Lease(uuid=row.uuid, instance_uuid=row.instance_uuid, kind=row.kind, attempt=row.attempt)
    held = records.take(context, lease, holder)
    if held is None:
        return None
    bound = _bound(context, row)
    instance = _server(bound, row)
    if instance is None:
        LOG.info("Server %s is gone or on its way, its %s is over", row.instance_uuid, row.kind)
        _close(context, held.uuid, held.attempt, Outcome.REPLACED)
        return None
    kept = records.keep(context, held)
    return None if kept is None else (bound, instance, kept)


def _bound(context: RequestContext, row: journal.Row) -> RequestContext:
    """Whoever asked for an operation, in the cell of `context`."""
    bound = copy.copy(database.context_of(row))
    bound.cell_uuid, bound.db_url, bound.mq_url = context.cell_uuid, context.db_url, context.mq_url
    return bound


def _server(bound: RequestContext, row: journal.Row) -> Instance | None:
    """The server of an operation; None when it is gone, or being deleted while it was to be built."""
    try:
        instance = store.current().get_instance(bound, row.instance_uuid)
    except exception.InstanceNotFound:
        return None
    return None if row.kind == CREATE.name and instance.task_state == TaskState.DELETING else instance


def _is_to_build(context: RequestContext, row: journal.Row) -> bool:
    """Whether a new server is one of this cell's by now and has a host; what can never be is removed.

    A conductor that slept writes a server that its user has deleted, or that another conductor has placed, and finds
    out only then. What was buried in cell0 and belongs there is over.
    """
    try:
        cell = cells.of_instance(row.instance_uuid)
    except exception.InstanceNotFound:
        LOG.warning("Server %s was deleted before it was placed, what is left of it is removed", row.instance_uuid)
        allocations.delete(database.context_of(row), row.instance_uuid)
        store.current().destroy_instance(context, row.instance_uuid)
        return False
    if cell is not None and context.cell_uuid not in (None, cell.uuid):
        LOG.warning("Server %s was placed in cell %s, its copy here is removed", row.instance_uuid, cell.uuid)
        records.remove_copy(context, row.instance_uuid)
        return False
    if cell is not None and cell.is_cell0:
        _close(context, row.uuid, row.attempt, Outcome.FAILED)
    return cell is not None and not cell.is_cell0


@retry_on_deadlock
def _close(context: RequestContext, uuid: str, attempt: int, outcome: str) -> None:
    """End an operation that needs nothing more."""
    with cells.database(context).writer() as session:
        journal.finish(session, journal.CELL, uuid, attempt, outcome)


@retry_on_deadlock
def _wait_for_host(context: RequestContext, row: journal.Row) -> None:
    """Only the host itself can do this; look again when it may have come back."""
    with cells.database(context).writer() as session:
        journal.change(session, journal.CELL, row.uuid, row.attempt, {"lease": journal.after(CONF.service_down_time)})


def _hosts_up(session: Any, hosts: set[str]) -> set[str]:
    """Those of the names that are compute hosts whose service is up."""
    if not hosts:
        return set()
    rows = services.listed(session, binary="nova-compute")
    return {
        row.host for row in rows if row.host in hosts and is_up(row.forced_down, row.last_seen_up or row.created_at)
    }


@retry_on_deadlock
def _purge() -> None:
    """Forget what ended long ago."""
    with api_database().writer() as session:
        journal.purge(session, journal.PLACING, CONF.journal.keep)
    for cell in cells.all_cells(with_cell0=True):
        with cells.cell_database(cell.database_url).writer() as session:
            journal.purge(session, journal.CELL, CONF.journal.keep)


class ResumeTasks:
    """Endpoint for hosts that have just started."""

    target = messaging.Target(namespace=rpc_conductor.TASK_NAMESPACE, version=rpc_conductor.TASK_VERSION)

    @messaging.expose
    def resume_operations(self, context: RequestContext, host: str) -> list[str]:
        """Send a host again what it had in hand when it stopped; returns the servers with anything open there."""
        with cells.database(context).reader() as session:
            rows = journal.owned(session, journal.CELL, host)
        for row in rows:
            send_again(context, row)
        return [row.instance_uuid for row in rows]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What conductor writes while it places new servers: rows in cells, burials in cell0, faults, moved builds."""

import json
import time
import traceback
from dataclasses import dataclass
from functools import partial
from typing import Any

from oslo_db import exception as db_exception
from oslo_log import log as logging
from oslo_utils import uuidutils

from nova_lite import cells, concurrency, exception, figures
from nova_lite.cells import Cell
from nova_lite.conductor import placing
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db import journal
from nova_lite.db.api import build_requests, instance_mappings, server_groups
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.db.main import actions, archive, block_devices, faults
from nova_lite.db.main import instances as instances_query
from nova_lite.db.session import Session
from nova_lite.lifecycle import BUILD_TASKS, CREATE, FAULT_CODE, Outcome, VmState
from nova_lite.objects import database, lease, store
from nova_lite.objects.create_request import CreateRequest, build_arguments
from nova_lite.objects.instance import Before, Instance
from nova_lite.objects.lease import Ending, Lease
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.placement import allocations

LOG = logging.getLogger(__name__)

# A server is gone, its user deletes it, or somebody else builds it.
MOVED_ON = (exception.InstanceNotFound, exception.UnexpectedTaskState, exception.OperationTaken)


def load_group(context: RequestContext, spec: RequestSpec) -> None:
    """Fill in where the members of the request's server group are now."""
    if spec.group_uuid is None:
        return
    with api_database().reader() as session:
        group = server_groups.get(session, spec.group_uuid)
    spec.group_policy = group.policy
    spec.group_rules = {key: str(value) for key, value in group.rules.items()}

    def hosts(cell_context: RequestContext) -> list[str]:
        with cells.database(cell_context).reader() as session:
            return [row.host for row in instances_query.by_host(session, None, group.members) if row.host]

    spec.group_hosts = cells.gather(context, hosts)


@dataclass(frozen=True, slots=True)
class Sent:
    """A server with its row in a cell, and what its host is sent: its own block devices, the hosts, the lease."""

    instance: Instance
    selections: list[Selection]
    create_request: CreateRequest
    lease: Lease

    @property
    def host(self) -> str:
        """The host that builds it."""
        return self.selections[0].host


def write(
    context: RequestContext,
    instances: list[Instance],
    selections: list[list[Selection]],
    spec: RequestSpec,
    create_request: CreateRequest,
) -> list[Sent]:
    """Write the servers into the cells of their hosts, each with what its host must do about it."""
    by_cell: dict[Cell, list[tuple[Instance, list[Selection]]]] = {}
    for instance, chosen in zip(instances, selections, strict=True):
        by_cell.setdefault(cells.by_uuid(str(chosen[0].cell_uuid)), []).append((instance, chosen))
    written: list[Sent] = []
    for cell, members in by_cell.items():
        sent = [_prepared(instance, chosen, create_request) for instance, chosen in members]
        _INSERTS.join(cell.uuid, _Batch(cells.target(context, cell), sent, spec))
        written += sent
    return written


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one request writes into a cell."""

    context: RequestContext
    sent: list[Sent]
    spec: RequestSpec


@retry_on_deadlock
def _insert(batches: list[_Batch]) -> None:
    """Rows of servers with block devices, actions, events and journal, in one transaction and few statements."""
    deadline_s = lease.deadline_s(CREATE)
    pairs = [(batch, one) for batch in batches for one in batch.sent]
    with cells.database(batches[0].context).writer() as session:
        database.insert_instances(session, [one.instance for _, one in pairs])
        actions.start_new(
            session,
            CREATE.action,
            str(CREATE.event),
            [actions.New(one.instance.uuid, one.host, database.request_of(batch.context)) for batch, one in pairs],
        )
        block_devices.create(
            session,
            [
                row
                for _, one in pairs
                for row in database.block_device_rows(one.create_request.block_devices, one.instance.uuid)
            ],
        )
        journal.create(session, journal.CELL, [_journal_row(batch, one, deadline_s) for batch, one in pairs])


# Requests that come while others are written are written together.
_INSERTS = concurrency.Batches(_insert, (db_exception.DBError,))


def _journal_row(batch: _Batch, one: Sent, deadline_s: int) -> dict[str, Any]:
    arguments = build_arguments(batch.spec, one.create_request, one.selections)
    return database.journal_row(batch.context, one.lease, one.host, deadline_s, arguments)


def _prepared(instance: Instance, chosen: list[Selection], create_request: CreateRequest) -> Sent:
    """The server as its first host gets it."""
    first = chosen[0]
    instance.host = instance.launched_on = first.host
    instance.node = first.node
    if instance.availability_zone is None:
        instance.availability_zone = first.availability_zone or CONF.default_availability_zone
    devices = [
        device.copy(uuid=device.uuid or uuidutils.generate_uuid(), instance_uuid=instance.uuid)
        for device in create_request.block_devices
    ]
    for device in devices:
        device.obj_reset_changes()
    own = create_request.copy(block_devices=devices)
    return Sent(instance, chosen, own, lease.grant(CREATE, instance.uuid, attempt=1))


def map_to_cells(context: RequestContext, written: list[Sent], held: Lease) -> list[Sent]:
    """Make the servers readable in their cells, in one transaction with the end of their placing.

    Those that their users deleted meanwhile are removed and left out. Raises OperationTaken.
    """
    gone = _MAPPINGS.join(None, (written, held))
    for sent in written:
        if sent.instance.uuid in gone:
            _forget(context, sent)
    kept = [sent for sent in written if sent.instance.uuid not in gone]
    for sent in kept:
        sent.instance.tell(context, Before())
    return kept


def _forget(context: RequestContext, sent: Sent) -> None:
    """Give back what a deleted server holds, then remove it. While Placement is away it stays: the sweep does both."""
    uuid = sent.instance.uuid
    try:
        allocations.delete(context, uuid)
    except exception.PeerUnavailable as error:
        LOG.warning("Server %s was deleted while scheduled, its claim on %s stays for now: %s", uuid, sent.host, error)
        return
    LOG.info("Server %s was deleted while scheduled, its claim on %s is given back", uuid, sent.host)
    store.current().destroy_instance(cells.target(context, cells.by_uuid(str(sent.selections[0].cell_uuid))), uuid)


@retry_on_deadlock
def _map_all(requests: list[tuple[list[Sent], Lease]]) -> set[str]:
    """Map the servers of requests that have ended; returns those that are deleted. Raises OperationTaken."""
    by_cell: dict[str, list[str]] = {}
    for written, _ in requests:
        for sent in written:
            by_cell.setdefault(str(sent.selections[0].cell_uuid), []).append(sent.instance.uuid)
    uuids = [uuid for members in by_cell.values() for uuid in members]
    with api_database().writer() as session:
        for _, held in requests:
            placing.finish(session, held, Outcome.DONE)
        for cell_uuid, members in by_cell.items():
            instance_mappings.set_cell(session, members, cells.by_uuid(cell_uuid).id)
        if build_requests.destroy(session, uuids) == len(uuids):
            return set()
        return set(uuids) - {row.instance_uuid for row in instance_mappings.of(session, uuids)}


# Requests that end while others are mapped are mapped together.
_MAPPINGS = concurrency.Batches(_map_all, (exception.OperationTaken, db_exception.DBError))


@retry_on_deadlock
def remove_copy(context: RequestContext, uuid: str) -> None:
    """Remove a server that was never built from the context's cell, and from there only. Idempotent.

    Its row goes to the shadow tables: the server itself may come to this cell yet.
    """
    with cells.database(context).writer() as session:
        if instances_query.destroy(session, uuid, {"cleaned": 1}):
            archive.archive_servers(session, [uuid])


def waiting(uuids: list[str]) -> list[Instance]:
    """Those of the servers that still wait for a cell."""
    with api_database().reader() as session:
        rows = build_requests.of(session, uuids)
    made = [Instance.from_primitive(json.loads(str(row.instance))) for row in rows]
    for instance in made:
        instance.obj_reset_changes(recursive=True)
    return sorted(made, key=lambda one: uuids.index(one.uuid))


def map_placed(context: RequestContext, uuids: list[str], held: Lease) -> set[str]:
    """Finish the mapping of servers that a conductor wrote into a cell before it died; returns those that have a host.

    Their hosts are asked again by the sweep of their cell. What its user deleted meanwhile is removed. Raises
    OperationTaken, and DatabaseUnavailable unless every cell answers: a server that is missed would be made twice.
    """
    placed: set[str] = set()
    for cell_uuid, found in cells.scatter(context, partial(_written, uuids), cells.all_cells(with_cell0=True)).items():
        if isinstance(found, Exception):
            raise found
        cell = cells.by_uuid(cell_uuid)
        for uuid in found:
            if not _map(uuid, cell, held):
                store.current().destroy_instance(cells.target(context, cell), uuid)
            elif not cell.is_cell0:
                placed.add(uuid)
    return placed


def _written(uuids: list[str], context: RequestContext) -> list[str]:
    """Those of the servers that are in the context's cell."""
    with cells.database(context).reader() as session:
        return [str(row.uuid) for row in instances_query.by_host(session, None, uuids)]


@retry_on_deadlock
def finish_placing(held: Lease, outcome: str) -> None:
    """End the placing of a request; raises OperationTaken."""
    with api_database().writer() as session:
        placing.finish(session, held, outcome)


def bury(
    context: RequestContext,
    instance: Instance,
    create_request: CreateRequest,
    error: exception.NovaException,
    event: str,
    held: Lease,
) -> None:
    """Write a server that found no host into cell0, in error, with the reason as its fault. Raises OperationTaken.

    When another conductor with the same request was faster, its copy is as good. The copy of one that slept belongs to
    nobody: the sweep finds its row in the journal, and keeps it only if that is where the server is.
    """
    placing.check(held)
    bound = cells.target(context, cells.cell0())
    instance.revert_unsaved(VmState.ERROR)
    try:
        _insert_buried(bound, instance, create_request, error, event)
    except db_exception.DBDuplicateEntry:
        LOG.info("Server %s is in cell0 already", instance.uuid)
    is_there = _map(instance.uuid, cells.cell0(), held)
    figures.add(figures.OPERATIONS_ENDED, CREATE.name, Outcome.FAILED)
    if not is_there:
        LOG.info("Server %s was deleted before it was scheduled", instance.uuid)
        store.current().destroy_instance(bound, instance.uuid)


@retry_on_deadlock
def _insert_buried(
    bound: RequestContext,
    instance: Instance,
    create_request: CreateRequest,
    error: exception.NovaException,
    event: str,
) -> None:
    with cells.database(bound).writer() as session:
        database.insert_instance(session, instance)
        database.start_action(session, bound, instance.uuid, CREATE.action)
        block_devices.create(session, database.block_device_rows(create_request.block_devices, instance.uuid))
        _note_failure(session, bound, instance, error, event)
        buried = lease.grant(CREATE, instance.uuid, attempt=1)
        journal.create(session, journal.CELL, [database.journal_row(bound, buried, None, lease.deadline_s(CREATE), {})])


@retry_on_deadlock
def _map(uuid: str, cell: Cell, held: Lease) -> bool:
    """Make the server readable in its cell; False when its user deleted it meanwhile. Raises OperationTaken."""
    with api_database().writer() as session:
        placing.renew_in(session, held)
        instance_mappings.set_cell(session, [uuid], cell.id)
        build_requests.destroy(session, [uuid])
        return instance_mappings.find(session, uuid) is not None


def _note_failure(
    session: Session, context: RequestContext, instance: Instance, error: exception.NovaException, event: str
) -> None:
    faults.create(
        session,
        instance_uuid=instance.uuid,
        code=FAULT_CODE,
        message=error.format_message()[:255],
        details=_details(error),
        host=CONF.host,
    )
    _note_event(session, context, instance, error, event)


@retry_on_deadlock
def _add_event(context: RequestContext, instance: Instance, error: exception.NovaException, event: str) -> None:
    with cells.database(context).writer() as session:
        _note_event(session, context, instance, error, event)


def _note_event(
    session: Session, context: RequestContext, instance: Instance, error: exception.NovaException, event: str
) -> None:
    actions.start_event(session, instance.uuid, str(context.request_id), event, CONF.host)
    actions.finish_event(session, instance.uuid, str(context.request_id), event, CONF.host, _details(error))


def _details(error: exception.NovaException) -> str:
    return "".join(traceback.format_exception(error))


@retry_on_deadlock
def take(context: RequestContext, wanted: Lease, owner: str) -> Lease | None:
    """Hold the operation of a cell that a host gave back; None when another was faster."""
    with cells.database(context).writer() as session:
        if not journal.take(session, journal.CELL, wanted.uuid, wanted.attempt, owner, CONF.journal.lease):
            return None
    return lease.renewed(wanted, wanted.attempt + 1)


@retry_on_deadlock
def keep(context: RequestContext, held: Lease) -> Lease | None:
    """The same hold with time left; None when it was lost. Asks the journal only if the lease may be over."""
    if time.time() < held.expires_at - placing.MARGIN_S:
        return held
    values = {"lease": journal.after(CONF.journal.lease)}
    with cells.database(context).writer() as session:
        if not journal.change(session, journal.CELL, held.uuid, held.attempt, values):
            return None
    return lease.renewed(held, held.attempt)


def fail(context: RequestContext, instance: Instance, error: exception.NovaException, event: str, held: Lease) -> None:
    """End a server's build in error, with a fault; a server that is gone or in other hands meanwhile is left alone."""
    instance.host = instance.node = instance.launched_on = instance.compute_id = None
    ending = Ending(
        lease=held,
        host=CONF.host,
        outcome=Outcome.FAILED,
        fault=error.format_message(),
        fault_details=_details(error),
    )
    try:
        instance.finish(context, VmState.ERROR, expected=[None, *sorted(BUILD_TASKS)], ending=ending)
    except MOVED_ON as changed:
        LOG.info("Server %s needs no fault for its failed build: %s", instance.uuid, changed)
        return
    _add_event(context, instance, error, event)
    figures.add(figures.OPERATIONS_ENDED, CREATE.name, Outcome.FAILED)


def move_to(
    context: RequestContext, instance: Instance, chosen: Selection, held: Lease, arguments: dict[str, Any]
) -> Lease | None:
    """Point a server in the making at another host; returns that host's lease, None when the server is gone."""
    instance.host = instance.launched_on = chosen.host
    instance.node = chosen.node
    instance.availability_zone = chosen.availability_zone or CONF.default_availability_zone
    try:
        instance.reschedule(context, Ending(lease=held, arguments=arguments, handed_to=chosen.host))
    except MOVED_ON as error:
        LOG.info("Server %s was deleted before its build was tried again: %s", instance.uuid, error)
        return None
    _start_event(context, instance.uuid, chosen.host)
    return lease.renewed(held, held.attempt + 1)


@retry_on_deadlock
def _start_event(context: RequestContext, uuid: str, host: str) -> None:
    """A server's build begins on a host."""
    with cells.database(context).writer() as session:
        actions.start_event(session, uuid, str(context.request_id), str(CREATE.event), host)

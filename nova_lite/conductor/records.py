# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What conductor writes while it places new servers: rows in cells, burials in cell0, faults, moved builds."""

import traceback

from oslo_log import log as logging
from sqlalchemy.orm import Session

from nova_lite import cells, exception
from nova_lite.cells import Cell
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import build_requests, instance_mappings, request_specs, server_groups
from nova_lite.db.engine import api_database
from nova_lite.db.main import actions, block_devices, faults, instances
from nova_lite.lifecycle import CREATE, VmState
from nova_lite.objects import database, store
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import RequestSpec, Selection

LOG = logging.getLogger(__name__)

Placed = list[tuple[Instance, list[Selection]]]
FAULT_CODE = 500


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
            return [row.host for row in instances.by_host(session, None, group.members) if row.host]

    spec.group_hosts = cells.gather(context, hosts)


def create_in_cells(context: RequestContext, placed: Placed, create_request: CreateRequest) -> Placed:
    """Write the servers into the cells of their hosts; those whose users deleted them meanwhile are left out.

    Order: rows in the cell, then the mapping, then the build request goes, so that a server can be read at any time.
    """
    with api_database().reader() as session:
        wanted = build_requests.present(session, [instance.uuid for instance, _ in placed])
    kept = [pair for pair in placed if pair[0].uuid in wanted]
    for cell, members in _by_cell(kept).items():
        _insert(cells.target(context, cell), members, create_request)
        uuids = [instance.uuid for instance, _ in members]
        with api_database().writer() as session:
            instance_mappings.set_cell(session, uuids, cell.id)
            removed = build_requests.destroy(session, uuids)
            gone = set() if removed == len(uuids) else set(uuids) - _mapped(session, uuids)
        kept = [pair for pair in kept if pair[0].uuid not in gone]
        for uuid in gone:
            store.current().destroy_instance(cells.target(context, cell), uuid)
    return kept


def _mapped(session: Session, uuids: list[str]) -> set[str]:
    return {row.instance_uuid for row in instance_mappings.of(session, uuids)}


def _by_cell(placed: Placed) -> dict[Cell, Placed]:
    found: dict[Cell, Placed] = {}
    for instance, chosen in placed:
        found.setdefault(cells.by_uuid(str(chosen[0].cell_uuid)), []).append((instance, chosen))
    return found


def _insert(context: RequestContext, members: Placed, create_request: CreateRequest) -> None:
    """Rows of servers with their block devices and actions, in one transaction."""
    with cells.database(context).writer() as session:
        rows = []
        for instance, chosen in members:
            if instance.availability_zone is None:
                instance.availability_zone = chosen[0].availability_zone or CONF.default_availability_zone
            database.insert_instance(session, instance)
            database.start_action(session, context, instance.uuid, CREATE.action)
            rows += database.block_device_rows(create_request.block_devices, instance.uuid)
        block_devices.create(session, rows)


def bury(
    context: RequestContext,
    instance: Instance,
    create_request: CreateRequest,
    error: exception.NovaException,
    event: str,
) -> None:
    """Write a server that found no host into cell0, in error, with the reason as its fault."""
    cell = cells.cell0()
    bound = cells.target(context, cell)
    instance.revert_unsaved(VmState.ERROR)
    with cells.database(bound).writer() as session:
        database.insert_instance(session, instance)
        database.start_action(session, context, instance.uuid, CREATE.action)
        block_devices.create(session, database.block_device_rows(create_request.block_devices, instance.uuid))
        _note_failure(session, context, instance, error, event)
    with api_database().writer() as session:
        instance_mappings.set_cell(session, [instance.uuid], cell.id)
        removed = build_requests.destroy(session, [instance.uuid])
        if not removed:
            instance_mappings.destroy(session, instance.uuid)
            request_specs.destroy(session, instance.uuid)
    if not removed:
        LOG.info("Server %s was deleted before it was scheduled", instance.uuid)
        store.current().destroy_instance(bound, instance.uuid)


def _note_failure(
    session: Session, context: RequestContext, instance: Instance, error: exception.NovaException, event: str
) -> None:
    details = "".join(traceback.format_exception(error))
    faults.create(
        session,
        instance_uuid=instance.uuid,
        code=FAULT_CODE,
        message=error.format_message()[:255],
        details=details,
        host=CONF.host,
    )
    actions.start_event(session, instance.uuid, context.request_id, event, CONF.host)
    actions.finish_event(session, instance.uuid, context.request_id, event, CONF.host, details)


def fail(context: RequestContext, instance: Instance, error: exception.NovaException, event: str) -> None:
    """End a server's build in error, with a fault; a server that is gone meanwhile is left alone."""
    try:
        instance.revert(context, vm_state=VmState.ERROR)
        with cells.database(context).writer() as session:
            _note_failure(session, context, instance, error, event)
    except exception.InstanceNotFound:
        LOG.info("Server %s is gone, its failed build needs no fault", instance.uuid)


def move_to(context: RequestContext, instance: Instance, chosen: Selection) -> bool:
    """Point a server in the making at another host: no host yet, the zone of the new one. False when it is gone."""
    instance.host = None
    instance.node = None
    instance.availability_zone = chosen.availability_zone or CONF.default_availability_zone
    try:
        instance.reschedule(context)
    except (exception.InstanceNotFound, exception.UnexpectedDeletingTaskState):
        LOG.info("Server %s was deleted before its build was tried again", instance.uuid)
        return False
    return True

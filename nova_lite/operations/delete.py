# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Delete: by the compute host when it is there, at once when no host has the server or its host is down."""

from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.api import build_requests, instance_mappings, request_specs, server_groups
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.db.main import actions, instances, services
from nova_lite.db.session import Session
from nova_lite.lifecycle import DELETE, VmState
from nova_lite.network import release
from nova_lite.objects import store
from nova_lite.objects.instance import NETWORK_ALLOCATED, Instance
from nova_lite.objects.service import is_up
from nova_lite.operations import find, guard
from nova_lite.operations.find import Server
from nova_lite.placement import allocations
from nova_lite.rpc import compute as rpc
from nova_lite.steps import API, step

LOG = logging.getLogger(__name__)


def delete(server: Server) -> None:
    """Remove a server. Raises InstanceIsLocked; a server that is gone already is no error."""
    guard.check(server, DELETE)
    if not server.placed:
        if drop_build_request(server.instance.uuid):
            LOG.info("Server %s: deleted before it got a host", server.instance.uuid)
            return
        try:
            server = find.server(server.context, server.instance.uuid)
        except exception.InstanceNotFound:
            return
    try:
        _delete_placed(server)
    except exception.InstanceNotFound:
        LOG.info("Server %s is gone already", server.instance.uuid)


@retry_on_deadlock
def drop_build_request(uuid: str) -> bool:
    """Forget a server that has no host yet; False when conductor has just placed it."""
    with api_database().writer() as session:
        if not build_requests.destroy(session, [uuid]):
            return False
        instance_mappings.destroy(session, uuid)
        request_specs.destroy(session, uuid)
        server_groups.remove_member(session, uuid)
    return True


def _delete_placed(server: Server) -> None:
    instance = server.instance
    if instance.vm_state == VmState.DELETED:
        raise exception.InstanceNotFound(instance_id=instance.uuid)
    with step("delete", API, "record"):
        lease = server.instance.begin(server.context, DELETE)
        with cells.database(server.context).reader() as session:
            _look_for_ports(session, instance)
            with_host = _host_is_up(session, instance)
    if with_host:
        LOG.info("Server %s: delete sent to host %s", instance.uuid, instance.host)
        with step("delete", API, "send"):
            rpc.terminate_instance(server.context, instance, lease)
    else:
        delete_here(server.context, instance)


def _look_for_ports(session: Session, instance: Instance) -> None:
    """An interface may have come since the server was read; from now on none can come."""
    if instance.has_no_ports:
        stored = instances.satellites(session, [instance.uuid], ["system_metadata"]).system_metadata[instance.uuid]
        instance.system_metadata = {**instance.system_metadata, NETWORK_ALLOCATED: stored.get(NETWORK_ALLOCATED)}
        instance.obj_reset_changes(["system_metadata"])


def _host_is_up(session: Session, instance: Instance) -> bool:
    """False for a server without host too. The session is of the server's cell."""
    row = services.find(session, instance.host, "nova-compute") if instance.host else None
    return row is not None and is_up(row.forced_down, row.last_seen_up or row.created_at)


@retry_on_deadlock
def delete_here(context: RequestContext, instance: Instance) -> None:
    """Delete without the host: ports, claim and record. A host that comes back finds the guest and removes it.

    One that came back while this was done has looked already, and is told. A server in the middle of being built has no
    host yet either: its build finds it gone and cleans up. Idempotent.
    """
    admin = context.elevated()
    release.deallocate(admin, instance)
    allocations.delete(admin, instance.uuid)
    store.current().destroy_instance(context, instance.uuid)
    with cells.database(context).writer() as session:
        actions.finish(session, instance.uuid, str(context.request_id))
    LOG.info("Server %s: deleted without its host (%s)", instance.uuid, instance.host or "it has none")
    with cells.database(context).reader() as session:
        with_host = _host_is_up(session, instance)
    if with_host:
        rpc.terminate_instance(context, instance)

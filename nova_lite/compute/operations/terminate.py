# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Deleting a server: guest, ports, resources, record, in an order that can be repeated from the start."""

from functools import partial

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import exception, lifecycle
from nova_lite.compute import operation
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.operation import Work
from nova_lite.context import RequestContext
from nova_lite.lifecycle import Operation, VmState
from nova_lite.network.model import vifs_from_cache
from nova_lite.objects import store
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease
from nova_lite.placement import allocations
from nova_lite.rpc import compute as rpc
from nova_lite.steps import COMPUTE, step

LOG = logging.getLogger(__name__)

# Only announced: the part of a deletion that happens on the hypervisor.
SHUTDOWN = Operation("shutdown", "")


class TerminateEndpoint:
    """Takes deletions."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    @messaging.expose
    def terminate_instance(self, context: RequestContext, instance: Instance, lease: Lease | None = None) -> None:
        """Delete a server. Idempotent."""
        if self._host.leases.accept(context, instance, lease):
            terminate(self._host, context, instance, lease)


def terminate(host: ComputeHost, context: RequestContext, instance: Instance, lease: Lease | None = None) -> bool:
    """Delete a server; True when it is gone. Takes its lock; a build that waits for its ports gives up at once."""
    host.events.cancel(instance.uuid, exception.InstanceNotFound(instance_id=instance.uuid))
    work = Work(host, context, instance, lifecycle.DELETE, lease)
    return operation.run(work, partial(_delete, work), lambda error: work.failed(error, VmState.ERROR))


def _delete(work: Work) -> None:
    host, context, instance = work.host, work.context, work.instance
    _refresh_if_built_meanwhile(context, instance)
    remove_from_host(host, context, instance, insist=work.may_try_again)
    host.tracker.remove(instance.uuid)
    with step("delete", COMPUTE, "finish"):
        work.destroyed()
    host.leases.note_deleted(instance.uuid)
    instance.mark_deleted(context)
    LOG.info("Instance %s is deleted", instance.uuid)


def remove_from_host(host: ComputeHost, context: RequestContext, instance: Instance, insist: bool = False) -> None:
    """Take guest, files, ports and allocations away; the record stays. Idempotent.

    When Placement does not answer, the next audit gives back what it holds, or with `insist` PeerUnavailable is raised.
    """
    operation.announce(context, SHUTDOWN, operation.Phase.START, instance)
    with step("delete", COMPUTE, "guest"):
        host.driver.destroy(context, instance, vifs_from_cache(instance.network_info))
    with step("delete", COMPUTE, "network"):
        host.network.deallocate(context, instance)
    operation.announce(context, SHUTDOWN, operation.Phase.END, instance)
    with step("delete", COMPUTE, "allocations"):
        give_back = partial(allocations.delete, context, instance.uuid)
        if insist:
            give_back()
        else:
            operation.quietly("deleting its allocations", instance.uuid, give_back)


def _refresh_if_built_meanwhile(context: RequestContext, instance: Instance) -> None:
    """The message may be older than what a build recorded before we got the lock: its ports must be known."""
    if instance.vm_state != VmState.BUILDING:
        return
    try:
        fresh = store.current().get_instance(context, instance.uuid)
    except exception.InstanceNotFound:
        LOG.info("Instance %s was deleted before its turn came", instance.uuid)
        return
    instance.network_info = fresh.network_info
    instance.obj_reset_changes(["network_info"])

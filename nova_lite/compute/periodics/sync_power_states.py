# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Compare recorded and real power states of all servers; and follow the hypervisor's own reports at once."""

from functools import partial

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.compute import operation, power_sync
from nova_lite.compute.host import ComputeHost
from nova_lite.conf import CONF
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.lifecycle import PowerState
from nova_lite.objects import store
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)


def run(host: ComputeHost, context: RequestContext) -> None:
    """Compare all servers of the host, [DEFAULT]sync_power_state_pool_size at a time. No message if it has none."""
    if not host.tracker.uuids():
        return
    instances = store.current().get_instances_by_host(context, host.name)
    pool = concurrency.ThreadPool(CONF.sync_power_state_pool_size)
    try:
        pool.map(partial(_compare, host, context), instances)
    finally:
        pool.shutdown(wait=False)


def _compare(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    try:
        power_sync.sync(host, context, instance, power_sync.actual_state(host, instance))
    except exception.NovaException:
        LOG.exception("Instance %s: its power state could not be compared", instance.uuid)


class LifecycleListener:
    """What the driver calls when a guest changes state by itself."""

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    def __call__(self, uuid: str, state: PowerState) -> None:
        """Handle the report in a thread of its own, so that the driver's is free."""
        concurrency.spawn(self.handle, uuid, state)

    def handle(self, uuid: str, state: PowerState) -> None:
        """Act on a report if no operation caused it and a fresh look at the guest agrees."""
        if operation.is_busy(uuid):
            return
        context = get_admin_context()
        try:
            instance = store.current().get_instance(context, uuid)
            actual = power_sync.actual_state(self._host, instance)
            if actual is state:
                LOG.info("Instance %s: its guest is %s", uuid, state.name)
                power_sync.sync(self._host, context, instance, actual)
        except exception.InstanceNotFound:
            LOG.debug("Guest %s changed its state, its server is gone", uuid)
        except exception.NovaException:
            LOG.exception("Instance %s: the report that its guest is %s could not be handled", uuid, state.name)

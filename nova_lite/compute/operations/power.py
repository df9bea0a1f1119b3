# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Starting and stopping guests."""

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import lifecycle
from nova_lite.compute import operation, spawn_request
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.operation import Work
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import TaskState, VmState
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)

SHUTDOWN_TIMEOUT_PROPERTY = "os_shutdown_timeout"


class PowerEndpoint:
    """Takes starts and stops."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    @messaging.expose
    def start_instance(self, context: RequestContext, instance: Instance, lease: Lease | None = None) -> None:
        """Start a stopped server."""
        if self._host.leases.accept(context, instance, lease):
            start(self._host, context, instance, lease)

    @messaging.expose
    def stop_instance(
        self, context: RequestContext, instance: Instance, clean_shutdown: bool = True, lease: Lease | None = None
    ) -> None:
        """Stop a server; with `clean_shutdown` the guest is asked first."""
        if self._host.leases.accept(context, instance, lease):
            stop(self._host, context, instance, clean_shutdown, lease)


def start(host: ComputeHost, context: RequestContext, instance: Instance, lease: Lease | None = None) -> bool:
    """Power a server on; True if it runs. Takes its lock."""
    work = Work(host, context, instance, lifecycle.START, lease)

    def body() -> None:
        host.driver.power_on(context, spawn_request.for_existing(context, instance))
        _finish(work, VmState.ACTIVE, TaskState.POWERING_ON)

    return operation.run(work, body)


def stop(
    host: ComputeHost,
    context: RequestContext,
    instance: Instance,
    clean_shutdown: bool = True,
    lease: Lease | None = None,
) -> bool:
    """Power a server off; True if it is off. Takes its lock."""
    work = Work(host, context, instance, lifecycle.STOP, lease)

    def body() -> None:
        power_off(host, instance, clean_shutdown)
        _finish(work, VmState.STOPPED, TaskState.POWERING_OFF)

    return operation.run(work, body)


def power_off(host: ComputeHost, instance: Instance, clean_shutdown: bool) -> None:
    """Stop the guest, giving it its time if `clean_shutdown`; no state is changed."""
    wait_s = shutdown_timeout_s(instance) if clean_shutdown else 0
    retry_s = CONF.compute.shutdown_retry_interval if clean_shutdown else 0
    host.driver.power_off(instance, wait_s, retry_s)


def shutdown_timeout_s(instance: Instance) -> int:
    """Seconds that a guest gets to power off by itself: its image's os_shutdown_timeout, else the option's."""
    text = spawn_request.image_of(instance).prop(SHUTDOWN_TIMEOUT_PROPERTY)
    if text is None:
        return int(CONF.shutdown_timeout)
    try:
        return max(0, int(text))
    except ValueError:
        LOG.warning("Instance %s: image property %s is no number: %r", instance.uuid, SHUTDOWN_TIMEOUT_PROPERTY, text)
        return int(CONF.shutdown_timeout)


def _finish(work: Work, vm_state: VmState, expected: TaskState) -> None:
    instance = work.instance
    work.finish(vm_state, work.host.driver.get_info(instance).state, [expected, None])
    work.host.tracker.update(instance)
    LOG.info("Instance %s is %s", instance.uuid, vm_state)

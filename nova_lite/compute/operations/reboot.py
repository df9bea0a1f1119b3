# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rebooting a server, soft or hard."""

import functools

import oslo_messaging as messaging
from oslo_log import log as logging

from nova_lite import exception, lifecycle
from nova_lite.compute import operation, spawn_request
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.operation import Work
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import HARD_REBOOT_TASKS, SOFT_REBOOT_TASKS, PowerState, TaskState, VmState
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease
from nova_lite.rpc import compute as rpc
from nova_lite.virt.driver import VifWaiter

LOG = logging.getLogger(__name__)

_EXPECTED: list[str | None] = [*sorted(SOFT_REBOOT_TASKS | HARD_REBOOT_TASKS), None]


class RebootEndpoint:
    """Takes reboots."""

    target = messaging.Target(version=rpc.VERSION)

    def __init__(self, host: ComputeHost) -> None:
        self._host = host

    @messaging.expose
    def reboot_instance(
        self, context: RequestContext, instance: Instance, hard: bool, lease: Lease | None = None
    ) -> None:
        """Reboot a server."""
        if self._host.leases.accept(context, instance, lease):
            reboot(self._host, context, instance, hard, lease)


def reboot(
    host: ComputeHost, context: RequestContext, instance: Instance, hard: bool, lease: Lease | None = None
) -> bool:
    """Reboot a server; True if it runs. Takes its lock. A soft reboot that the guest ignores becomes a hard one."""
    row = lifecycle.REBOOT_HARD if hard else lifecycle.REBOOT_SOFT
    ends = VmState.RESCUED if instance.vm_state == VmState.RESCUED else VmState.ACTIVE
    work = Work(host, context, instance, row, lease)

    def body() -> None:
        instance.step(context, TaskState.REBOOT_STARTED_HARD if hard else TaskState.REBOOT_STARTED, _EXPECTED)
        look = functools.partial(host.network.active, context, instance)
        with host.events.watch(instance.uuid, look) as watch:
            waiter: VifWaiter | None = watch.vifs_plugged if hard and _waits_for_vifs(instance) else None
            host.driver.reboot(context, spawn_request.for_existing(context, instance, waiter), hard)
        work.finish(ends, host.driver.get_info(instance).state, _EXPECTED)
        host.tracker.update(instance)
        LOG.info("Instance %s is rebooted", instance.uuid)

    def failed(error: Exception) -> None:
        still_runs = _power_state(host, instance) is PowerState.RUNNING
        work.failed(error, ends if still_runs else VmState.ERROR)
        LOG.info("Instance %s is %s after its reboot failed", instance.uuid, instance.vm_state)

    return operation.run(work, body, failed)


def _power_state(host: ComputeHost, instance: Instance) -> PowerState:
    try:
        return host.driver.get_info(instance).state
    except exception.NovaException:
        return PowerState.NOSTATE


def _waits_for_vifs(instance: Instance) -> bool:
    """True when an interface's type is among those that the operator wants to be waited for at a hard reboot."""
    kinds = CONF.workarounds.wait_for_vif_plugged_event_during_hard_reboot
    return any(vif.get("vnic_type", "normal") in kinds for vif in instance.network_info)

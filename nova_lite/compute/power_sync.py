# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What to do when a guest's real power state is not the one recorded, as a table and the work that follows from it.

Called by the periodic comparison and by the hypervisor's own events. A server with a task is left to that task.
"""

import enum

from oslo_log import log as logging

from nova_lite import exception, lifecycle
from nova_lite.compute import operation
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.operations import power, terminate
from nova_lite.context import RequestContext
from nova_lite.lifecycle import PowerState, VmState
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)


class Action(enum.Enum):
    """What a difference calls for."""

    NOTHING = "nothing"
    WARN = "warn"
    STOP = "stop"
    FORCE_STOP = "force stop"


_OFF = frozenset({PowerState.SHUTDOWN, PowerState.CRASHED})
_ALL = frozenset(PowerState)
_ROWS: tuple[tuple[VmState, frozenset[PowerState], Action], ...] = (
    (VmState.ACTIVE, _OFF | {PowerState.SUSPENDED}, Action.STOP),
    (VmState.ACTIVE, frozenset({PowerState.PAUSED, PowerState.NOSTATE}), Action.WARN),
    (VmState.STOPPED, _ALL - _OFF - {PowerState.NOSTATE}, Action.FORCE_STOP),
    (VmState.PAUSED, _OFF, Action.FORCE_STOP),
    (VmState.SOFT_DELETED, _ALL - {PowerState.SHUTDOWN, PowerState.NOSTATE}, Action.WARN),
    (VmState.DELETED, _ALL - {PowerState.SHUTDOWN, PowerState.NOSTATE}, Action.WARN),
)


def decide(vm_state: str | None, actual: PowerState) -> Action:
    """The table."""
    for row_state, states, action in _ROWS:
        if vm_state == row_state and actual in states:
            return action
    return Action.NOTHING


def actual_state(host: ComputeHost, instance: Instance) -> PowerState:
    """The hypervisor's word; NOSTATE for a guest that it does not know."""
    try:
        return host.driver.get_info(instance).state
    except exception.InstanceNotFound:
        return PowerState.NOSTATE


def sync(host: ComputeHost, context: RequestContext, instance: Instance, actual: PowerState) -> None:
    """Record the real power state and act on it, unless the server has a task or moved on."""
    if instance.task_state is not None or instance.host != host.name:
        return
    action = decide(instance.vm_state, actual)
    changed = instance.power_state != int(actual)
    try:
        if action in (Action.STOP, Action.FORCE_STOP):
            instance.power_state = int(actual)
            _stop(host, context, instance, action)
        elif changed:
            instance.power_state = int(actual)
            instance.save(context, expected_task_state=[None], expected_vm_state=[instance.vm_state])
    except (*operation.GONE, *operation.PREEMPTED) as error:
        LOG.info("Instance %s moved on while its power state was compared: %s", instance.uuid, error)
        return
    if action is Action.WARN and changed:
        LOG.warning("Instance %s is %s but its guest is %s", instance.uuid, instance.vm_state, actual.name)


def _stop(host: ComputeHost, context: RequestContext, instance: Instance, action: Action) -> None:
    """Make the record follow the guest, or the guest the record, the way a user's stop (or delete) would."""
    ends = instance.shutdown_terminate and action is Action.STOP
    row = lifecycle.DELETE if ends else lifecycle.STOP
    LOG.warning(
        "Instance %s is %s but its guest is %s: %s",
        instance.uuid,
        instance.vm_state,
        PowerState(instance.power_state or 0).name,
        row.name,
    )
    lease = instance.begin(context, row, {"clean_shutdown": False}, vm_states=[instance.vm_state])
    host.leases.accept(context, instance, lease)
    if ends:
        terminate.terminate(host, context, instance, lease)
    else:
        power.stop(host, context, instance, clean_shutdown=False, lease=lease)

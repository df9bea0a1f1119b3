# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What is done about servers that a stop or crash of this service left in the middle of something, as a table.

The list is read before new work is accepted; the repairs then run beside it, each under its server's lock. No state is
guessed: a row says when it applies and what it does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute import operation, power_sync
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.operations import power, reboot, terminate
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import (
    BUILD_TASKS,
    HARD_REBOOT_TASKS,
    REBUILD_TASKS,
    SOFT_REBOOT_TASKS,
    PowerState,
    TaskState,
    VmState,
)
from nova_lite.network.model import vifs_from_cache
from nova_lite.objects import store
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)

Condition = Callable[[Instance, PowerState], bool]
Repair = Callable[[ComputeHost, RequestContext, Instance], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `last` ends the treatment of the server; other rows let the next ones look too."""

    name: str
    applies: Condition
    repair: Repair
    last: bool = True


def _leave(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    LOG.debug("Instance %s needs no repair", instance.uuid)


def _to_error(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    _fail(context, instance, exception.Failed("The compute service stopped while the server was being built."))


def _fail(context: RequestContext, instance: Instance, error: exception.NovaException) -> None:
    with operation.locked(instance):
        instance.finish(context, VmState.ERROR, expected=[instance.task_state])
        operation.record_fault(context, instance, error)
    LOG.warning("Instance %s is in error: %s", instance.uuid, error)


def _clear_task(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    with operation.locked(instance):
        task, instance.power_state = instance.task_state, int(power_sync.actual_state(host, instance))
        instance.finish(context, expected=[task])
    LOG.info("Instance %s: task %s is forgotten", instance.uuid, task)


def _to_active(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    with operation.locked(instance):
        instance.finish(context, VmState.ACTIVE, PowerState.RUNNING, expected=[instance.task_state])
    LOG.info("Instance %s runs, it is active again", instance.uuid)


def _delete(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    terminate.terminate(host, context, instance)


def _reboot(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    runs = power_sync.actual_state(host, instance) is PowerState.RUNNING
    reboot.reboot(host, context, instance, hard=not (runs and instance.task_state in SOFT_REBOOT_TASKS))


def _stop(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    power.stop(host, context, instance)


def _start(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    power.start(host, context, instance)


def _plug(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    try:
        host.driver.plug_vifs(instance, vifs_from_cache(instance.network_info))
    except exception.VirtualInterfaceCreateFailed as error:
        _fail(context, instance, error)


def _resume(host: ComputeHost, context: RequestContext, instance: Instance) -> None:
    """Start the guest as it was before the host went down; the record says active already."""
    reboot.reboot(host, context, instance, hard=True)


def _is_left_alone(instance: Instance, actual: PowerState) -> bool:
    in_error = instance.vm_state == VmState.ERROR and instance.task_state not in (
        TaskState.DELETING,
        TaskState.RESIZE_MIGRATING,
    )
    return instance.vm_state == VmState.SOFT_DELETED or in_error


def _was_rebuilding(instance: Instance, actual: PowerState) -> bool:
    return instance.vm_state in (VmState.ACTIVE, VmState.STOPPED) and instance.task_state in REBUILD_TASKS


def _needs_reboot(instance: Instance, actual: PowerState) -> bool:
    if instance.task_state in (TaskState.REBOOT_PENDING, TaskState.REBOOT_PENDING_HARD):
        return True
    return instance.task_state in SOFT_REBOOT_TASKS | HARD_REBOOT_TASKS and actual is not PowerState.RUNNING


_RUNNING_MEANS_DONE = SOFT_REBOOT_TASKS | HARD_REBOOT_TASKS | {TaskState.PAUSING, TaskState.UNPAUSING}
_SNAPSHOT_TASKS = frozenset(
    {
        TaskState.IMAGE_SNAPSHOT_PENDING,
        TaskState.IMAGE_PENDING_UPLOAD,
        TaskState.IMAGE_UPLOADING,
        TaskState.IMAGE_SNAPSHOT,
    }
)

TABLE: tuple[Row, ...] = (
    Row("nothing to do", _is_left_alone, _leave),
    Row("finish a deletion", lambda one, actual: one.vm_state == VmState.DELETED, _delete),
    Row(
        "interrupted build",
        lambda one, actual: one.vm_state == VmState.BUILDING or one.task_state in BUILD_TASKS,
        _to_error,
    ),
    Row("interrupted rebuild", _was_rebuilding, _to_error),
    Row("interrupted snapshot", lambda one, actual: one.task_state in _SNAPSHOT_TASKS, _clear_task, last=False),
    Row(
        "interrupted resize",
        lambda one, actual: one.task_state == TaskState.RESIZE_PREP,
        _clear_task,
        last=False,
    ),
    Row("delete again", lambda one, actual: one.task_state == TaskState.DELETING, _delete),
    Row("reboot again", _needs_reboot, _reboot),
    Row(
        "work was done",
        lambda one, actual: actual is PowerState.RUNNING and one.task_state in _RUNNING_MEANS_DONE,
        _to_active,
        last=False,
    ),
    Row("stop again", lambda one, actual: one.task_state == TaskState.POWERING_OFF, _stop),
    Row("start again", lambda one, actual: one.task_state == TaskState.POWERING_ON, _start),
    Row("plug interfaces", lambda one, actual: True, _plug, last=False),
    Row(
        "resume after a host restart",
        lambda one, actual: (
            CONF.resume_guests_state_on_host_boot
            and one.vm_state == VmState.ACTIVE
            and one.power_state == PowerState.RUNNING
            and actual is not PowerState.RUNNING
        ),
        _resume,
    ),
)


def run(host: ComputeHost, context: RequestContext, instances: list[Instance], resumed: set[str]) -> None:
    """Repair this host's servers, in a thread beside the daemon's normal work.

    resumed: servers whose operations the journal knows; they come again as messages, the table is for the others.
    """
    repair_all(host, context, [instance for instance in instances if instance.uuid not in resumed])


def remove_strays(host: ComputeHost, context: RequestContext) -> None:
    """Remove guests whose servers were built on another host while this one was away. Only what is here goes."""
    known = set(host.tracker.uuids())
    unknown = [uuid for uuid in host.driver.list_instance_uuids() if uuid not in known]
    if not unknown:
        return
    for instance in store.current().get_instances_by_host(context, host.name, uuids=unknown):
        if instance.host == host.name or host.leases.is_busy(instance.uuid) or not _is_built_elsewhere(instance):
            continue
        with operation.locked(instance):
            host.driver.destroy(context, instance, [])
        LOG.warning("Instance %s is on host %s now, its guest here is removed", instance.uuid, instance.host)


def _is_built_elsewhere(instance: Instance) -> bool:
    """True for a server that is not moving: one that moves may have a guest on two hosts rightly."""
    resting = instance.vm_state in (VmState.BUILDING, VmState.ACTIVE, VmState.ERROR, VmState.STOPPED)
    return resting and (instance.task_state is None or instance.task_state in BUILD_TASKS)


def repair_all(host: ComputeHost, context: RequestContext, instances: list[Instance]) -> None:
    """Apply the table to every server. One server's trouble does not keep the others back."""
    for instance in instances:
        try:
            repair(host, context, instance)
        except (*operation.GONE, *operation.PREEMPTED) as error:
            LOG.info("Instance %s moved on before it was repaired: %s", instance.uuid, error)
        except Exception:
            LOG.exception("Instance %s could not be repaired", instance.uuid)


def repair(host: ComputeHost, context: RequestContext, instance: Instance) -> list[str]:
    """Apply the table to one server; returns the names of the rows that applied."""
    applied = []
    actual = power_sync.actual_state(host, instance)
    for row in TABLE:
        if row.applies(instance, actual):
            applied.append(row.name)
            row.repair(host, context, instance)
            if row.last:
                break
    return applied

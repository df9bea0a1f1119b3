# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A server below the API: its record, and the only code that writes vm_state and task_state.

begin(), step(), finish() and revert() change the states and save them in one compare-and-swap; other fields are saved
by save(). All of them go through nova_lite.objects.store. Watchers hear of every change of the states.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oslo_log import log as logging

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import BUILD_TASKS, Operation, PowerState, TaskState, VmState
from nova_lite.objects import store
from nova_lite.objects.base import WireObject, new, utcnow, wire
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.lease import Beginning, Ending, Lease, deadline_s, grant

LOG = logging.getLogger(__name__)

# Key in system_metadata: "False" says that the server never had ports. Without it or with another value it may have.
NETWORK_ALLOCATED = "network_allocated"

UNCHANGED: Any = object()


@dataclass(frozen=True, slots=True)
class Before:
    """A server before a change; without name if that stays."""

    vm_state: str | None = None
    task_state: str | None = None
    display_name: str | None = None


Watcher = Callable[[RequestContext, "Instance", Before], None]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Call `watcher` with every server whose states or name this process has changed, and what it was before."""
    _watchers.append(watcher)


@wire
class Instance(WireObject):
    """One row of `instances` with its satellites. memory_mb in MiB, root_gb and ephemeral_gb in GiB, times in UTC.

    `network_info` is the network info cache, a list of VIF dicts (see nova_lite.network.model). `device_metadata`:
    where the guest finds its tagged devices.
    """

    VERSION = "1.1"

    id: int | None = None
    uuid: str
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    deleted_at: datetime.datetime | None = None
    deleted: bool = False
    user_id: str | None = None
    project_id: str | None = None
    image_ref: str | None = None
    kernel_id: str | None = None
    ramdisk_id: str | None = None
    hostname: str | None = None
    launch_index: int | None = 0
    key_name: str | None = None
    key_data: str | None = None
    power_state: int | None = 0
    vm_state: str | None = None
    task_state: str | None = None
    memory_mb: int | None = None
    vcpus: int | None = None
    root_gb: int | None = None
    ephemeral_gb: int | None = None
    ephemeral_key_uuid: str | None = None
    host: str | None = None
    node: str | None = None
    compute_id: int | None = None
    instance_type_id: int | None = None
    user_data: str | None = None
    reservation_id: str | None = None
    launched_at: datetime.datetime | None = None
    terminated_at: datetime.datetime | None = None
    availability_zone: str | None = None
    display_name: str | None = None
    display_description: str | None = None
    launched_on: str | None = None
    locked: bool = False
    locked_by: str | None = None
    os_type: str | None = None
    architecture: str | None = None
    vm_mode: str | None = None
    root_device_name: str | None = None
    default_ephemeral_device: str | None = None
    default_swap_device: str | None = None
    config_drive: str | None = None
    access_ip_v4: str | None = None
    access_ip_v6: str | None = None
    auto_disk_config: bool | None = False
    progress: int | None = 0
    shutdown_terminate: bool = False
    disable_terminate: bool = False
    cleaned: bool = False
    hidden: bool = False
    metadata: dict[str, str] = new(dict)
    system_metadata: dict[str, str | None] = new(dict)
    flavor: Flavor | None = None
    network_info: list[Any] = new(list)
    tags: list[str] = new(list)
    security_groups: list[str] = new(list)
    trusted_certs: list[str] | None = None
    device_metadata: list[DeviceMetadata] = new(list)

    @property
    def has_no_ports(self) -> bool:
        """True for a server that was made without networks and got no interface since: Neutron need not be asked."""
        return self.system_metadata.get(NETWORK_ALLOCATED) == "False"

    def expect_ports(self) -> None:
        """From now on the server may have ports, nothing takes that back. To be saved before Neutron is asked."""
        if self.has_no_ports:
            self.system_metadata = {**self.system_metadata, NETWORK_ALLOCATED: "True"}

    @property
    def name(self) -> str:
        """Name of the guest on its hypervisor, from [DEFAULT]instance_name_template; empty before it is in a cell."""
        if self.id is None:
            return ""
        try:
            text: str = CONF.instance_name_template % self.id
        except TypeError:
            text = CONF.instance_name_template % {"id": self.id, "uuid": self.uuid, "hostname": self.hostname}
        return text

    @property
    def needs_config_drive(self) -> bool:
        """True when the request or the host demands a config drive."""
        return str(self.config_drive or "").lower() in ("true", "1") or CONF.force_config_drive

    def save(  # type: ignore[override]  # the base class only says that saving exists
        self, context: RequestContext, expected_task_state: Any = UNCHANGED, expected_vm_state: Any = UNCHANGED
    ) -> None:
        """Write changed fields in one message; with an expectation, only if the stored state is among its values.

        Raises InstanceNotFound, UnexpectedTaskState, UnexpectedDeletingTaskState, UnexpectedVMState.
        """
        updates = self._changes()
        if updates:
            store.current().save_instance(context, self.uuid, updates, _expect(expected_task_state, expected_vm_state))
            self.updated_at = utcnow()
        self.obj_reset_changes()

    def _before(self) -> Before:
        return Before(self.vm_state, self.task_state)

    def tell(self, context: RequestContext, before: Before) -> None:
        """Tell the watchers that the states changed; none of them can stop what goes on."""
        for watcher in _watchers:
            try:
                watcher(context, self, before)
            except Exception:
                LOG.exception("Instance %s: its change cannot be told", self.uuid)

    def _changes(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.obj_what_changed()}

    def begin(
        self,
        context: RequestContext,
        operation: Operation,
        arguments: dict[str, Any] | None = None,
        vm_states: list[str | None] | Any = UNCHANGED,
    ) -> Lease:
        """Set the operation's first task_state, if the stored one is among those it allows, and record it.

        `vm_states` are expected too if given. Returns the lease of the server's host, to go with the message to it if
        the operation is one of the journal's.
        """
        before = self._before()
        self.task_state = operation.begins
        lease = grant(operation, self.uuid, attempt=1)
        beginning = Beginning(
            action=operation.action,
            event=operation.event,
            host=self.host,
            lease=lease if operation.journal else None,
            deadline_s=deadline_s(operation),
            arguments=arguments or {},
        )
        expected = UNCHANGED if operation.task is None else list(operation.task)
        store.current().begin_operation(context, self.uuid, self._changes(), _expect(expected, vm_states), beginning)
        self.obj_reset_changes()
        self.tell(context, before)
        return lease

    def begin_unsaved(self) -> None:
        """States of a server that has just been asked for and is not in a cell yet."""
        self.vm_state = VmState.BUILDING
        self.task_state = TaskState.SCHEDULING

    def step(
        self,
        context: RequestContext,
        task_state: str | None,
        expected: list[str | None],
        vm_states: list[str | None] | Any = UNCHANGED,
    ) -> None:
        """Move on to the next task_state of a running operation; `vm_states` are expected too if given."""
        before = self._before()
        self.task_state = task_state
        self.save(context, expected_task_state=expected, expected_vm_state=vm_states)
        self.tell(context, before)

    def advance(self, context: RequestContext, task_state: str) -> None:
        """Show another task_state of a running operation; it is stored with the next message about this server."""
        before = self._before()
        self.task_state = task_state
        self.tell(context, before)

    def finish(
        self,
        context: RequestContext,
        vm_state: str | None = None,
        power_state: PowerState | None = None,
        expected: list[str | None] | Any = UNCHANGED,
        ending: Ending | None = None,
    ) -> None:
        """End an operation: new vm_state (None keeps it) and power_state, no task; `ending` goes with it."""
        before = self._before()
        if vm_state is not None:
            self.vm_state = vm_state
        if power_state is not None:
            self.power_state = int(power_state)
        self.task_state = None
        self._end(context, before, expected, ending)

    def _end(self, context: RequestContext, before: Before, expected: Any, ending: Ending | None) -> None:
        """Save what changed, with the ending if there is one. Steps that were only shown count as changes too: the
        stored state may be an earlier one.
        """
        if ending is None:
            self.save(context, expected_task_state=expected)
        else:
            updates = {"task_state": self.task_state, **self._changes()}
            store.current().finish_operation(context, self.uuid, updates, _expect(expected), ending)
            self.obj_reset_changes()
        self.tell(context, before)

    def conclude(self, context: RequestContext, ending: Ending) -> None:
        """End an operation that set no task: other changed fields and `ending`; the states stay as stored."""
        updates = {name: value for name, value in self._changes().items() if name not in ("vm_state", "task_state")}
        store.current().finish_operation(context, self.uuid, updates, {}, ending)
        self.obj_reset_changes()

    def mark_deleted(self, context: RequestContext) -> None:
        """The record was deleted: what those who still look at this copy are told."""
        before = self._before()
        self.vm_state, self.task_state, self.power_state = VmState.DELETED, None, int(PowerState.NOSTATE)
        self.terminated_at = utcnow()
        self.tell(context, before)

    def revert_unsaved(self, vm_state: str) -> None:
        """States of a server that is written for the first time after its build failed."""
        self.vm_state = vm_state
        self.task_state = None

    def reschedule(self, context: RequestContext, ending: Ending | None = None) -> None:
        """Back to the beginning of a build that another host will try; `ending` is that of the host that gave up."""
        before = self._before()
        self.vm_state = VmState.BUILDING
        self.task_state = TaskState.SCHEDULING
        self._end(context, before, [None, *sorted(BUILD_TASKS)], ending)

    def revert(self, context: RequestContext, vm_state: str | None = None, ending: Ending | None = None) -> None:
        """End a failed operation without expectation: task gone, vm_state as given or unchanged."""
        self.finish(context, vm_state=vm_state, ending=ending)


def _expect(task_states: Any = UNCHANGED, vm_states: Any = UNCHANGED) -> dict[str, list[str | None]]:
    """The expectations of a save as they are sent."""
    given = (("task_state", task_states), ("vm_state", vm_states))
    return {key: list(values) for key, values in given if values is not UNCHANGED}

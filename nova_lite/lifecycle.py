# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""States of a server and, as one row per operation, which states it starts from and where it ends.

The API's guard, the compute wrapper, start-up recovery and the tests read these rows. No code here changes a state:
nova_lite.objects.instance does.
"""

import enum
from dataclasses import dataclass


class VmState(enum.StrEnum):
    """Stable state of a server; values as stored."""

    BUILDING = "building"
    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    STOPPED = "stopped"
    RESCUED = "rescued"
    RESIZED = "resized"
    SOFT_DELETED = "soft-delete"
    DELETED = "deleted"
    ERROR = "error"
    SHELVED = "shelved"
    SHELVED_OFFLOADED = "shelved_offloaded"


class TaskState(enum.StrEnum):
    """What is being done to a server now; values as stored."""

    SCHEDULING = "scheduling"
    NETWORKING = "networking"
    BLOCK_DEVICE_MAPPING = "block_device_mapping"
    SPAWNING = "spawning"
    IMAGE_SNAPSHOT = "image_snapshot"
    IMAGE_SNAPSHOT_PENDING = "image_snapshot_pending"
    IMAGE_PENDING_UPLOAD = "image_pending_upload"
    IMAGE_UPLOADING = "image_uploading"
    IMAGE_BACKUP = "image_backup"
    UPDATING_PASSWORD = "updating_password"
    RESIZE_PREP = "resize_prep"
    RESIZE_MIGRATING = "resize_migrating"
    RESIZE_MIGRATED = "resize_migrated"
    RESIZE_FINISH = "resize_finish"
    RESIZE_REVERTING = "resize_reverting"
    RESIZE_CONFIRMING = "resize_confirming"
    REBOOTING = "rebooting"
    REBOOT_PENDING = "reboot_pending"
    REBOOT_STARTED = "reboot_started"
    REBOOTING_HARD = "rebooting_hard"
    REBOOT_PENDING_HARD = "reboot_pending_hard"
    REBOOT_STARTED_HARD = "reboot_started_hard"
    PAUSING = "pausing"
    UNPAUSING = "unpausing"
    SUSPENDING = "suspending"
    RESUMING = "resuming"
    POWERING_OFF = "powering-off"
    POWERING_ON = "powering-on"
    RESCUING = "rescuing"
    UNRESCUING = "unrescuing"
    REBUILDING = "rebuilding"
    REBUILD_BLOCK_DEVICE_MAPPING = "rebuild_block_device_mapping"
    REBUILD_SPAWNING = "rebuild_spawning"
    MIGRATING = "migrating"
    DELETING = "deleting"
    SOFT_DELETING = "soft-deleting"
    RESTORING = "restoring"
    SHELVING = "shelving"
    SHELVING_IMAGE_PENDING_UPLOAD = "shelving_image_pending_upload"
    SHELVING_IMAGE_UPLOADING = "shelving_image_uploading"
    SHELVING_OFFLOADING = "shelving_offloading"
    UNSHELVING = "unshelving"


class PowerState(enum.IntEnum):
    """What the hypervisor says of a guest."""

    NOSTATE = 0
    RUNNING = 1
    PAUSED = 3
    SHUTDOWN = 4
    CRASHED = 6
    SUSPENDED = 7


class Outcome(enum.StrEnum):
    """How an operation of the journal ended; values as stored."""

    DONE = "done"
    FAILED = "failed"
    REPLACED = "replaced"
    EXPIRED = "expired"


FAULT_CODE = 500  # of every fault that a daemon leaves on a server

SOFT_REBOOT_TASKS = frozenset({TaskState.REBOOTING, TaskState.REBOOT_PENDING, TaskState.REBOOT_STARTED})
HARD_REBOOT_TASKS = frozenset({TaskState.REBOOTING_HARD, TaskState.REBOOT_PENDING_HARD, TaskState.REBOOT_STARTED_HARD})
RESIZING_TASKS = frozenset(
    {TaskState.RESIZE_PREP, TaskState.RESIZE_MIGRATING, TaskState.RESIZE_MIGRATED, TaskState.RESIZE_FINISH}
)
REBUILD_TASKS = frozenset({TaskState.REBUILDING, TaskState.REBUILD_BLOCK_DEVICE_MAPPING, TaskState.REBUILD_SPAWNING})
BUILD_TASKS = frozenset(
    {TaskState.SCHEDULING, TaskState.NETWORKING, TaskState.BLOCK_DEVICE_MAPPING, TaskState.SPAWNING}
)
ALLOW_REBOOT_TASKS = frozenset(
    {
        None,
        *SOFT_REBOOT_TASKS,
        TaskState.RESUMING,
        TaskState.REBOOTING_HARD,
        TaskState.UNPAUSING,
        TaskState.PAUSING,
        TaskState.SUSPENDING,
    }
)
IDLE: frozenset[TaskState | None] = frozenset({None})


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation on a server.

    vm, task   states it may start from; None = any
    lock       a locked server refuses it (except to administrators)
    host       the server must have a host
    launched   the server must have been active once
    begins     task_state the API sets; None = it sets none
    ends       vm_state after success; None = unchanged or decided by the operation
    action     name in os-instance-actions
    event      name of the event that the compute host records
    journal    whether it is seen through when its message is lost; not for calls, whose sender is told
    """

    name: str
    action: str
    event: str | None = None
    vm: frozenset[VmState] | None = None
    task: frozenset[TaskState | None] | None = IDLE
    lock: bool = True
    host: bool = False
    launched: bool = True
    begins: TaskState | None = None
    ends: VmState | None = None
    journal: bool = True


def _vm(*states: VmState) -> frozenset[VmState]:
    return frozenset(states)


CREATE = Operation(
    "create",
    "create",
    event="compute__do_build_and_run_instance",
    lock=False,
    launched=False,
    begins=TaskState.SCHEDULING,
    ends=VmState.ACTIVE,
)
DELETE = Operation(
    "delete",
    "delete",
    event="compute_terminate_instance",
    task=None,
    launched=False,
    begins=TaskState.DELETING,
    ends=VmState.DELETED,
)
STOP = Operation(
    "stop",
    "stop",
    event="compute_stop_instance",
    vm=_vm(VmState.ACTIVE, VmState.ERROR),
    host=True,
    begins=TaskState.POWERING_OFF,
    ends=VmState.STOPPED,
)
START = Operation(
    "start",
    "start",
    event="compute_start_instance",
    vm=_vm(VmState.STOPPED),
    host=True,
    begins=TaskState.POWERING_ON,
    ends=VmState.ACTIVE,
)
REBOOT_SOFT = Operation(
    "reboot",
    "reboot",
    event="compute_reboot_instance",
    vm=_vm(VmState.ACTIVE),
    begins=TaskState.REBOOTING,
    ends=VmState.ACTIVE,
)
REBOOT_HARD = Operation(
    "reboot",
    "reboot",
    event="compute_reboot_instance",
    vm=_vm(VmState.ACTIVE, VmState.STOPPED, VmState.PAUSED, VmState.SUSPENDED, VmState.ERROR),
    task=ALLOW_REBOOT_TASKS,
    begins=TaskState.REBOOTING_HARD,
    ends=VmState.ACTIVE,
)
UPDATE_METADATA = Operation(
    "update metadata",
    "",
    vm=_vm(VmState.ACTIVE, VmState.PAUSED, VmState.SUSPENDED, VmState.STOPPED),
    task=None,
)

UPDATE_TAGS = Operation(
    "update tags",
    "",
    vm=_vm(VmState.ACTIVE, VmState.PAUSED, VmState.SUSPENDED, VmState.STOPPED),
    task=None,
    lock=False,
    launched=False,
)

_ATTACHABLE = (VmState.ACTIVE, VmState.PAUSED, VmState.STOPPED, VmState.RESIZED, VmState.SOFT_DELETED)
ATTACH_VOLUME = Operation(
    "attach_volume",
    "attach_volume",
    event="compute_attach_volume",
    vm=_vm(*_ATTACHABLE, VmState.SHELVED, VmState.SHELVED_OFFLOADED),
    launched=False,
)
DETACH_VOLUME = Operation(
    "detach_volume",
    "detach_volume",
    event="compute_detach_volume",
    vm=_vm(*_ATTACHABLE, VmState.SHELVED, VmState.SHELVED_OFFLOADED),
    launched=False,
)
SWAP_VOLUME = Operation(
    "swap_volume",
    "swap_volume",
    event="compute_swap_volume",
    vm=_vm(VmState.ACTIVE, VmState.PAUSED, VmState.RESIZED),
    launched=False,
)
ATTACH_SHARE = Operation(
    "attach_share", "attach_share", event="compute_allow_share", vm=_vm(VmState.STOPPED), launched=False
)
DETACH_SHARE = Operation(
    "detach_share", "detach_share", event="compute_deny_share", vm=_vm(VmState.STOPPED, VmState.ERROR), launched=False
)

ATTACH_INTERFACE = Operation(
    "attach_interface",
    "attach_interface",
    event="compute_attach_interface",
    vm=_vm(VmState.ACTIVE, VmState.PAUSED, VmState.STOPPED),
    journal=False,
)
DETACH_INTERFACE = Operation(
    "detach_interface",
    "detach_interface",
    event="compute_detach_interface",
    vm=_vm(VmState.ACTIVE, VmState.PAUSED, VmState.STOPPED),
)

LIVE_MIGRATION_FORCE_COMPLETE = Operation(
    "force_complete",
    "live_migration_force_complete",
    event="compute_live_migration_force_complete",
    vm=_vm(VmState.ACTIVE),
    task=frozenset({TaskState.MIGRATING}),
)
LIVE_MIGRATION_ABORT = Operation(
    "abort live migration",
    "live_migration_cancel",
    event="compute_live_migration_abort",
    task=frozenset({TaskState.MIGRATING}),
)

OPERATIONS = (
    CREATE,
    DELETE,
    STOP,
    START,
    REBOOT_SOFT,
    REBOOT_HARD,
    UPDATE_METADATA,
    UPDATE_TAGS,
    ATTACH_VOLUME,
    DETACH_VOLUME,
    SWAP_VOLUME,
    ATTACH_SHARE,
    DETACH_SHARE,
    ATTACH_INTERFACE,
    DETACH_INTERFACE,
    LIVE_MIGRATION_FORCE_COMPLETE,
    LIVE_MIGRATION_ABORT,
)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of operations fit together, and the stored strings are Nova's."""

import pytest

from nova_lite import lifecycle
from nova_lite.lifecycle import Operation, PowerState, TaskState, VmState

VM_STATES = (
    "active building paused suspended stopped rescued resized soft-delete deleted error shelved shelved_offloaded"
)
TASK_STATES = (
    "scheduling networking block_device_mapping spawning deleting powering-off powering-on"
    " rebooting reboot_pending reboot_started rebooting_hard reboot_pending_hard reboot_started_hard"
)
POWER_STATES = {"NOSTATE": 0, "RUNNING": 1, "PAUSED": 3, "SHUTDOWN": 4, "CRASHED": 6, "SUSPENDED": 7}


def test_stored_vm_states() -> None:
    assert {state.value for state in VmState} == set(VM_STATES.split())


def test_stored_task_states() -> None:
    assert set(TASK_STATES.split()) <= {state.value for state in TaskState}


def test_stored_power_states() -> None:
    assert {state.name: state.value for state in PowerState} == POWER_STATES


@pytest.mark.parametrize("row", lifecycle.OPERATIONS, ids=lambda row: f"{row.name}-{row.begins}")
def test_row_is_consistent(row: Operation) -> None:
    assert row.vm is None or row.vm, "an empty set of states would forbid the operation"
    assert row.task is None or row.task
    if row.action:
        assert row.event is not None, "an action that a user sees has an event on the host"
    if row.begins is None:
        assert row.ends is None, "without a task state nothing says that the operation is under way"


def test_every_row_is_listed() -> None:
    rows = {name: value for name, value in vars(lifecycle).items() if isinstance(value, Operation)}
    assert set(lifecycle.OPERATIONS) == set(rows.values())


@pytest.mark.parametrize(
    ("row", "vm_state", "allowed"),
    [
        (lifecycle.STOP, VmState.ACTIVE, True),
        (lifecycle.STOP, VmState.ERROR, True),
        (lifecycle.STOP, VmState.STOPPED, False),
        (lifecycle.START, VmState.STOPPED, True),
        (lifecycle.START, VmState.ACTIVE, False),
        (lifecycle.REBOOT_SOFT, VmState.STOPPED, False),
        (lifecycle.REBOOT_HARD, VmState.STOPPED, True),
        (lifecycle.REBOOT_HARD, VmState.RESCUED, False),
    ],
)
def test_where_an_operation_starts(row: Operation, vm_state: VmState, allowed: bool) -> None:
    assert row.vm is not None
    assert (vm_state in row.vm) is allowed


def test_delete_starts_anywhere() -> None:
    assert (lifecycle.DELETE.vm, lifecycle.DELETE.task) == (None, None)

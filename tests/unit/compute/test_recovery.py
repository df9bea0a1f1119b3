# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a restart makes of servers in the middle of something."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.compute import recovery
from nova_lite.conf import CONF
from nova_lite.lifecycle import PowerState, TaskState, VmState
from nova_lite.objects.instance import Instance
from tests.unit.compute.fakes import HOST, UUID, Cloud

RUNNING, OFF = PowerState.RUNNING, PowerState.SHUTDOWN


@pytest.mark.parametrize(
    ("vm_state", "task", "guest", "after", "rows"),
    [
        (VmState.ACTIVE, None, RUNNING, (VmState.ACTIVE, None), ["plug interfaces"]),
        (VmState.ERROR, None, None, (VmState.ERROR, None), ["nothing to do"]),
        (VmState.ERROR, TaskState.SPAWNING, None, (VmState.ERROR, TaskState.SPAWNING), ["nothing to do"]),
        (VmState.SOFT_DELETED, None, OFF, (VmState.SOFT_DELETED, None), ["nothing to do"]),
        (VmState.BUILDING, TaskState.SPAWNING, RUNNING, (VmState.ERROR, None), ["interrupted build"]),
        (VmState.BUILDING, None, None, (VmState.ERROR, None), ["interrupted build"]),
        (VmState.STOPPED, TaskState.REBUILDING, OFF, (VmState.ERROR, None), ["interrupted rebuild"]),
        (
            VmState.ACTIVE,
            TaskState.IMAGE_UPLOADING,
            RUNNING,
            (VmState.ACTIVE, None),
            ["interrupted snapshot", "plug interfaces"],
        ),
        (
            VmState.ACTIVE,
            TaskState.RESIZE_PREP,
            RUNNING,
            (VmState.ACTIVE, None),
            ["interrupted resize", "plug interfaces"],
        ),
        (VmState.ACTIVE, TaskState.REBOOTING, OFF, (VmState.ACTIVE, None), ["reboot again"]),
        (VmState.ACTIVE, TaskState.REBOOT_PENDING_HARD, RUNNING, (VmState.ACTIVE, None), ["reboot again"]),
        (
            VmState.ACTIVE,
            TaskState.REBOOT_STARTED,
            RUNNING,
            (VmState.ACTIVE, None),
            ["work was done", "plug interfaces"],
        ),
        (VmState.ACTIVE, TaskState.POWERING_OFF, RUNNING, (VmState.STOPPED, None), ["stop again"]),
        (VmState.STOPPED, TaskState.POWERING_ON, OFF, (VmState.ACTIVE, None), ["start again"]),
    ],
)
def test_table(
    cloud: Cloud,
    vm_state: VmState,
    task: TaskState | None,
    guest: PowerState | None,
    after: tuple[VmState, TaskState | None],
    rows: list[str],
) -> None:
    if guest is not None:
        cloud.driver.guests[UUID] = guest
    applied = recovery.repair(cloud.host, cloud.context, cloud.instance(vm_state=vm_state, task_state=task))
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == after
    assert applied == rows


def test_deletion_is_run_again(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = RUNNING
    recovery.repair(cloud.host, cloud.context, cloud.instance(task_state=TaskState.DELETING))
    assert cloud.store.rows[UUID].deleted
    assert cloud.driver.guests == {}


@pytest.mark.parametrize(
    ("guest", "task", "call"),
    [
        (RUNNING, TaskState.REBOOT_PENDING, "reboot soft"),
        (OFF, TaskState.REBOOT_PENDING, "reboot hard"),
        (OFF, TaskState.REBOOT_STARTED, "reboot hard"),
        (RUNNING, TaskState.REBOOT_PENDING_HARD, "reboot hard"),
    ],
)
def test_soft_reboot_becomes_hard_unless_the_guest_runs(
    cloud: Cloud, guest: PowerState, task: TaskState, call: str
) -> None:
    cloud.driver.guests[UUID] = guest
    recovery.repair(cloud.host, cloud.context, cloud.instance(task_state=task))
    assert cloud.driver.calls == [call]


def test_guest_is_resumed_after_a_host_restart_only_if_the_option_says_so(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = OFF
    assert recovery.repair(cloud.host, cloud.context, cloud.instance()) == ["plug interfaces"]
    CONF.set_override("resume_guests_state_on_host_boot", True)
    try:
        recovery.repair(cloud.host, cloud.context, cloud.instance())
    finally:
        CONF.clear_override("resume_guests_state_on_host_boot")
    assert cloud.driver.guests[UUID] is RUNNING


def test_interface_that_cannot_be_plugged_is_an_error_with_a_fault(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = RUNNING
    cloud.driver.fail["plug_vifs"] = exception.VirtualInterfaceCreateFailed()
    recovery.repair(cloud.host, cloud.context, cloud.instance())
    assert cloud.store.rows[UUID].vm_state == VmState.ERROR
    assert cloud.store.faults == [(UUID, 500, "Virtual Interface creation failed")]


def test_one_servers_trouble_does_not_keep_the_others_back(cloud: Cloud) -> None:
    gone = cloud.instance(uuid="gone", task_state=TaskState.IMAGE_SNAPSHOT)
    del cloud.store.rows["gone"]
    broken = Instance(uuid="broken", vm_state=VmState.ACTIVE, network_info=["nonsense"])
    stuck = cloud.instance(vm_state=VmState.BUILDING, task_state=TaskState.SPAWNING)
    recovery.run(cloud.host, cloud.context, [gone, broken, stuck], set())
    assert cloud.store.rows[UUID].vm_state == VmState.ERROR


def test_what_the_journal_knows_is_left_to_it(cloud: Cloud) -> None:
    building = cloud.instance(vm_state=VmState.BUILDING, task_state=TaskState.SPAWNING)
    recovery.run(cloud.host, cloud.context, [building], {UUID})
    assert cloud.store.rows[UUID].vm_state == VmState.BUILDING


@pytest.mark.parametrize(
    ("state", "stays"),
    [
        ({"host": "other"}, False),
        ({"host": "other", "vm_state": VmState.BUILDING, "task_state": TaskState.SPAWNING}, False),
        ({"host": "other", "vm_state": VmState.RESIZED}, True),
        ({"host": "other", "task_state": TaskState.MIGRATING}, True),
        ({"host": HOST}, True),
    ],
)
def test_guests_of_servers_that_were_built_elsewhere_go(cloud: Cloud, state: dict[str, Any], stays: bool) -> None:
    cloud.driver.guests[UUID] = RUNNING
    cloud.instance(**state)
    recovery.remove_strays(cloud.host, cloud.context)
    assert (UUID in cloud.driver.guests) == stays
    assert cloud.network.calls == []


def test_strays_are_not_looked_for_in_vain(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = RUNNING
    cloud.tracker.update(cloud.instance())
    cloud.store.calls.clear()
    recovery.remove_strays(cloud.host, cloud.context)
    assert cloud.store.calls == []

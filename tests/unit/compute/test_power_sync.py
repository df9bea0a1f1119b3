# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded against real power states."""

import pytest

from nova_lite.compute import power_sync
from nova_lite.compute.power_sync import Action
from nova_lite.lifecycle import PowerState, TaskState, VmState
from tests.unit.compute.fakes import UUID, Cloud


@pytest.mark.parametrize(
    ("vm_state", "actual", "action"),
    [
        (VmState.ACTIVE, PowerState.RUNNING, Action.NOTHING),
        (VmState.ACTIVE, PowerState.SHUTDOWN, Action.STOP),
        (VmState.ACTIVE, PowerState.CRASHED, Action.STOP),
        (VmState.ACTIVE, PowerState.SUSPENDED, Action.STOP),
        (VmState.ACTIVE, PowerState.PAUSED, Action.WARN),
        (VmState.ACTIVE, PowerState.NOSTATE, Action.WARN),
        (VmState.STOPPED, PowerState.RUNNING, Action.FORCE_STOP),
        (VmState.STOPPED, PowerState.PAUSED, Action.FORCE_STOP),
        (VmState.STOPPED, PowerState.SHUTDOWN, Action.NOTHING),
        (VmState.STOPPED, PowerState.NOSTATE, Action.NOTHING),
        (VmState.PAUSED, PowerState.SHUTDOWN, Action.FORCE_STOP),
        (VmState.PAUSED, PowerState.RUNNING, Action.NOTHING),
        (VmState.SOFT_DELETED, PowerState.RUNNING, Action.WARN),
        (VmState.SUSPENDED, PowerState.SHUTDOWN, Action.NOTHING),
        (VmState.ERROR, PowerState.SHUTDOWN, Action.NOTHING),
        (VmState.BUILDING, PowerState.SHUTDOWN, Action.NOTHING),
    ],
)
def test_table(vm_state: VmState, actual: PowerState, action: Action) -> None:
    assert power_sync.decide(vm_state, actual) is action


def test_guest_that_went_off_makes_a_stopped_server(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = PowerState.SHUTDOWN
    power_sync.sync(cloud.host, cloud.context, cloud.instance(), PowerState.SHUTDOWN)
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state, row.power_state) == (VmState.STOPPED, None, PowerState.SHUTDOWN)
    assert cloud.store.actions == [(UUID, "stop")]


def test_guest_that_ends_takes_its_server_along_if_the_request_said_so(cloud: Cloud) -> None:
    power_sync.sync(cloud.host, cloud.context, cloud.instance(shutdown_terminate=True), PowerState.SHUTDOWN)
    assert cloud.store.rows[UUID].deleted
    assert cloud.store.actions == [(UUID, "delete")]


def test_guest_of_a_stopped_server_is_put_off(cloud: Cloud) -> None:
    cloud.driver.guests[UUID] = PowerState.RUNNING
    instance = cloud.instance(vm_state=VmState.STOPPED, power_state=int(PowerState.SHUTDOWN))
    power_sync.sync(cloud.host, cloud.context, instance, PowerState.RUNNING)
    assert cloud.driver.guests[UUID] is PowerState.SHUTDOWN
    assert cloud.driver.calls == ["power_off 0 0"]


def test_other_difference_is_recorded_once(cloud: Cloud) -> None:
    instance = cloud.instance()
    power_sync.sync(cloud.host, cloud.context, instance, PowerState.PAUSED)
    assert cloud.store.rows[UUID].power_state == PowerState.PAUSED
    power_sync.sync(cloud.host, cloud.context, instance, PowerState.PAUSED)
    assert cloud.store.calls == ["save_instance"]


def test_server_with_a_task_or_on_another_host_is_left_alone(cloud: Cloud) -> None:
    power_sync.sync(cloud.host, cloud.context, cloud.instance(task_state=TaskState.REBOOTING), PowerState.SHUTDOWN)
    power_sync.sync(cloud.host, cloud.context, cloud.instance(host="cmp2"), PowerState.SHUTDOWN)
    assert cloud.store.calls == []


def test_stale_view_does_not_stop_a_server_that_was_just_started(cloud: Cloud) -> None:
    stale = cloud.instance(vm_state=VmState.STOPPED, power_state=int(PowerState.SHUTDOWN))
    cloud.store.rows[UUID].vm_state = VmState.ACTIVE
    cloud.driver.guests[UUID] = PowerState.RUNNING
    power_sync.sync(cloud.host, cloud.context, stale, PowerState.RUNNING)
    assert cloud.driver.guests[UUID] is PowerState.RUNNING
    assert cloud.store.rows[UUID].vm_state == VmState.ACTIVE


def test_unknown_guest_has_no_state(cloud: Cloud) -> None:
    assert power_sync.actual_state(cloud.host, cloud.instance()) is PowerState.NOSTATE

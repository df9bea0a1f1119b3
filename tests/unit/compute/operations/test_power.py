# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Starting and stopping."""

import pytest

from nova_lite import exception
from nova_lite.compute.operations import power
from nova_lite.compute.operations.power import PowerEndpoint
from nova_lite.lifecycle import PowerState, TaskState, VmState
from tests.unit.compute.fakes import UUID, Cloud


def test_stop(cloud: Cloud) -> None:
    PowerEndpoint(cloud.host).stop_instance(cloud.context, cloud.instance(task_state=TaskState.POWERING_OFF))
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state, row.power_state) == (VmState.STOPPED, None, PowerState.SHUTDOWN)
    assert cloud.driver.calls == ["power_off 60 10"]
    assert cloud.store.calls == ["finish_operation"]
    assert cloud.store.events == [("compute_stop_instance", "finish", None)]


def test_forced_stop_does_not_ask_the_guest(cloud: Cloud) -> None:
    instance = cloud.instance(task_state=TaskState.POWERING_OFF)
    PowerEndpoint(cloud.host).stop_instance(cloud.context, instance, clean_shutdown=False)
    assert cloud.driver.calls == ["power_off 0 0"]


def test_start(cloud: Cloud) -> None:
    instance = cloud.instance(vm_state=VmState.STOPPED, task_state=TaskState.POWERING_ON, power_state=4)
    PowerEndpoint(cloud.host).start_instance(cloud.context, instance)
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state, row.power_state) == (VmState.ACTIVE, None, PowerState.RUNNING)


def test_failed_start_stays_stopped(cloud: Cloud) -> None:
    cloud.driver.fail["power_on"] = exception.HypervisorUnavailable()
    instance = cloud.instance(vm_state=VmState.STOPPED, task_state=TaskState.POWERING_ON)
    assert not power.start(cloud.host, cloud.context, instance)
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == (VmState.STOPPED, None)
    assert len(cloud.store.faults) == 1


@pytest.mark.parametrize(("value", "seconds"), [(None, 60), ("5", 5), ("soon", 60), ("-3", 0)])
def test_time_to_shut_down_is_the_images(cloud: Cloud, value: str | None, seconds: int) -> None:
    kept = {} if value is None else {"image_os_shutdown_timeout": value}
    assert power.shutdown_timeout_s(cloud.instance(system_metadata=kept)) == seconds

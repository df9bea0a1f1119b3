# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The wrapper around all work on a server."""

from collections.abc import Iterator

import pytest

from nova_lite import concurrency, exception, lifecycle
from nova_lite.compute import operation
from nova_lite.compute.operation import Phase, Report
from nova_lite.lifecycle import TaskState, VmState
from tests.unit.compute.fakes import UUID, Cloud


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Report]]:
    found: list[Report] = []
    monkeypatch.setattr(operation, "_observers", [])
    operation.observe(lambda context, report: found.append(report))
    yield found


def raising(error: Exception) -> operation.Body:
    def body() -> None:
        raise error

    return body


def test_success(cloud: Cloud, reports: list[Report]) -> None:
    instance = cloud.instance(task_state=TaskState.POWERING_OFF)
    assert operation.run(cloud.context, instance, lifecycle.STOP, lambda: None)
    assert cloud.store.events == [("compute_stop_instance", "start", None), ("compute_stop_instance", "finish", None)]
    assert [report.phase for report in reports] == [Phase.START, Phase.END]


def test_observer_that_fails_does_not_stop_the_work(cloud: Cloud, reports: list[Report]) -> None:
    def broken(context: object, report: Report) -> None:
        raise ValueError("no bus")

    operation.observe(broken)
    operation.observe(broken)
    assert operation.run(cloud.context, cloud.instance(), lifecycle.STOP, lambda: None)
    assert len(operation._observers) == 2


def test_failure_leaves_a_fault_and_no_task(cloud: Cloud, reports: list[Report]) -> None:
    instance = cloud.instance(task_state=TaskState.POWERING_OFF)
    error = exception.HypervisorUnavailable()
    assert not operation.run(cloud.context, instance, lifecycle.STOP, raising(error))
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == (VmState.ACTIVE, None)
    assert cloud.store.faults == [(UUID, 500, "Connection to the hypervisor is broken on host")]
    assert "HypervisorUnavailable" in str(cloud.store.events[-1][2])
    assert reports[-1].error is error


def test_foreign_error_shows_its_kind_only(cloud: Cloud) -> None:
    instance = cloud.instance(task_state=TaskState.POWERING_OFF)
    operation.run(cloud.context, instance, lifecycle.STOP, raising(ValueError("secret path")))
    assert cloud.store.faults == [(UUID, 500, "ValueError")]


@pytest.mark.parametrize(
    "error",
    [
        exception.InstanceNotFound(instance_id=UUID),
        exception.UnexpectedDeletingTaskState(instance_uuid=UUID, expected=[], actual="deleting"),
        exception.UnexpectedTaskState(instance_uuid=UUID, expected=[], actual="spawning"),
    ],
)
def test_server_that_is_gone_or_taken_over_is_left_alone(cloud: Cloud, error: Exception) -> None:
    instance = cloud.instance(task_state=TaskState.DELETING)
    assert not operation.run(cloud.context, instance, lifecycle.STOP, raising(error))
    assert cloud.store.faults == []
    assert cloud.store.states == []
    assert cloud.store.events[-1][1] == "finish"


def test_own_way_to_fail(cloud: Cloud) -> None:
    seen: list[Exception] = []

    def failed(error: Exception) -> bool:
        seen.append(error)
        return False

    error = ValueError("x")
    operation.run(cloud.context, cloud.instance(), lifecycle.CREATE, raising(error), failed)
    assert seen == [error]
    assert cloud.store.faults == []
    assert cloud.store.events[-1][2] is None


def test_error_while_putting_things_right_goes_no_further(cloud: Cloud) -> None:
    cloud.store.fail("save_instance", exception.RpcTimeout(topic="conductor", method="save_instance"))
    instance = cloud.instance(task_state=TaskState.POWERING_OFF)
    assert not operation.run(cloud.context, instance, lifecycle.STOP, raising(ValueError()))
    assert cloud.store.events[-1][1] == "finish"


def test_lost_event_records_do_not_stop_the_work(cloud: Cloud) -> None:
    for name in ("start_event", "finish_event"):
        cloud.store.fail(name, exception.InstanceActionNotFound(request_id="r", instance_uuid=UUID))
    done: list[int] = []
    assert operation.run(cloud.context, cloud.instance(), lifecycle.STOP, lambda: done.append(1))
    assert done == [1]


def test_fault_of_a_server_that_is_gone_is_no_error(cloud: Cloud) -> None:
    cloud.store.fail("record_fault", exception.InstanceNotFound(instance_id=UUID))
    operation.record_fault(cloud.context, cloud.instance(), ValueError("x"))


def test_operations_of_one_server_run_one_after_the_other(cloud: Cloud) -> None:
    order: list[str] = []

    def slow() -> None:
        order.append("begin")
        concurrency.sleep(0.05)
        order.append("end")

    instance = cloud.instance()
    threads = [
        concurrency.spawn(operation.run, cloud.context, instance.obj_clone(), lifecycle.STOP, slow) for _ in range(2)
    ]
    for thread in threads:
        thread.join(10)
    assert order == ["begin", "end", "begin", "end"]


def test_rollback_steps_do_not_stop_each_other() -> None:
    done: list[str] = []
    operation.quietly("one", UUID, raising(ValueError("x")))
    operation.quietly("two", UUID, lambda: done.append("two"))
    assert done == ["two"]

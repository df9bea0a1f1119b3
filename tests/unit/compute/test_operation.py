# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The wrapper around all work on a server."""

from collections.abc import Iterator
from typing import Any

import pytest

from nova_lite import concurrency, exception, figures, lifecycle
from nova_lite.compute import operation
from nova_lite.compute.operation import Phase, Report, Work
from nova_lite.lifecycle import TaskState, VmState
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Ending, Lease, grant, renewed
from tests.unit.compute.fakes import NODE_UUID, UUID, Cloud
from tests.unit.counting import Counted


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Report]]:
    found: list[Report] = []
    monkeypatch.setattr(operation, "_observers", [])
    operation.observe(lambda context, report: found.append(report))
    yield found


def stop(cloud: Cloud, instance: Instance | None = None, lease: Lease | None = None) -> Work:
    instance = instance or cloud.instance(task_state=TaskState.POWERING_OFF)
    return Work(cloud.host, cloud.context, instance, lifecycle.STOP, lease)


def raising(error: Exception) -> operation.Body:
    def body() -> None:
        raise error

    return body


def test_success_is_one_message(cloud: Cloud, reports: list[Report]) -> None:
    lease = grant(lifecycle.STOP, UUID, attempt=1)
    work = stop(cloud, lease=lease)
    assert cloud.host.leases.accept(cloud.context, work.instance, lease)
    assert operation.run(work, lambda: work.finish(VmState.STOPPED))
    assert cloud.store.calls == ["finish_operation"]
    (ending,) = cloud.store.endings
    assert (ending.outcome, ending.failure, ending.lease.attempt) == ("done", None, 1)
    assert cloud.store.rows[UUID].vm_state == VmState.STOPPED
    assert [report.phase for report in reports] == [Phase.START, Phase.END]
    assert not cloud.host.leases.is_busy(UUID)


def test_news_of_the_host_goes_with_the_end(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation, "RECORD_PAUSE_S", 0)
    work = stop(cloud)

    def body() -> None:
        cloud.tracker.update(work.instance, coming=VmState.STOPPED)
        work.finish(VmState.STOPPED)

    assert operation.run(work, body)
    cloud.tracker.save_if_changed(cloud.context)
    assert cloud.store.calls == ["finish_operation"]
    assert cloud.store.nodes[NODE_UUID].running_vms == 1


def test_news_of_the_host_that_did_not_arrive_is_told_later(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation, "RECORD_PAUSE_S", 0)
    cloud.store.fail("finish_operation", exception.InstanceNotFound(instance_id=UUID))
    work = stop(cloud)

    def body() -> None:
        cloud.tracker.update(work.instance)
        work.finish(VmState.STOPPED)

    assert not operation.run(work, body)
    cloud.tracker.save_if_changed(cloud.context)
    assert cloud.store.calls[-1] == "save_compute_node"
    assert cloud.store.nodes[NODE_UUID].running_vms == 1


def test_body_that_saves_nothing_is_closed(cloud: Cloud) -> None:
    assert operation.run(stop(cloud), lambda: None)
    assert cloud.store.events == [("compute_stop_instance", "finish", None)]
    assert cloud.store.states == []


def test_observer_that_fails_does_not_stop_the_work(cloud: Cloud, reports: list[Report]) -> None:
    def broken(context: object, report: Report) -> None:
        raise ValueError("no bus")

    operation.observe(broken)
    operation.observe(broken)
    assert operation.run(stop(cloud), lambda: None)
    assert len(operation._observers) == 2


def test_failure_leaves_a_fault_and_no_task(cloud: Cloud, reports: list[Report]) -> None:
    error = exception.HypervisorUnavailable()
    assert not operation.run(stop(cloud), raising(error))
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == (VmState.ACTIVE, None)
    assert cloud.store.calls == ["finish_operation"]
    assert cloud.store.faults == [(UUID, 500, "Connection to the hypervisor is broken on host")]
    assert "HypervisorUnavailable" in str(cloud.store.events[-1][2])
    assert cloud.store.endings[-1].outcome == "failed"
    assert reports[-1].error is error


def test_foreign_error_shows_its_kind_only(cloud: Cloud) -> None:
    operation.run(stop(cloud), raising(ValueError("secret path")))
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
    assert not operation.run(stop(cloud, cloud.instance(task_state=TaskState.DELETING)), raising(error))
    assert cloud.store.faults == []
    assert cloud.store.states == []
    assert cloud.store.endings[-1].outcome == "replaced"


def test_own_way_to_fail(cloud: Cloud) -> None:
    seen: list[Exception] = []
    error = ValueError("x")
    work = stop(cloud)
    operation.run(work, raising(error), seen.append)
    assert seen == [error]
    assert cloud.store.faults == []
    assert cloud.store.endings[-1].outcome == "replaced"


def test_error_while_putting_things_right_goes_no_further(cloud: Cloud) -> None:
    cloud.store.fail("finish_operation", ValueError("broken"))
    assert not operation.run(stop(cloud), raising(ValueError()))
    assert cloud.store.calls == ["finish_operation", "finish_operation"]


def test_lost_record_does_not_stop_the_work(cloud: Cloud) -> None:
    cloud.store.fail("finish_operation", exception.InstanceNotFound(instance_id=UUID))
    done: list[int] = []
    assert operation.run(stop(cloud), lambda: done.append(1))
    assert done == [1]


LOST = exception.RpcTimeout(topic="conductor", method="finish_operation")
AWAY = exception.DatabaseUnavailable(reason="refused")


@pytest.mark.parametrize("lost", [LOST, AWAY], ids=str)
def test_lost_answer_is_asked_again_and_in_the_end_it_is_a_failure(cloud: Cloud, lost: Exception) -> None:
    cloud.store.fail("finish_operation", lost, lost)
    work = stop(cloud)
    assert operation.run(work, lambda: work.finish(VmState.STOPPED))
    cloud.store.fail("finish_operation", *[lost] * 20)
    again = stop(cloud)
    assert not operation.run(again, lambda: again.finish(VmState.STOPPED))


@pytest.mark.parametrize("lost", [LOST, AWAY], ids=str)
def test_a_failure_is_recorded_when_it_can_be(cloud: Cloud, lost: Exception) -> None:
    cloud.store.fail("finish_operation", lost, lost)
    assert not operation.run(stop(cloud), raising(ValueError("x")))
    assert cloud.store.endings[-1].outcome == "failed"


@pytest.mark.parametrize("lost", [LOST, AWAY], ids=str)
def test_what_fails_while_the_database_is_away_is_asked_for_again(
    cloud: Cloud, counted: Counted, reports: list[Report], lost: Exception
) -> None:
    lease = grant(lifecycle.STOP, UUID, attempt=1)
    work = stop(cloud, lease=lease)
    assert cloud.host.leases.accept(cloud.context, work.instance, lease)
    assert not operation.run(work, raising(lost), lambda error: pytest.fail("nothing failed for good"))
    assert cloud.store.calls == []
    assert not cloud.host.leases.is_busy(UUID)
    assert [report.phase for report in reports] == [Phase.START]
    assert counted.of(figures.OPERATIONS)[("stop", "postponed")] == 1


@pytest.mark.parametrize("lost", [LOST, AWAY], ids=str)
def test_a_failure_that_cannot_be_recorded_leaves_the_operation_open(
    cloud: Cloud, counted: Counted, lost: Exception
) -> None:
    cloud.store.fail("finish_operation", *[lost] * operation.SAVE_ATTEMPTS)
    lease = grant(lifecycle.STOP, UUID, attempt=1)
    work = stop(cloud, lease=lease)
    assert cloud.host.leases.accept(cloud.context, work.instance, lease)
    assert not operation.run(work, raising(ValueError("x")))
    assert cloud.store.endings == []
    assert not cloud.host.leases.is_busy(UUID)
    assert counted.of(figures.OPERATIONS)[("stop", "postponed")] == 1


def test_what_nobody_asks_for_again_fails_at_once(cloud: Cloud) -> None:
    assert not operation.run(stop(cloud), raising(AWAY))
    assert cloud.store.endings[-1].failure is not None


def test_a_deletion_is_recorded_when_it_can_be(cloud: Cloud) -> None:
    cloud.store.fail("destroy_instance", LOST, AWAY)
    work = stop(cloud)
    assert operation.run(work, work.destroyed)
    assert cloud.store.calls == ["destroy_instance"] * 3


def test_somebody_elses_end_is_not_taken_for_ours(cloud: Cloud) -> None:
    taken = exception.OperationTaken(uuid="x", instance_uuid=UUID, attempt=1)
    cloud.store.fail("finish_operation", LOST, taken)
    work = stop(cloud)
    assert not operation.run(work, lambda: work.finish(VmState.STOPPED))


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
    threads = [concurrency.spawn(operation.run, stop(cloud, instance.obj_clone()), slow) for _ in range(2)]
    for thread in threads:
        thread.join(10)
    assert order == ["begin", "end", "begin", "end"]


def test_rollback_steps_do_not_stop_each_other() -> None:
    done: list[str] = []
    operation.quietly("one", UUID, raising(ValueError("x")))
    operation.quietly("two", UUID, lambda: done.append("two"))
    assert done == ["two"]


def test_operation_that_was_taken_is_left_open(cloud: Cloud) -> None:
    """Closing it would end the attempt of whoever has it now."""
    taken = exception.OperationTaken(uuid="x", instance_uuid=UUID, attempt=1)
    assert not operation.run(stop(cloud), raising(taken))
    assert (cloud.store.endings, cloud.store.faults) == ([], [])


def test_work_that_was_asked_for_again_meanwhile_ends_under_the_new_number(cloud: Cloud) -> None:
    lease = grant(lifecycle.STOP, UUID, attempt=1)
    work = stop(cloud, lease=lease)
    assert cloud.host.leases.accept(cloud.context, work.instance, lease)
    original, asked = cloud.store.finish_operation, []

    def moved_on(context: Any, uuid: str, updates: Any, expectations: Any, ending: Ending) -> None:
        assert ending.lease is not None
        asked.append(ending.lease.attempt)
        if ending.lease.attempt == 1:
            assert not cloud.host.leases.accept(cloud.context, work.instance, renewed(lease, 2))
            raise exception.OperationTaken(uuid=lease.uuid, instance_uuid=UUID, attempt=1)
        original(context, uuid, updates, expectations, ending)

    cloud.store.finish_operation = moved_on  # type: ignore[method-assign]
    assert operation.run(work, lambda: work.finish(VmState.STOPPED))
    assert asked == [1, 2]
    assert cloud.store.rows[UUID].vm_state == VmState.STOPPED


def test_operations_are_counted_by_outcome(cloud: Cloud, counted: Counted) -> None:
    def running() -> None:
        assert counted.of(figures.OPERATIONS_RUNNING) == {("stop",): 1}

    for body in (
        running,
        raising(exception.HypervisorUnavailable()),
        raising(exception.InstanceNotFound(instance_id=UUID)),
        raising(exception.OperationTaken(uuid="o", instance_uuid=UUID, attempt=1)),
    ):
        operation.run(stop(cloud), body)
    names = ("done", "failed", "gone", "replaced")
    assert counted.of(figures.OPERATIONS) == {("stop", outcome): 1 for outcome in names}
    assert counted.of(figures.OPERATIONS_RUNNING) == {("stop",): 0}

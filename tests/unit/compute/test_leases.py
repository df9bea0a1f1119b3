# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which messages may begin their work."""

import pytest

from nova_lite import exception, figures, lifecycle
from nova_lite.compute import leases
from nova_lite.compute.leases import Leases
from nova_lite.lifecycle import TaskState
from nova_lite.objects.lease import grant, renewed
from tests.unit.compute.fakes import HOST, UUID, Cloud
from tests.unit.counting import Counted


@pytest.fixture
def held(cloud: Cloud) -> Leases:
    return Leases(HOST)


def test_fresh_message_costs_nothing(cloud: Cloud, held: Leases) -> None:
    assert held.accept(cloud.context, cloud.instance(), grant(lifecycle.STOP, UUID, 1))
    assert held.accept(cloud.context, cloud.instance(), None)
    assert cloud.store.calls == []
    assert held.is_busy(UUID)


def test_repetition_is_dropped_during_and_after_the_work(cloud: Cloud, held: Leases) -> None:
    lease = grant(lifecycle.STOP, UUID, 1)
    assert held.accept(cloud.context, cloud.instance(), lease)
    assert not held.accept(cloud.context, cloud.instance(), lease)
    held.release(lease)
    assert not held.accept(cloud.context, cloud.instance(), lease)
    assert not held.is_busy(UUID)


def test_newer_attempt_at_what_is_in_hand_goes_on_under_its_number(cloud: Cloud, held: Leases) -> None:
    lease = grant(lifecycle.STOP, UUID, 1)
    held.accept(cloud.context, cloud.instance(), lease)
    assert not held.accept(cloud.context, cloud.instance(), renewed(lease, 2))
    current = held.current(lease)
    assert current is not None and current.attempt == 2
    held.release(lease)
    assert not held.accept(cloud.context, cloud.instance(), renewed(lease, 2))
    assert held.accept(cloud.context, cloud.instance(), renewed(lease, 3))


@pytest.mark.parametrize("age_s", [1000, 19])
def test_late_message_takes_the_operation_again(cloud: Cloud, held: Leases, age_s: float) -> None:
    lease = grant(lifecycle.STOP, UUID, 1)
    lease.expires_at -= age_s
    assert held.accept(cloud.context, cloud.instance(), lease)
    assert cloud.store.taken == [lease]
    current = held.current(lease)
    assert current is not None and current.attempt == 2


def test_message_from_before_the_start_takes_it_too(cloud: Cloud) -> None:
    lease = grant(lifecycle.STOP, UUID, 1)
    lease.granted_at -= 5
    assert Leases(HOST).accept(cloud.context, cloud.instance(), lease)
    assert cloud.store.calls == ["take_operation"]


def test_what_others_have_taken_is_dropped(cloud: Cloud, held: Leases) -> None:
    cloud.store.fail("take_operation", exception.OperationTaken(uuid="x", instance_uuid=UUID, attempt=1))
    lease = grant(lifecycle.STOP, UUID, 1)
    lease.expires_at = 0
    assert not held.accept(cloud.context, cloud.instance(), lease)
    assert not held.is_busy(UUID)


def test_what_comes_for_a_server_that_was_deleted_here_is_dropped(cloud: Cloud, held: Leases) -> None:
    held.note_deleted(UUID)
    assert not held.accept(cloud.context, cloud.instance(), grant(lifecycle.CREATE, UUID, 1))
    assert not held.is_busy(UUID)


def test_only_long_work_is_renewed(cloud: Cloud, held: Leases) -> None:
    instance = cloud.instance(task_state=TaskState.SCHEDULING)
    lease = grant(lifecycle.CREATE, UUID, 1)
    held.accept(cloud.context, instance, lease)
    assert held.to_renew(1.0) == []
    lease.granted_at -= 2
    assert held.to_renew(1.0) == []
    instance.advance(cloud.context, TaskState.SPAWNING)
    (found,) = held.to_renew(1.0)
    found.shown = TaskState.SPAWNING
    assert held.to_renew(1.0) == []
    found.renewed_at -= 6
    assert held.to_renew(1.0) == [found]


def test_memory_of_what_is_over_is_bounded(cloud: Cloud, held: Leases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "REMEMBERED", 2)
    done = [grant(lifecycle.STOP, UUID, 1) for _ in range(3)]
    for lease in done:
        held.release(lease)
    assert held.accept(cloud.context, cloud.instance(), done[0])
    assert not held.accept(cloud.context, cloud.instance(), done[2])
    held.release(None)
    assert held.current(None) is None


def test_age_of_messages_is_noted(cloud: Cloud, held: Leases, counted: Counted) -> None:
    lease = grant(lifecycle.STOP, UUID, 1)
    lease.granted_at -= 5
    held.accept(cloud.context, cloud.instance(), lease)
    ((key, (age_s,)),) = counted.durations.items()
    assert key == (figures.MESSAGE_AGE, ("stop",)) and 5 <= age_s < 60

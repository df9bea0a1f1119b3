# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a host tells in one message."""

from nova_lite import lifecycle
from nova_lite.lifecycle import TaskState
from nova_lite.objects.lease import Lease, grant
from tests.unit.compute.fakes import UUID, Cloud


def old(cloud: Cloud, task: TaskState) -> Lease:
    """Work that has been in hand for a while."""
    lease = grant(lifecycle.CREATE, UUID, 1)
    instance = cloud.instance(task_state=TaskState.SCHEDULING)
    cloud.host.leases.accept(cloud.context, instance, lease)
    lease.granted_at -= 10
    instance.advance(cloud.context, task)
    return lease


def test_nothing_happened_nothing_is_sent(cloud: Cloud) -> None:
    cloud.host.reports.send(cloud.context)
    assert (cloud.store.calls, cloud.sent) == ([], [])


def test_step_of_long_work_is_shown_once(cloud: Cloud) -> None:
    old(cloud, TaskState.SPAWNING)
    cloud.host.reports.send(cloud.context)
    assert cloud.store.progress == {UUID: TaskState.SPAWNING}
    cloud.store.calls.clear()
    cloud.host.reports.send(cloud.context)
    assert cloud.store.calls == []


def test_wait_of_lost_work_is_broken_off(cloud: Cloud) -> None:
    lease = old(cloud, TaskState.SPAWNING)
    cloud.store.lost = {lease.uuid}
    with cloud.host.events.watch(UUID, set):
        cloud.host.reports.send(cloud.context)
    assert cloud.store.calls == ["renew_operations"]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Builds that take too long."""

import datetime
from collections.abc import Iterator

import pytest
from oslo_utils import timeutils

from nova_lite.compute.periodics import build_timeout
from nova_lite.conf import CONF
from nova_lite.lifecycle import TaskState, VmState
from tests.unit.compute.fakes import UUID, Cloud


@pytest.fixture
def limit() -> Iterator[None]:
    CONF.set_override("instance_build_timeout", 60)
    yield
    CONF.clear_override("instance_build_timeout")


def building(cloud: Cloud, age_s: int) -> None:
    created = timeutils.utcnow() - datetime.timedelta(seconds=age_s)
    instance = cloud.instance(vm_state=VmState.BUILDING, task_state=TaskState.SPAWNING, created_at=created)
    cloud.tracker.update(instance)


def test_old_build_ends_in_an_error(cloud: Cloud, limit: None) -> None:
    building(cloud, 120)
    build_timeout.run(cloud.host, cloud.context)
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == (VmState.ERROR, None)
    assert "it took longer than 60 seconds" in cloud.store.faults[0][2]


def test_young_build_goes_on(cloud: Cloud, limit: None) -> None:
    building(cloud, 10)
    build_timeout.run(cloud.host, cloud.context)
    assert cloud.store.rows[UUID].vm_state == VmState.BUILDING


def test_nothing_is_asked_while_nothing_builds(cloud: Cloud, limit: None) -> None:
    cloud.tracker.update(cloud.instance())
    build_timeout.run(cloud.host, cloud.context)
    assert cloud.store.calls == []


def test_build_that_ended_just_now_is_left_alone(cloud: Cloud, limit: None) -> None:
    building(cloud, 120)
    original = cloud.store.get_instances_by_host

    def stale(*arguments: object, **options: object) -> object:
        found = original(*arguments, **options)  # type: ignore[arg-type]
        cloud.store.rows[UUID].vm_state, cloud.store.rows[UUID].task_state = VmState.ACTIVE, None
        return found

    cloud.store.get_instances_by_host = stale  # type: ignore[method-assign, assignment]
    build_timeout.run(cloud.host, cloud.context)
    assert cloud.store.rows[UUID].vm_state == VmState.ACTIVE
    assert cloud.store.faults == []

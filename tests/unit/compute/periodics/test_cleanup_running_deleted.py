# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Guests of deleted servers."""

import datetime
from collections.abc import Iterator

import pytest
from oslo_utils import timeutils

from nova_lite import exception
from nova_lite.compute.periodics import cleanup_running_deleted
from nova_lite.conf import CONF
from nova_lite.lifecycle import PowerState
from tests.unit.compute.fakes import PORT, UUID, Cloud


@pytest.fixture
def deleted(cloud: Cloud) -> Iterator[Cloud]:
    cloud.instance(deleted=True, deleted_at=timeutils.utcnow() - datetime.timedelta(minutes=5))
    cloud.driver.guests[UUID] = PowerState.RUNNING
    cloud.network.allocated[UUID] = [PORT]
    yield cloud
    for name in ("running_deleted_instance_action", "running_deleted_instance_timeout"):
        CONF.clear_override(name)


def run(cloud: Cloud) -> None:
    cleanup_running_deleted.run(cloud.host, cloud.context)


def test_guest_is_reaped_with_all_that_it_holds(deleted: Cloud) -> None:
    run(deleted)
    assert deleted.driver.guests == {}
    assert deleted.network.allocated == {}
    assert deleted.allocations.deleted == [UUID]
    assert deleted.store.rows[UUID].cleaned is True


@pytest.mark.parametrize(
    ("action", "state"),
    [("noop", PowerState.RUNNING), ("log", PowerState.RUNNING), ("shutdown", PowerState.SHUTDOWN)],
)
def test_other_actions(deleted: Cloud, action: str, state: PowerState) -> None:
    CONF.set_override("running_deleted_instance_action", action)
    run(deleted)
    assert deleted.driver.guests == {UUID: state}


def test_recent_deletion_gets_its_time(deleted: Cloud) -> None:
    CONF.set_override("running_deleted_instance_timeout", 3600)
    run(deleted)
    assert UUID in deleted.driver.guests


def test_failure_is_tried_again(deleted: Cloud) -> None:
    deleted.driver.fail["destroy"] = exception.HypervisorUnavailable()
    run(deleted)
    assert not deleted.store.rows[UUID].cleaned
    deleted.driver.fail.clear()
    run(deleted)
    assert deleted.store.rows[UUID].cleaned


def test_living_and_foreign_guests_are_left_alone(cloud: Cloud) -> None:
    cloud.instance(uuid="moved-here-just-now")
    cloud.driver.guests = {"moved-here-just-now": PowerState.RUNNING, "foreign": PowerState.RUNNING}
    run(cloud)
    assert sorted(cloud.driver.guests) == ["foreign", "moved-here-just-now"]


def test_no_message_while_all_guests_are_known(cloud: Cloud) -> None:
    cloud.tracker.update(cloud.instance())
    cloud.driver.guests[UUID] = PowerState.RUNNING
    run(cloud)
    assert cloud.store.calls == []

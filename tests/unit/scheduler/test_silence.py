# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts that are down, and hosts whose reports do not arrive."""

import datetime

import pytest

from nova_lite import exception
from nova_lite.db.engine import cell_database
from nova_lite.db.main import services
from nova_lite.db.model_base import utcnow
from nova_lite.scheduler import silence
from tests.unit.clock import Clock
from tests.unit.control_plane import Plane


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock.of(silence, monkeypatch)


def hear(host: str, ago_s: int) -> None:
    """A host's report, so many seconds ago."""
    with cell_database().writer() as session:
        found = services.find(session, host, "nova-compute")
        row = found or services.create(session, host, "nova-compute", "compute", version=73)
        services.save(session, row.id, {"last_seen_up": utcnow() - datetime.timedelta(seconds=ago_s)})


def test_while_any_host_is_heard_of_nothing_waits(plane: Plane, clock: Clock) -> None:
    hear("host1", 100)
    hear("host2", 10)
    silence.Silence().check(plane.admin)


def test_a_cloud_without_hosts_that_could_report_does_not_wait_for_one(plane: Plane, clock: Clock) -> None:
    silence.Silence().check(plane.admin)
    plane.add_compute("host1", up=False)
    silence.Silence().check(plane.admin)


def test_when_all_are_silent_requests_wait_for_a_while(plane: Plane, clock: Clock) -> None:
    hear("host1", 100)
    one = silence.Silence()
    for seconds in (0, 59):
        clock.now = 1000 + seconds
        with pytest.raises(exception.ComputesSilent):
            one.check(plane.admin)
    clock.now = 1060
    one.check(plane.admin)


def test_after_a_report_the_next_silence_is_waited_for_anew(plane: Plane, clock: Clock) -> None:
    hear("host1", 100)
    one = silence.Silence()
    with pytest.raises(exception.ComputesSilent):
        one.check(plane.admin)
    clock.now += 100
    hear("host1", 1)
    one.check(plane.admin)
    hear("host1", 100)
    with pytest.raises(exception.ComputesSilent):
        one.check(plane.admin)


def test_a_cell_that_does_not_answer_proves_nothing(
    plane: Plane, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear("host1", 100)

    def away(*_: object) -> None:
        raise exception.DatabaseUnavailable(reason="away")

    monkeypatch.setattr(silence.services, "last_report", away)
    silence.Silence().check(plane.admin)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hours within a period."""

import datetime

import pytest

from nova_lite import exception
from nova_lite.operations import usage
from nova_lite.operations.usage import Period
from tests.unit.control_plane import PROJECT, Plane, an_instance

HOUR = datetime.timedelta(hours=1)
NOON = datetime.datetime(2026, 1, 10, 12)
MORNING = Period(NOON - 4 * HOUR, NOON)


def test_only_hours_within_count(plane: Plane) -> None:
    plane.add(an_instance(1, launched_at=NOON - 10 * HOUR, vcpus=2, root_gb=3, ephemeral_gb=1))
    plane.add(an_instance(2, launched_at=NOON - 3 * HOUR, terminated_at=NOON - HOUR))
    plane.add(an_instance(3, launched_at=NOON + HOUR))
    first, second = usage.of_servers(plane.admin, MORNING, None, None, None)
    assert (first.hours, first.uptime_s, first.ended_at, first.state) == (4.0, 36000, None, "active")
    assert (first.vcpus, first.local_gb, first.flavor, first.project_id) == (2, 4, "m1.nano", PROJECT)
    assert (second.hours, second.uptime_s, second.state) == (2.0, 7200, "terminated")


def test_pages(plane: Plane) -> None:
    uuids = [plane.add(an_instance(number, launched_at=NOON - HOUR)).uuid for number in (1, 2, 3)]
    page = usage.of_servers(plane.admin, MORNING, PROJECT, 2, None)
    assert [one.uuid for one in page] == uuids[:2]
    rest = usage.of_servers(plane.admin, MORNING, PROJECT, 2, uuids[1])
    assert [one.uuid for one in rest] == uuids[2:]
    with pytest.raises(exception.MarkerNotFound):
        usage.of_servers(plane.admin, MORNING, PROJECT, 2, "unknown")

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The heartbeat rule."""

import datetime
from collections.abc import Iterator

import pytest
from oslo_utils import timeutils

from nova_lite.conf import CONF
from nova_lite.objects import service
from nova_lite.objects.service import Service

NOW = datetime.datetime(2026, 5, 1, 12, 0, 0)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    timeutils.set_time_override(NOW)
    CONF.set_override("service_down_time", 60)
    yield
    timeutils.clear_time_override()
    CONF.clear_override("service_down_time")
    CONF.clear_override("report_interval")


def ago(seconds: int) -> datetime.datetime:
    return NOW - datetime.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("record", "up"),
    [
        (Service(last_seen_up=ago(60)), True),
        (Service(last_seen_up=ago(61)), False),
        (Service(last_seen_up=ago(-61)), False),
        (Service(last_seen_up=ago(1), forced_down=True), False),
        (Service(created_at=ago(5)), True),
        (Service(), False),
    ],
)
def test_up_or_down(record: Service, up: bool) -> None:
    assert record.is_up is up


def test_down_time_below_the_heartbeat_is_raised() -> None:
    CONF.set_override("report_interval", 100)
    assert service.service_down_time_s() == 250

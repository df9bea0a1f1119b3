# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A daemon's record: where it runs and when it was last heard of."""

import datetime

from oslo_utils import timeutils

from nova_lite.conf import CONF
from nova_lite.objects.base import WireObject, wire


@wire
class Service(WireObject):
    """One row of `services`. Times in UTC."""

    VERSION = "1.0"

    id: int | None = None
    uuid: str | None = None
    host: str | None = None
    binary: str | None = None
    topic: str | None = None
    report_count: int = 0
    disabled: bool = False
    disabled_reason: str | None = None
    last_seen_up: datetime.datetime | None = None
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    forced_down: bool = False
    version: int = 0

    @property
    def is_up(self) -> bool:
        """Heard of within [DEFAULT]service_down_time seconds and not forced down."""
        return is_up(self.forced_down, self.last_seen_up or self.created_at)


def is_up(forced_down: bool | None, last_heard: datetime.datetime | None) -> bool:
    """The heartbeat rule on plain values, for rows that never become objects."""
    if forced_down or last_heard is None:
        return False
    age_s = abs(timeutils.delta_seconds(last_heard, timeutils.utcnow()))
    return bool(age_s <= service_down_time_s())


def service_down_time_s() -> float:
    """Seconds of silence after which a service counts as down; never below 2.5 report intervals when misconfigured."""
    down, interval = CONF.service_down_time, CONF.report_interval
    return float(down if down > interval else interval * 2.5)

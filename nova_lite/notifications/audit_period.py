# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Audit periods: which stretch of time a usage audit is about, as [DEFAULT]instance_usage_audit_period says."""

import datetime

from oslo_utils import timeutils

from nova_lite.conf import CONF

Period = tuple[datetime.datetime, datetime.datetime]


def last_completed(before: datetime.datetime | None = None, unit: str | None = None) -> Period:
    """Begin and end of the last period that ended before a moment (now by default). UTC, without zone.

    unit: hour, day, month or year, with an offset such as month@15: periods begin on the 15th.
    """
    moment = before or timeutils.utcnow()
    name, _, offset = (unit or str(CONF.instance_usage_audit_period)).partition("@")
    end = _start_of(name, int(offset or 0), moment)
    if end >= moment:
        end = _step_back(name, end)
    return _step_back(name, end), end


def _start_of(name: str, offset: int, moment: datetime.datetime) -> datetime.datetime:
    """The boundary in the unit that a moment is in."""
    if name == "hour":
        return moment.replace(minute=offset, second=0, microsecond=0)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if name == "day":
        return midnight.replace(hour=offset)
    if name == "month":
        return midnight.replace(day=offset or 1)
    return midnight.replace(month=offset or 1, day=1)


def _step_back(name: str, moment: datetime.datetime) -> datetime.datetime:
    if name == "hour":
        return moment - datetime.timedelta(hours=1)
    if name == "day":
        return moment - datetime.timedelta(days=1)
    if name == "year" or moment.month == 1:
        back = moment.replace(year=moment.year - 1)
        return back if name == "year" else back.replace(month=12)
    return moment.replace(month=moment.month - 1)

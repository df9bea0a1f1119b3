# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers of a period, by project and uuid, page by page."""

import datetime

from nova_lite.db.main import usage
from nova_lite.db.session import Session
from tests.unit.db import rows

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 1, 10)


def test_who_ran_in_the_period(session: Session) -> None:
    facts = (("a", NOW - 3 * DAY, None), ("b", NOW - 3 * DAY, NOW - 2 * DAY), ("c", NOW + DAY, None), ("d", None, None))
    uuids = {
        name: rows.server(session, project_id="p", launched_at=begin, terminated_at=end) for name, begin, end in facts
    }
    found = usage.active_between(session, NOW - DAY, NOW)
    assert [row.uuid for row in found] == [uuids["a"]]
    assert usage.active_between(session, NOW - DAY, NOW, "other") == []
    both = sorted([uuids["a"], uuids["b"]])
    page = usage.active_between(session, NOW - 4 * DAY, NOW, limit=1)
    assert [row.uuid for row in page] == both[:1]
    rest = usage.active_between(session, NOW - 4 * DAY, NOW, limit=5, after=("p", both[0]))
    assert [row.uuid for row in rest] == both[1:]
    assert usage.project_of(session, uuids["c"]) == "p"
    assert usage.project_of(session, "unknown") is None

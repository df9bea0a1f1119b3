# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Runs of the usage audit."""

import datetime

import pytest
from oslo_db import exception as db_exception

from nova_lite.db.main import task_log
from nova_lite.db.session import Session

MAY = (datetime.datetime(2026, 5, 1), datetime.datetime(2026, 6, 1))
JUNE = (datetime.datetime(2026, 6, 1), datetime.datetime(2026, 7, 1))


def test_a_run_from_begin_to_end(session: Session) -> None:
    task_log.begin(session, "audit", "h1", MAY, items=3)
    row = task_log.find(session, "audit", "h1", MAY)
    assert row is not None
    assert (row.state, row.task_items, row.errors, row.message) == ("RUNNING", 3, 0, "")
    task_log.end(session, "audit", "h1", MAY, errors=1, message="x" * 300)
    row = task_log.find(session, "audit", "h1", MAY)
    assert row is not None
    assert (row.state, row.errors, len(row.message)) == ("DONE", 1, 255)


def test_runs_of_a_period(session: Session) -> None:
    for host, period in (("h2", MAY), ("h1", MAY), ("h1", JUNE)):
        task_log.begin(session, "audit", host, period, 0)
    task_log.begin(session, "other", "h3", MAY, 0)
    assert [row.host for row in task_log.listed(session, "audit", MAY)] == ["h1", "h2"]
    assert task_log.find(session, "audit", "h2", JUNE) is None


def test_one_run_per_host_and_period(session: Session) -> None:
    task_log.begin(session, "audit", "h1", MAY, 0)
    with pytest.raises(db_exception.DBDuplicateEntry), session.begin_nested():
        task_log.begin(session, "audit", "h1", MAY, 0)

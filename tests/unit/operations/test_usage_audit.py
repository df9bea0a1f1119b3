# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How far the usage audit has come."""

import datetime

from nova_lite.context import get_admin_context
from nova_lite.db.engine import cell_database
from nova_lite.db.main import task_log
from nova_lite.objects.host_database import AUDIT
from nova_lite.operations import usage_audit
from tests.unit.api import cloud

APRIL = (datetime.datetime(2026, 4, 1), datetime.datetime(2026, 5, 1))


def test_hosts_that_did_not_run_are_named() -> None:
    for number, host in enumerate(("h1", "h2", "h3"), 1):
        cloud.add_service(number, host)
    with cell_database().writer() as session:
        task_log.begin(session, AUDIT, "h1", APRIL, 2)
        task_log.begin(session, AUDIT, "h2", APRIL, 1)
        task_log.end(session, AUDIT, "h1", APRIL, 0, "ran")
    found = usage_audit.of(get_admin_context(), datetime.datetime(2026, 5, 9))
    assert found.period == APRIL
    assert (found.hosts_in("DONE"), found.hosts_in("RUNNING"), found.hosts_not_run) == (1, 1, ["h3"])
    assert usage_audit.of(get_admin_context(), datetime.datetime(2026, 4, 9)).runs == []

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-instance_usage_audit_log over HTTP."""

import datetime

import pytest

from nova_lite.db.engine import cell_database
from nova_lite.db.main import task_log
from nova_lite.objects.host_database import AUDIT
from tests.unit.api import cloud
from tests.unit.api.calls import Client, admin

APRIL = (datetime.datetime(2026, 4, 1), datetime.datetime(2026, 5, 1))
PATH = "/os-instance_usage_audit_log"


def test_a_period_that_is_done() -> None:
    cloud.add_service(1, "h1")
    with cell_database().writer() as session:
        task_log.begin(session, AUDIT, "h1", APRIL, 3)
        task_log.end(session, AUDIT, "h1", APRIL, 1, "ran")
    found = admin().call("GET", f"{PATH}/2026-05-09%2000:00:00").json["instance_usage_audit_log"]
    assert found == {
        "period_beginning": "2026-04-01 00:00:00",
        "period_ending": "2026-05-01 00:00:00",
        "num_hosts": 1,
        "num_hosts_done": 1,
        "num_hosts_running": 0,
        "num_hosts_not_run": 0,
        "hosts_not_run": [],
        "total_instances": 3,
        "total_errors": 1,
        "overall_status": "ALL hosts done. 1 errors.",
        "log": {"h1": {"state": "DONE", "instances": 3, "errors": 1, "message": "ran"}},
    }


def test_the_last_period_that_nobody_has_audited() -> None:
    cloud.add_service(1, "h1")
    found = admin().call("GET", PATH).json["instance_usage_audit_logs"]
    assert (found["overall_status"], found["hosts_not_run"]) == ("0 of 1 hosts done. 0 errors.", ["h1"])


@pytest.mark.parametrize(
    ("moment", "code"),
    [("2026-05-09%2000%3A00%3A00.123", 200), ("2026-05-09", 400), ("yesterday", 400), ("2026-05-09T00:00:00", 400)],
)
def test_moments(moment: str, code: int) -> None:
    assert admin().call("GET", f"{PATH}/{moment}").status_int == code
    assert Client().call("GET", f"{PATH}/{moment}").status_int == 403

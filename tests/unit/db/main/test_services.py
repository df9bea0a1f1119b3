# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Service records: heartbeats, lists, versions."""

import datetime

import pytest
from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.db.main import services
from nova_lite.db.session import Session
from tests.unit.db import rows


def test_a_service_is_found_by_host_and_binary_id_and_uuid(session: Session) -> None:
    number = rows.service(session, "h1")
    row = services.find(session, "h1", "nova-compute")
    assert row is not None and row.id == number and row.uuid is not None
    assert services.get(session, number) == services.get(session, row.uuid)
    assert services.find(session, "h1", "nova-scheduler") is None


@pytest.mark.parametrize("missing", [99_999, uuidutils.generate_uuid()])
def test_a_missing_service(session: Session, missing: int | str) -> None:
    with pytest.raises(exception.ServiceNotFound):
        services.get(session, missing)


def test_a_heartbeat_counts(session: Session) -> None:
    number, other = rows.service(session, "h1"), rows.service(session, "h2")
    assert services.report(session, [number]) == 1
    assert services.report(session, [other, number]) == 2
    row = services.get(session, number)
    assert row.report_count == 2
    assert row.last_seen_up is not None and row.last_seen_up == row.updated_at


def test_a_deleted_service_has_no_heartbeat(session: Session) -> None:
    number = rows.service(session, "h1")
    assert services.destroy(session, number)
    assert not services.destroy(session, number)
    assert not services.report(session, [number])
    assert services.find(session, "h1", "nova-compute") is None


def test_a_service_may_come_back_after_deletion(session: Session) -> None:
    first = rows.service(session, "h1")
    services.destroy(session, first)
    second = rows.service(session, "h1")
    services.destroy(session, second)
    assert rows.service(session, "h1") not in (first, second)


def test_changes(session: Session) -> None:
    number = rows.service(session, "h1")
    services.save(session, number, {"disabled": True, "disabled_reason": "repair"})
    row = services.get(session, number)
    assert (row.disabled, row.disabled_reason) == (True, "repair")


def test_lists(session: Session) -> None:
    ids = [
        rows.service(session, host, binary) for host, binary in (("h1", "nova-a"), ("h1", "nova-b"), ("h2", "nova-a"))
    ]
    assert [row.id for row in services.listed(session)] == ids
    assert [row.id for row in services.listed(session, host="h1")] == ids[:2]
    assert [row.id for row in services.listed(session, binary="nova-a")] == [ids[0], ids[2]]
    assert services.listed(session, "h2", "nova-b") == []


def test_the_oldest_version_that_matters(session: Session) -> None:
    assert services.minimum_version(session, "nova-compute") == 0
    rows.service(session, "h1", version=66)
    rows.service(session, "h2", version=64, forced_down=True)
    rows.service(session, "h3", "nova-scheduler", version=3)
    services.destroy(session, rows.service(session, "h4", version=1))
    assert services.minimum_version(session, "nova-compute") == 66


def test_the_newest_report_that_counts(session: Session) -> None:
    assert services.last_report(session, "nova-compute") is None
    for host, minute, forced_down in (("h1", 1, False), ("h2", 3, None), ("h3", 5, True)):
        number = rows.service(session, host, forced_down=forced_down)
        services.save(session, number, {"last_seen_up": datetime.datetime(2026, 11, 22, 3, minute)})
    assert services.last_report(session, "nova-compute") == datetime.datetime(2026, 11, 22, 3, 3)
    assert services.last_report(session, "nova-scheduler") is None

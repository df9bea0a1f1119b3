# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Moves of servers: filters, pages, what keeps a host busy."""

import datetime

import pytest

from nova_lite.db.main import migrations
from nova_lite.db.session import Session
from tests.unit.db import rows

EARLY, LATE = datetime.datetime(2026, 1, 1), datetime.datetime(2026, 1, 2)


def test_find_by_uuid_and_by_number(session: Session) -> None:
    server, other = rows.server(session), rows.server(session)
    row = rows.migration(session, server)
    assert migrations.by_uuid(session, row.uuid) == row
    assert migrations.by_uuid(session, server) is None
    assert migrations.of_server(session, server, row.id) == row
    assert migrations.of_server(session, other, row.id) is None


def test_kind_and_status_of_a_servers_moves(session: Session) -> None:
    server = rows.server(session)
    row = rows.migration(session, server)
    rows.migration(session, server, migration_type="resize")
    rows.migration(session, server, "error")
    assert migrations.in_statuses(session, server, "live-migration", {"running", "queued"}) == [row]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, [0, 1, 2]),
        ({"host": "h2"}, [0, 1]),
        ({"source_compute": "h2"}, [1]),
        ({"status": "done", "migration_type": "evacuation"}, [1]),
        ({"hidden": True}, [2]),
        ({"project_id": "mine"}, [0]),
        ({"changes_since": LATE}, [1]),
        ({"changes_before": EARLY}, [0]),
    ],
)
def test_filters(session: Session, filters: dict[str, object], numbers: list[int]) -> None:
    server = rows.server(session)
    made = [
        rows.migration(session, server, project_id="mine", updated_at=EARLY),
        rows.migration(session, server, "done", source_compute="h2", migration_type="evacuation", updated_at=LATE),
        rows.migration(session, server, source_compute="h3", dest_compute="h4", hidden=True),
    ]
    wanted = {**filters, "instance_uuid": server}
    assert migrations.listed(session, wanted) == [made[number] for number in numbers]


def test_pages_begin_with_the_newest(session: Session) -> None:
    server = rows.server(session)
    old = rows.migration(session, server, created_at=EARLY)
    same = rows.migration(session, server, created_at=EARLY)
    new = rows.migration(session, server, created_at=LATE)
    wanted = {"instance_uuid": server}
    assert migrations.page(session, wanted, limit=2) == [new, same]
    assert migrations.page(session, wanted, limit=2, after=same) == [old]


def test_what_keeps_a_host_busy(session: Session) -> None:
    server = rows.server(session)
    coming = rows.migration(session, server, "finished", source_compute="other", dest_compute="busy")
    leaving = rows.migration(session, server, "pre-migrating", source_compute="busy")
    for status in sorted(migrations.FINISHED):
        rows.migration(session, server, status, source_compute="busy")
    assert migrations.unfinished_on(session, "busy") == [coming, leaving]


def test_evacuations_to_clean_up_after(session: Session) -> None:
    server = rows.server(session)
    row = rows.migration(session, server, "done", source_compute="lost", migration_type="evacuation")
    rows.migration(session, server, "completed", source_compute="lost", migration_type="evacuation")
    assert migrations.evacuated_from(session, "lost") == [row]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""db archive_deleted_rows, purge, online_data_migrations."""

import datetime
from pathlib import Path

import pytest

from nova_lite import cells
from nova_lite.cmd.manage import archive
from nova_lite.conf import CONF
from nova_lite.db.api import instance_mappings, request_specs
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import instances
from tests.unit.cmd.manage.conftest import CELL1, Call
from tests.unit.db import rows


def deleted_servers(count: int, cell: str = CELL1) -> list[str]:
    found = cells.by_uuid(cell)
    with cell_database(found.database_url).writer() as session:
        uuids = [rows.server(session) for _ in range(count)]
        for uuid in uuids:
            instances.destroy(session, uuid, {})
    with api_database().writer() as session:
        for uuid in uuids:
            row = {"instance_uuid": uuid, "project_id": "p", "user_id": "u", "cell_id": found.id}
            instance_mappings.create(session, [row])
            request_specs.create(session, [{"instance_uuid": uuid, "spec": "{}"}])
    return uuids


def test_archived_servers_are_forgotten(cloud: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    uuids = deleted_servers(2)
    assert call("db archive_deleted_rows --verbose --max_rows 1") == 1
    assert "| instances " in capsys.readouterr().out
    with api_database().reader() as session:
        assert [instance_mappings.find(session, uuid) is None for uuid in uuids] == [True, False]
        assert request_specs.find(session, uuids[0]) is None
    assert call("db archive_deleted_rows --until-complete") == 1
    assert call("db archive_deleted_rows --verbose") == 0
    assert "Nothing was archived." in capsys.readouterr().out


def test_all_cells_and_purge(cloud: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    deleted_servers(1, cells.CELL0_UUID)
    assert call("db archive_deleted_rows") == 0
    assert call("db archive_deleted_rows --all-cells --verbose --purge") == 1
    out = capsys.readouterr().out
    assert "cell0.instances" in out and "cell0.shadow_instances" in out
    assert call("db purge --all --all-cells") == 3


def test_purge_by_date(cloud: Path, call: Call) -> None:
    deleted_servers(1)
    assert call("db archive_deleted_rows") == 1
    assert call("db purge") == 1
    assert call("db purge --before nonsense") == 2
    assert call("db purge --before 2001-01-01") == 3
    assert call("db purge --before 2999-01-01 --verbose") == 0


@pytest.mark.parametrize(("line", "code"), [("--max_rows x", 2), ("--max_rows 99999999999", 2), ("--before x", 4)])
def test_bad_arguments_of_archive(cloud: Path, call: Call, line: str, code: int) -> None:
    assert call(f"db archive_deleted_rows {line}") == code


def test_without_api_database(empty: Path, call: Call) -> None:
    CONF.set_override("connection", None, "api_database")
    assert call("db archive_deleted_rows") == 3
    assert call("db purge --all") == 4


def test_no_online_data_migrations(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("db online_data_migrations") == 0
    assert "Total Needed" in capsys.readouterr().out
    assert call("db online_data_migrations --max-count 5") == 0
    assert call("db online_data_migrations --max-count 0") == 127


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-04", datetime.datetime(2026, 5, 4)),
        ("2026-05-04 03:02", datetime.datetime(2026, 5, 4, 3, 2)),
        ("2026-05-04T03:02:01+01:00", datetime.datetime(2026, 5, 4, 2, 2, 1)),
        ("May 04 2026", datetime.datetime(2026, 5, 4)),
        (None, None),
    ],
)
def test_dates(text: str | None, moment: datetime.datetime | None) -> None:
    assert archive.moment_of(text) == moment

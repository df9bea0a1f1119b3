# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""cell_v2: servers are mapped and verified."""

from pathlib import Path

import pytest
from oslo_utils import uuidutils
from sqlalchemy import func, select

from nova_lite import cells, exception
from nova_lite.cmd.manage import cell_servers
from nova_lite.db.api import instance_mappings
from nova_lite.db.api.models import InstanceMapping
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import instances
from tests.unit.cmd.manage.conftest import CELL1, Call
from tests.unit.db import rows


def make(count: int) -> list[str]:
    with cell_database().writer() as session:
        return [rows.server(session) for _ in range(count)]


def mapped() -> int:
    with api_database().reader() as session:
        return session.scalar(select(func.count(InstanceMapping.id)).where(InstanceMapping.cell_id.is_not(None))) or 0


def test_all_servers_of_several_batches(cloud: Path, call: Call) -> None:
    make(cell_servers.BATCH + 3)
    assert call(f"cell_v2 map_instances --cell_uuid {CELL1}") == 0
    assert mapped() == cell_servers.BATCH + 3
    assert call(f"cell_v2 map_instances --cell_uuid {CELL1} --reset") == 0


def test_some_servers_at_a_time(cloud: Path, call: Call) -> None:
    make(5)
    assert call(f"cell_v2 map_instances --cell_uuid {CELL1} --max-count 2") == 1
    assert mapped() == 2
    assert call(f"cell_v2 map_instances --cell_uuid {CELL1} --max-count 2") == 1
    assert call(f"cell_v2 map_instances --cell_uuid {CELL1} --max-count 1") == 0
    assert mapped() == 5


def test_mappings_without_cell_get_one(cloud: Path) -> None:
    [uuid] = make(1)
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": uuid, "project_id": "p"}])
    assert cell_servers.map_all(cells.by_uuid(CELL1))
    found = cells.of_instance(uuid)
    assert found is not None and found.uuid == CELL1


def test_deleted_servers_are_mapped_as_such(cloud: Path) -> None:
    [uuid] = make(1)
    with cell_database().writer() as session:
        instances.destroy(session, uuid)
    cell_servers.map_all(cells.by_uuid(CELL1))
    with api_database().reader() as session:
        mapping = instance_mappings.find(session, uuid)
    assert mapping is not None and mapping.queued_for_delete


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_bad_number(cloud: Path, call: Call, number: str) -> None:
    assert call(f"cell_v2 map_instances --cell_uuid {CELL1} --max-count={number}") == 127


def test_a_missing_cell(cloud: Path, call: Call) -> None:
    with pytest.raises(exception.CellMappingNotFound):
        call(f"cell_v2 map_instances --cell_uuid {uuidutils.generate_uuid()}")


def test_verification(cloud: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    live, deleted, archived, waiting = *make(2), uuidutils.generate_uuid(), uuidutils.generate_uuid()
    with cell_database().writer() as session:
        instances.destroy(session, deleted)
    with api_database().writer() as session:
        uuids = [live, deleted, archived, waiting]
        instance_mappings.create(session, [{"instance_uuid": uuid, "project_id": "p"} for uuid in uuids])
        instance_mappings.set_cell(session, [live, deleted, archived], cells.by_uuid(CELL1).id)
    expected = {live: 0, uuidutils.generate_uuid(): 1, waiting: 2, deleted: 3, archived: 4}
    assert {uuid: call(f"cell_v2 verify_instance --uuid {uuid}") for uuid in expected} == expected
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5 and f"in cell: cell1 ({CELL1})" in lines[0]
    assert call(f"cell_v2 verify_instance --quiet --uuid {live}") == 0
    assert capsys.readouterr().out == ""

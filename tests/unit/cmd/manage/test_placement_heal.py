# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""placement heal_allocations."""

from pathlib import Path

import pytest

from nova_lite import cells, exception
from nova_lite.cmd.manage import placement_heal
from nova_lite.db.api import instance_mappings
from nova_lite.db.engine import api_database, cell_database
from nova_lite.objects import database
from nova_lite.objects.instance import Instance
from nova_lite.placement.model import Consumer
from tests.unit.cmd.manage.conftest import CELL1, Call
from tests.unit.control_plane import an_instance
from tests.unit.db import rows


class Placement:
    """Consumers by uuid."""

    def __init__(self) -> None:
        self.held: dict[str, Consumer] = {}
        self.error: Exception | None = None

    def get(self, context: object, uuid: str) -> Consumer | None:
        return self.held.get(uuid)

    def claim(self, context: object, consumer: Consumer) -> None:
        if self.error is not None:
            raise self.error
        self.held[consumer.uuid] = consumer


@pytest.fixture
def placement(monkeypatch: pytest.MonkeyPatch) -> Placement:
    made = Placement()
    monkeypatch.setattr(placement_heal, "allocations", made)
    return made


def add(number: int, **values: object) -> Instance:
    made = an_instance(number, **{"host": "h1", "node": "h1.example", **values})
    cell = cells.by_uuid(CELL1)
    with cell_database(cell.database_url).writer() as session:
        database.insert_instance(session, made)
    with api_database().writer() as session:
        row = {"instance_uuid": made.uuid, "project_id": "project", "user_id": "user", "cell_id": cell.id}
        instance_mappings.create(session, [row])
    return made


@pytest.fixture
def node(cloud: Path, placement: Placement) -> str:
    with cell_database().writer() as session:
        return rows.node(session, "h1")


def test_missing_allocations_are_made(
    node: str, placement: Placement, call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _busy, _homeless = add(1), add(2, task_state="rebooting"), add(3, host=None, node=None)
    assert call("placement heal_allocations --dry-run") == 0
    assert placement.held == {} and "[dry-run]" in capsys.readouterr().out
    assert call("placement heal_allocations --verbose") == 0
    wanted = {node: {"VCPU": 1, "MEMORY_MB": 128, "DISK_GB": 1}}
    assert placement.held == {first.uuid: Consumer(first.uuid, wanted, "project", "user")}
    assert call("placement heal_allocations") == 4


def test_the_owner_is_corrected_and_force_writes_anew(node: str, placement: Placement, call: Call) -> None:
    uuid = add(1).uuid
    placement.held[uuid] = Consumer(uuid, {node: {"VCPU": 9}}, "x", "y", generation=4)
    assert call(f"placement heal_allocations --instance {uuid}") == 0
    assert placement.held[uuid] == Consumer(uuid, {node: {"VCPU": 9}}, "project", "user", generation=4)
    assert call(f"placement heal_allocations --instance {uuid} --force") == 0
    assert placement.held[uuid].allocations[node]["VCPU"] == 1


def test_so_many_at_most(node: str, placement: Placement, call: Call) -> None:
    for number in (1, 2):
        add(number)
    assert call("placement heal_allocations --max-count 1") == 1
    assert call(f"placement heal_allocations --max-count 2 --cell {CELL1}") == 0


def test_what_can_go_wrong(node: str, placement: Placement, call: Call) -> None:
    uuid = add(1).uuid
    placement.error = exception.Unavailable("away")
    assert call("placement heal_allocations") == 3
    lost = add(2, host="lost", node="lost").uuid
    assert call(f"placement heal_allocations --instance {lost}") == 2
    for line in ("--max-count 0", "--max-count x", "--cell x", "--instance x"):
        assert call(f"placement heal_allocations {line}") == 127
    assert uuid not in placement.held

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a scheduler knows of hosts."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from oslo_utils import timeutils
from sqlalchemy import Engine, event, func, update

from nova_lite import cells, exception
from nova_lite.db.api import aggregates
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main.models import ComputeNode, Service
from nova_lite.scheduler import directory as module
from nova_lite.scheduler.directory import Directory
from nova_lite.scheduler.host_state import Amounts
from tests.unit.control_plane import CELL1, Plane, an_instance
from tests.unit.scheduler.nodes import add_node


def test_hosts_of_the_wanted_providers(plane: Plane) -> None:
    first, _second = add_node(plane, "host1"), add_node(plane, "host2", up=False)
    directory = Directory()
    found = directory.hosts(plane.admin, [first])
    assert list(found) == [first]
    assert (found[first].host, found[first].cell_uuid, found[first].service_up) == ("host1", CELL1, True)


def test_a_silent_host_is_known_as_such(plane: Plane) -> None:
    uuid = add_node(plane, "host1", up=False)
    assert Directory().hosts(plane.admin, [uuid])[uuid].service_up is False


@pytest.mark.parametrize(
    ("model", "values", "is_same"),
    [
        (Service, {"last_seen_up": func.now()}, True),
        (Service, {"last_seen_up": datetime.datetime(2020, 1, 1)}, False),
        (Service, {"disabled": True}, False),
        (ComputeNode, {"free_ram_mb": 7}, False),
        (ComputeNode, {"updated_at": datetime.datetime(2036, 1, 1)}, False),
    ],
)
def test_a_state_is_made_anew_when_something_else_is_said(
    plane: Plane, model: type[Any], values: dict[str, Any], is_same: bool
) -> None:
    uuid, directory = add_node(plane, "host1"), Directory()
    before = directory.hosts(plane.admin, [uuid])[uuid]
    with cell_database().writer() as session:
        session.execute(update(model).values(**values))
    after = directory.hosts(plane.admin, [uuid])[uuid]
    assert (after is before) == is_same
    assert (after == before) == is_same


def test_states_that_requests_share_do_not_change(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid, directory = add_node(plane, "host1"), Directory()
    before = directory.hosts(plane.admin, [uuid])[uuid].copy()
    directory.note_placed(uuid, Amounts(512, 1024, 1))
    assert directory.hosts(plane.admin, [uuid])[uuid].num_instances == before.num_instances + 1
    directory.undo_placed(uuid, Amounts(512, 1024, 1))
    with_servers = directory.hosts(plane.admin, [uuid], with_instances=True)[uuid]
    with_servers.instances["other"] = {}
    assert directory.hosts(plane.admin, [uuid])[uuid] == before
    monkeypatch.setattr(module, "STATES_KEPT", 0)
    assert directory.hosts(plane.admin, [uuid])[uuid] == before


def test_nodes_by_host_and_by_name(plane: Plane) -> None:
    uuid = add_node(plane, "host1")
    directory = Directory()
    assert directory.node_uuids(plane.admin, "host1", None) == [uuid]
    assert directory.node_uuids(plane.admin, None, "host1.node") == [uuid]
    assert directory.node_uuids(plane.admin, "host9", None) == []


def test_aggregates_are_kept_until_they_change(plane: Plane) -> None:
    directory = Directory()
    assert directory.aggregates() == []
    with api_database().writer() as session:
        ident = aggregates.create(session, "a", {"availability_zone": "z1"})
        aggregates.add_host(session, ident, "host1")
    assert directory.aggregates() == []
    directory.forget_aggregates()
    assert directory.aggregates()[0].hosts == {"host1"}
    uuid = add_node(plane, "host1")
    assert directory.hosts(plane.admin, [uuid])[uuid].availability_zone == "z1"


@pytest.fixture
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_hosts_cost_one_query_whatever_their_number(plane: Plane, statements: list[str]) -> None:
    uuids = [add_node(plane, f"host{number}") for number in range(12)]
    directory = Directory()
    directory.hosts(plane.admin, uuids[:1])
    for asked in (uuids[:1], uuids):
        statements.clear()
        assert len(directory.hosts(plane.admin, asked)) == len(asked)
        assert len(statements) == 1
        statements.clear()
        directory.hosts(plane.admin, asked, with_instances=True)
        assert len(statements) == 2


def test_the_oldest_compute_is_asked_for_once_in_a_while(plane: Plane, statements: list[str]) -> None:
    directory = Directory()
    plane.add_compute("host1")
    assert directory.oldest_compute(plane.admin) == 73
    statements.clear()
    assert directory.oldest_compute(plane.admin) == 73
    assert statements == []


def test_what_was_placed_counts_until_the_record_is_written_anew(plane: Plane) -> None:
    uuid = add_node(plane, "host1")
    directory = Directory()
    free = directory.hosts(plane.admin, [uuid])[uuid].free_ram_mb
    directory.note_placed(uuid, Amounts(ram_mb=5, disk_mb=1024, vcpus=2))
    state = directory.hosts(plane.admin, [uuid])[uuid]
    assert (state.free_ram_mb, state.num_instances, state.num_io_ops) == (free - 5, 1, 1)
    directory.note_placed(uuid, Amounts(ram_mb=7, disk_mb=0, vcpus=0))
    directory.undo_placed(uuid, Amounts(ram_mb=7, disk_mb=0, vcpus=0))
    directory.undo_placed(uuid, Amounts(ram_mb=9, disk_mb=0, vcpus=0))
    assert directory.hosts(plane.admin, [uuid])[uuid].free_ram_mb == free - 5
    with cell_database().writer() as session:
        later = timeutils.utcnow() + datetime.timedelta(seconds=2)
        session.execute(update(ComputeNode).values(updated_at=later))
    assert directory.hosts(plane.admin, [uuid])[uuid].free_ram_mb == free
    with cell_database().writer() as session:
        session.execute(update(ComputeNode).values(updated_at=later - datetime.timedelta(hours=1)))
    assert directory.hosts(plane.admin, [uuid])[uuid].free_ram_mb == free


def test_what_was_placed_is_forgotten_after_a_while(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid = add_node(plane, "host1")
    directory = Directory()
    directory.note_placed(uuid, Amounts(ram_mb=5, disk_mb=0, vcpus=0))
    monkeypatch.setattr("nova_lite.scheduler.directory.PLACED_S", 0.0)
    assert directory.hosts(plane.admin, [uuid])[uuid].num_instances == 0


def test_servers_of_hosts_are_read_when_asked_for(plane: Plane) -> None:
    uuid = add_node(plane, "host1")
    server = plane.add(an_instance(host="host1", system_metadata={"image_os_distro": "debian", "boot_roles": "x"}))
    directory = Directory()
    assert directory.hosts(plane.admin, [uuid])[uuid].instances == {}
    known = directory.hosts(plane.admin, [uuid], with_instances=True)[uuid].instances
    assert known[server.uuid]["project_id"] == "project"
    assert known[server.uuid]["image_properties"] == {"os_distro": "debian"}


def test_a_cell_that_does_not_answer_is_no_cell_without_hosts(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid = add_node(plane, "host1")
    directory = Directory()
    found = list(directory.hosts(plane.admin, [uuid]).values())
    answers: dict[str, object] = {"cell1": exception.DatabaseUnavailable(reason="away"), "cell2": found}
    monkeypatch.setattr(cells, "scatter", lambda *_: answers)
    assert list(directory.hosts(plane.admin, [uuid])) == [uuid]
    del answers["cell2"]
    with pytest.raises(exception.DatabaseUnavailable):
        directory.hosts(plane.admin, [uuid])

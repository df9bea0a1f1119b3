# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""cell_v2: cells are made, shown, changed and removed, with Nova's exit codes."""

from pathlib import Path

import pytest
from oslo_config import fixture as config_fixture
from oslo_utils import uuidutils

from nova_lite import cells
from nova_lite.cmd.manage import cell_setup
from nova_lite.conf import CONF
from nova_lite.db.api import host_mappings, instance_mappings
from nova_lite.db.api.models import CellMapping
from nova_lite.db.engine import api_database, cell_database
from tests.unit.cmd.manage.conftest import BROKER, CELL1, Call
from tests.unit.db import rows

OTHER = "--transport-url rabbit://other/ --database_connection mysql+pymysql://u:hidden@h/x"
UNKNOWN = uuidutils.generate_uuid()


def by_name() -> dict[str | None, CellMapping]:
    return {row.name: row for row in cell_setup.mappings()}


def place(uuid: str, queued: bool = False) -> None:
    """A mapped server."""
    server = uuidutils.generate_uuid()
    with api_database().writer() as session:
        values = {"instance_uuid": server, "project_id": "p", "cell_id": cells.by_uuid(uuid).id}
        instance_mappings.create(session, [{**values, "queued_for_delete": queued}])


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (
            "mysql+pymysql://u:p%40ss@h:3306/nova?charset=utf8",
            "mysql+pymysql://u:p%40ss@h:3306/nova_cell0?charset=utf8",
        ),
        ("postgresql://u@h/nova", "postgresql://u@h/nova_cell0"),
    ],
)
def test_cell0_is_beside_the_cell_database(own: str, expected: str) -> None:
    with config_fixture.Config(CONF) as config:
        config.config(group="database", connection=own)
        assert cell_setup.cell0_url() == expected


def test_cell0_is_mapped_once(tables: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cell_v2 map_cell0") == 0
    assert call("cell_v2 map_cell0 --database_connection sqlite:///other") == 0
    assert capsys.readouterr().out == "Cell0 is already setup\n"
    row = by_name()["cell0"]
    assert (row.uuid, row.transport_url) == (cells.CELL0_UUID, "none:///")
    assert row.database_connection == f"{CONF.database.connection}_cell0"


def test_cell0_at_a_given_place(tables: Path, call: Call) -> None:
    assert call("cell_v2 map_cell0 --database_connection sqlite:///other") == 0
    assert by_name()["cell0"].database_connection == "sqlite:///other"


def test_a_cell_of_this_configuration(tables: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cell_v2 create_cell --name one --verbose --disabled") == 0
    row = by_name()["one"]
    assert capsys.readouterr().out == f"{row.uuid}\n"
    assert (row.transport_url, row.database_connection, row.disabled) == (BROKER, CONF.database.connection, True)


def test_a_cell_with_urls_of_its_own(cloud: Path, call: Call) -> None:
    assert call(f"cell_v2 create_cell --name two {OTHER}") == 0
    row = by_name()["two"]
    assert (row.transport_url, row.disabled) == ("rabbit://other/", False)


def test_two_cells_cannot_share_a_database_or_a_broker(cloud: Path, call: Call) -> None:
    assert call("cell_v2 create_cell") == 2
    assert call("cell_v2 create_cell --transport-url rabbit://other/") == 2
    assert call("cell_v2 create_cell --database_connection sqlite:///other") == 2
    assert len(cell_setup.mappings()) == 2


def test_urls_are_needed_and_checked(tables: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cell_v2 create_cell --transport-url not-a-url") == 1
    CONF.set_override("transport_url", "")  # undone by the fixture
    assert call("cell_v2 create_cell") == 1
    CONF.set_override("transport_url", BROKER)
    CONF.set_override("connection", None, "database")
    assert call("cell_v2 create_cell") == 1
    out = capsys.readouterr().out
    assert "Invalid transport URL" in out and "--transport-url" in out and "--database_connection" in out
    assert cell_setup.mappings() == []


def test_lists_hide_passwords(cloud: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cell_v2 list_cells") == 0
    out = capsys.readouterr().out
    assert "secret" not in out and "rabbit://me:****@host:5672/" in out
    assert [line.split()[1] for line in out.splitlines() if line.startswith("| cell")] == ["cell0", "cell1"]
    assert call("cell_v2 list_cells --verbose") == 0
    assert BROKER in capsys.readouterr().out


def test_a_cell_changes(cloud: Path, call: Call) -> None:
    assert call(f"cell_v2 update_cell --cell_uuid {CELL1} --name new --disable {OTHER}") == 0
    row = by_name()["new"]
    assert (row.transport_url, row.disabled) == ("rabbit://other/", True)
    assert row.database_connection == "mysql+pymysql://u:hidden@h/x"
    assert call(f"cell_v2 update_cell --cell_uuid {CELL1} --enable") == 0
    row = by_name()["new"]
    assert (row.transport_url, row.database_connection, row.disabled) == (BROKER, CONF.database.connection, False)


def test_changes_that_are_refused(cloud: Path, call: Call) -> None:
    call(f"cell_v2 create_cell --name two {OTHER}")
    assert call(f"cell_v2 update_cell --cell_uuid {UNKNOWN}") == 1
    assert call(f"cell_v2 update_cell --cell_uuid {CELL1} --transport-url rabbit://other/") == 3
    assert call(f"cell_v2 update_cell --cell_uuid {CELL1} --enable --disable") == 4
    assert call(f"cell_v2 update_cell --cell_uuid {cells.CELL0_UUID} --disable") == 5


def test_cell0_keeps_its_urls(cloud: Path, call: Call) -> None:
    assert call(f"cell_v2 update_cell --cell_uuid {cells.CELL0_UUID} --name zero") == 0
    row = by_name()["zero"]
    assert (row.transport_url, row.database_connection) == ("none:///", f"{CONF.database.connection}_cell0")


def test_an_empty_cell_goes(cloud: Path, call: Call) -> None:
    assert call(f"cell_v2 delete_cell --cell_uuid {UNKNOWN}") == 1
    assert call(f"cell_v2 delete_cell --cell_uuid {CELL1}") == 0
    assert list(by_name()) == ["cell0"]


def test_a_cell_with_hosts_goes_by_force(cloud: Path, call: Call) -> None:
    with api_database().writer() as session:
        host_mappings.create(session, cells.by_uuid(CELL1).id, "h1")
    assert call(f"cell_v2 delete_cell --cell_uuid {CELL1}") == 2
    assert call(f"cell_v2 delete_cell --cell_uuid {CELL1} --force") == 0
    with api_database().reader() as session:
        assert host_mappings.listed(session) == []


def test_a_cell_with_servers_stays(cloud: Path, call: Call) -> None:
    place(CELL1)
    for force in ("", "--force"):
        assert call(f"cell_v2 delete_cell --cell_uuid {CELL1} {force}") == 3


def test_mappings_of_deleted_servers_go_by_force(cloud: Path, call: Call) -> None:
    place(CELL1, queued=True)
    assert call(f"cell_v2 delete_cell --cell_uuid {CELL1}") == 4
    assert call(f"cell_v2 delete_cell --cell_uuid {CELL1} --force") == 0


def test_simple_setup_needs_hosts(tables: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cell_v2 simple_cell_setup") == 1
    assert "No hosts found" in capsys.readouterr().out
    assert list(by_name()) == ["cell0"]
    assert call("cell_v2 simple_cell_setup --transport-url bad") == 1


def test_simple_setup_maps_everything_once(tables: Path, call: Call) -> None:
    with cell_database().writer() as session:
        for host in ("h1", "h2"):
            rows.node(session, host)
        server = rows.server(session, host="h1")
    for _ in range(2):
        assert call("cell_v2 simple_cell_setup") == 0
    assert len(cell_setup.mappings()) == 2
    assert {cells.of_host(host).database_url for host in ("h1", "h2")} == {CONF.database.connection}
    found = cells.of_instance(server)
    assert found is not None and found.uuid == cells.of_host("h1").uuid


def test_hosts_join_the_cell_of_their_neighbours(cloud: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cell_v2 map_cell_and_hosts") == 0
    assert "No hosts found" in capsys.readouterr().out
    with cell_database().writer() as session:
        rows.node(session, "h1")
    assert call("cell_v2 map_cell_and_hosts --verbose --name ignored") == 0
    assert capsys.readouterr().out == f"{CELL1}\n"
    with cell_database().writer() as session:
        rows.node(session, "h2")
    assert call("cell_v2 map_cell_and_hosts") == 0
    assert cells.of_host("h2").uuid == CELL1
    assert call("cell_v2 map_cell_and_hosts") == 0
    assert "already mapped" in capsys.readouterr().out

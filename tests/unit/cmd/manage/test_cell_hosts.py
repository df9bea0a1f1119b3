# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""cell_v2: hosts are discovered, shown and forgotten."""

from pathlib import Path

import pytest
from oslo_utils import uuidutils

from nova_lite import cells, exception
from nova_lite.cmd.manage import cell_hosts
from nova_lite.conf import CONF
from nova_lite.db.api import host_mappings
from nova_lite.db.engine import api_database, cell_database
from tests.unit.cmd.manage.conftest import CELL1, Call
from tests.unit.db import rows

UNKNOWN = uuidutils.generate_uuid()


@pytest.fixture
def hosts(cloud: Path) -> None:
    """Two hosts with nodes and one with a service alone."""
    with cell_database().writer() as session:
        for host in ("h1", "h2"):
            rows.node(session, host)
            rows.service(session, host)
        rows.service(session, "ironic")
        rows.service(session, "controller", "nova-scheduler")


def mapped() -> list[str]:
    with api_database().reader() as session:
        return [host for host, _ in host_mappings.listed(session)]


def test_hosts_of_a_cell(hosts: None) -> None:
    assert cell_hosts.compute_hosts(CONF.database.connection) == ["h1", "h2"]
    assert cell_hosts.service_hosts(CONF.database.connection) == ["h1", "h2", "ironic"]


def test_discovery_finds_new_hosts_once(hosts: None, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cell_v2 discover_hosts --verbose --strict") == 0
    out = capsys.readouterr().out
    assert "Found 2 cell mappings." in out and "Creating host mapping for compute host 'h1'" in out
    assert "Found 2 unmapped computes" in out and "Skipping cell0" in out
    assert mapped() == ["h1", "h2"]
    assert cell_hosts.unmapped_hosts(cells.by_uuid(CELL1), by_service=False) == []
    assert call("cell_v2 discover_hosts") == 0
    assert call("cell_v2 discover_hosts --strict") == 1
    assert capsys.readouterr().out == ""


def test_discovery_by_service(hosts: None, call: Call) -> None:
    assert call(f"cell_v2 discover_hosts --by-service --cell_uuid {CELL1}") == 0
    assert mapped() == ["h1", "h2", "ironic"]
    assert cells.of_host("ironic").uuid == CELL1


def test_discovery_in_a_missing_cell(hosts: None, call: Call) -> None:
    with pytest.raises(exception.CellMappingNotFound):
        call(f"cell_v2 discover_hosts --cell_uuid {UNKNOWN}")


def test_discovery_that_runs_twice_at_once(
    hosts: None, call: Call, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with api_database().writer() as session:
        host_mappings.create(session, cells.by_uuid(CELL1).id, "h1")
    monkeypatch.setattr(cell_hosts.host_mappings, "known", lambda session, names: set())
    assert call("cell_v2 discover_hosts") == 2
    assert "ERROR" in capsys.readouterr().out


def test_lists(hosts: None, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    call("cell_v2 discover_hosts")
    assert call("cell_v2 list_hosts") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1:6:2] for line in lines if CELL1 in line] == [["cell1", CELL1, "h1"], ["cell1", CELL1, "h2"]]
    assert call(f"cell_v2 list_hosts --cell_uuid {cells.CELL0_UUID}") == 0
    assert "h1" not in capsys.readouterr().out
    assert call(f"cell_v2 list_hosts --cell_uuid {UNKNOWN}") == 1


def test_a_host_is_forgotten_and_found_again(hosts: None, call: Call) -> None:
    call("cell_v2 discover_hosts")
    assert call(f"cell_v2 delete_host --cell_uuid {CELL1} --host h1") == 0
    assert mapped() == ["h2"]
    assert call("cell_v2 discover_hosts --strict") == 0
    assert mapped() == ["h1", "h2"]


def test_hosts_that_cannot_be_forgotten(hosts: None, call: Call) -> None:
    call("cell_v2 discover_hosts")
    with cell_database().writer() as session:
        rows.server(session, host="h1")
    assert call(f"cell_v2 delete_host --cell_uuid {UNKNOWN} --host h1") == 1
    assert call(f"cell_v2 delete_host --cell_uuid {CELL1} --host nobody") == 2
    assert call(f"cell_v2 delete_host --cell_uuid {cells.CELL0_UUID} --host h1") == 3
    assert call(f"cell_v2 delete_host --cell_uuid {CELL1} --host h1") == 4
    assert mapped() == ["h1", "h2"]

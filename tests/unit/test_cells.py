# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Cells: the cache, bound contexts, work in all cells, discovery of hosts."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from oslo_config import fixture as config_fixture

from nova_lite import cells, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.db import engine
from nova_lite.db.api import cell_mappings, host_mappings, instance_mappings
from nova_lite.db.api import models as api_models
from nova_lite.db.main import models as main_models

ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


@pytest.fixture(autouse=True)
def databases(tmp_path: Path) -> Iterator[None]:
    """Two cells and cell0, each with a database of its own; the API's process is configured with cell0's."""
    with config_fixture.Config(CONF) as config:
        config.conf([], project="nova", default_config_files=[], default_config_dirs=[])
        config.config(transport_url="rabbit://u:p@broker:5672/")
        config.config(group="api_database", connection=f"sqlite:///{tmp_path}/api.db")
        config.config(group="database", connection=f"sqlite:///{tmp_path}/cell0.db")
        cells.reset()
        api_models.Base.metadata.create_all(engine.api_database().engine)
        with engine.api_database().writer() as session:
            for uuid, name in ((cells.CELL0_UUID, "cell0"), (ONE, "cell1"), (TWO, "cell2")):
                url = f"sqlite:///{tmp_path}/{name}.db"
                broker = "none:///" if name == "cell0" else "{scheme}://{username}:{password}@{hostname}:{port}/" + name
                cell_mappings.create(session, uuid=uuid, name=name, transport_url=broker, database_connection=url)
                main_models.Base.metadata.create_all(engine.cell_database(url).engine)
        yield
        engine.DATABASES.clear()
        cells.reset()


def add_node(cell_uuid: str, host: str, number: int) -> None:
    with engine.cell_database(cells.by_uuid(cell_uuid).database_url).writer() as session:
        columns = dict.fromkeys(("vcpus", "memory_mb", "local_gb", "vcpus_used", "memory_mb_used", "local_gb_used"), 1)
        session.add(
            main_models.ComputeNode(
                uuid=f"{number}{ONE[1:]}",
                host=host,
                hypervisor_hostname=host,
                hypervisor_type="QEMU",
                hypervisor_version=1,
                cpu_info="",
                **columns,
            )
        )


def test_cell0_is_listed_only_when_asked_for() -> None:
    assert [cell.name for cell in cells.all_cells()] == ["cell1", "cell2"]
    assert [cell.name for cell in cells.all_cells(with_cell0=True)] == ["cell0", "cell1", "cell2"]
    assert cells.cell0().is_cell0


def test_disabled_cells_can_be_left_out() -> None:
    with engine.api_database().writer() as session:
        cell_mappings.save(session, TWO, disabled=True)
    cells.reset()
    assert [cell.name for cell in cells.all_cells(with_disabled=False)] == ["cell1"]


def test_context_of_a_cell_has_its_database_and_broker() -> None:
    context = get_admin_context()
    bound = cells.target(context, cells.by_uuid(ONE))
    assert bound.mq_url == "rabbit://u:p@broker:5672/cell1"
    assert bound.db_url is not None and bound.db_url.endswith("/cell1.db")
    assert (bound.cell_uuid, context.cell_uuid) == (ONE, None)
    assert cells.database(bound).url == bound.db_url
    assert cells.target(context, cells.cell0()).mq_url is None


def test_context_without_cell_stays() -> None:
    context = get_admin_context()
    with cells.target_uuid(context, None) as same:
        assert same is context
    with cells.target_uuid(context, TWO) as bound:
        assert bound.cell_uuid == TWO


def test_new_cell_is_found_without_waiting_for_the_cache() -> None:
    assert len(cells.all_cells()) == 2
    new = "33333333-3333-4333-8333-333333333333"
    with engine.api_database().writer() as session:
        row = cell_mappings.create(session, uuid=new, name="new", transport_url="none:///", database_connection="x")
    assert cells.by_id(row.id).uuid == new
    with pytest.raises(exception.CellMappingNotFound):
        cells.by_uuid("nothing")
    with pytest.raises(exception.CellMappingNotFound):
        cells.by_id(99)


def test_cell_of_a_server_and_of_a_host() -> None:
    cell = cells.by_uuid(TWO)
    with engine.api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": "a", "project_id": "p", "cell_id": None}])
        instance_mappings.create(session, [{"instance_uuid": "b", "project_id": "p", "cell_id": cell.id}])
        host_mappings.create(session, cell.id, "host1")
    assert cells.of_instance("a") is None
    assert cells.of_instance("b") == cells.of_host("host1") == cell
    with pytest.raises(exception.InstanceNotFound):
        cells.of_instance("c")
    with pytest.raises(exception.HostMappingNotFound):
        cells.of_host("host2")


def test_cell_that_is_away_does_not_hide_the_others() -> None:
    def work(bound: RequestContext) -> list[str | None]:
        if bound.cell_uuid == ONE:
            raise exception.DatabaseUnavailable(reason="away")
        return [bound.cell_uuid]

    results = cells.scatter(get_admin_context(), work)
    assert isinstance(results[ONE], exception.DatabaseUnavailable) and results[TWO] == [TWO]
    assert cells.gather(get_admin_context(), work) == [TWO]


def test_other_errors_are_not_swallowed() -> None:
    def work(bound: RequestContext) -> None:
        raise exception.Invalid("bug")

    with pytest.raises(exception.Invalid):
        cells.scatter(get_admin_context(), work, [cells.by_uuid(ONE)])


def test_hosts_are_discovered_once() -> None:
    add_node(ONE, "host1", 4)
    add_node(TWO, "host2", 5)
    assert cells.discover_hosts(get_admin_context(), [cells.by_uuid(ONE)]) == [("host1", "cell1")]
    assert cells.discover_hosts(get_admin_context()) == [("host2", "cell2")]
    assert cells.discover_hosts(get_admin_context()) == []
    assert cells.of_host("host1").uuid == ONE


def test_cell_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "TIMEOUT_S", 0.2)
    answer = threading.Event()

    def work(bound: RequestContext) -> list[str | None]:
        if bound.cell_uuid == ONE:
            answer.wait(10)
        return [bound.cell_uuid]

    results = cells.scatter(get_admin_context(), work)
    answer.set()
    assert results[TWO] == [TWO]
    assert isinstance(results[ONE], exception.DatabaseUnavailable)

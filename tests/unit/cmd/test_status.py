# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-status: each check's good and bad answers, and exit codes."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy
from oslo_config import cfg
from oslo_upgradecheck.upgradecheck import Code

from nova_lite import exception, version
from nova_lite.cmd import status
from nova_lite.db.api import models as api_models
from nova_lite.db.main import models
from nova_lite.db.session import Session
from nova_lite.keystone_auth import Reply

CELL1 = "11111111-1111-1111-1111-111111111111"


@dataclass(frozen=True)
class Cell:
    uuid: str


class MemoryDatabase:
    """Tables in memory behind the reader() that the checks use."""

    def __init__(self, metadata: sqlalchemy.MetaData) -> None:
        self._engine = sqlalchemy.create_engine("sqlite://", poolclass=sqlalchemy.StaticPool)
        metadata.create_all(self._engine)

    def reader(self) -> Session:
        return Session(self._engine.connect)

    def add(self, *rows: Any) -> None:
        with Session(self._engine.connect) as session:
            for row in rows:
                session.add(row)
            session.commit()


@dataclass(frozen=True)
class Databases:
    api: MemoryDatabase
    cell: MemoryDatabase


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Databases:
    """An API database and one cell, beside a disabled cell that must not be asked."""
    found = Databases(MemoryDatabase(api_models.Base.metadata), MemoryDatabase(models.Base.metadata))
    monkeypatch.setattr(status.engine, "api_database", lambda: found.api)
    monkeypatch.setattr(status.cells, "all_cells", lambda with_disabled: [Cell(CELL1)] + [Cell("x")] * with_disabled)
    monkeypatch.setattr(status.cells, "target", lambda context, cell: cell)
    monkeypatch.setattr(status.cells, "database", lambda cell: {CELL1: found.cell}[cell.uuid])
    return found


def mapping(uuid: str) -> api_models.CellMapping:
    return api_models.CellMapping(uuid=uuid, transport_url="none://", database_connection="sqlite://")


def node(host: str) -> models.ComputeNode:
    required = {
        column.name: {"INTEGER": 1, "BIGINT": 1, "FLOAT": 1.0}.get(str(column.type).upper(), "{}")
        for column in models.ComputeNode.__table__.columns
        if not column.nullable and column.default is None and not column.primary_key
    }
    return models.ComputeNode(**{**required, "host": host, "deleted": 0})


def service(host: str, number: int, binary: str = "nova-compute", deleted: int = 0) -> models.Service:
    return models.Service(host=host, binary=binary, topic=binary, version=number, deleted=deleted)


def test_cells_without_any(databases: Databases) -> None:
    result = status.check_cells(status.Checks())
    assert (result.code, "simple_cell_setup" in str(result.details)) == (Code.FAILURE, True)


def test_cells_without_cell0(databases: Databases) -> None:
    databases.api.add(mapping(CELL1))
    result = status.check_cells(status.Checks())
    assert (result.code, "cell0 is missing" in str(result.details)) == (Code.FAILURE, True)


def test_cells_with_cell0_only(databases: Databases) -> None:
    databases.api.add(mapping(status.cells.CELL0_UUID))
    result = status.check_cells(status.Checks())
    assert (result.code, "beside cell0" in str(result.details)) == (Code.FAILURE, True)


def test_cells_before_the_first_compute(databases: Databases) -> None:
    databases.api.add(mapping(status.cells.CELL0_UUID), mapping(CELL1))
    result = status.check_cells(status.Checks())
    assert (result.code, "discover_hosts" in str(result.details)) == (Code.SUCCESS, True)


def test_cells_with_an_unmapped_compute(databases: Databases) -> None:
    databases.api.add(mapping(status.cells.CELL0_UUID), mapping(CELL1))
    databases.cell.add(node("c1"))
    result = status.check_cells(status.Checks())
    assert (result.code, "discover_hosts" in str(result.details)) == (Code.FAILURE, True)


def test_cells_with_mapped_hosts(databases: Databases) -> None:
    databases.api.add(mapping(status.cells.CELL0_UUID), mapping(CELL1), api_models.HostMapping(cell_id=1, host="c1"))
    databases.cell.add(node("c1"))
    result = status.check_cells(status.Checks())
    assert (result.code, result.details) == (Code.SUCCESS, None)


def test_old_computes_are_named(databases: Databases) -> None:
    oldest = version.OLDEST_SERVICE_VERSION
    databases.cell.add(
        service("new", oldest),
        service("old", oldest - 1),
        service("gone", 1, deleted=9),
        service("c", 1, "nova-conductor"),
    )
    result = status.check_old_computes(status.Checks())
    assert result.code == Code.FAILURE
    assert f"old ({oldest - 1})." in str(result.details)


def test_no_old_computes(databases: Databases) -> None:
    databases.cell.add(service("new", version.SERVICE_VERSION))
    assert status.check_old_computes(status.Checks()).code == Code.SUCCESS


def test_machine_type_unset(databases: Databases) -> None:
    databases.cell.add(
        models.Instance(uuid="s1", host="c1", deleted=0),
        models.Instance(uuid="s2", host="c1", deleted=0),
        models.Instance(uuid="s3", host="c1", deleted=3),
        models.Instance(uuid="s4", host=None, deleted=0),
        models.InstanceSystemMetadata(instance_uuid="s1", key="image_hw_machine_type", value="q35", deleted=0),
    )
    result = status.check_machine_types(status.Checks())
    assert (result.code, "type: s2." in str(result.details)) == (Code.WARNING, True)


def test_machine_type_recorded(databases: Databases) -> None:
    assert status.check_machine_types(status.Checks()).code == Code.SUCCESS


def test_long_lists_are_cut() -> None:
    assert status._some([str(n) for n in range(12)]).endswith("8, 9 and 2 more")
    assert status._some(["a", "b"]) == "a, b"


class PlacementRoot:
    """Stands for Placement's root document, or for a Placement that does not answer."""

    def __init__(self, newest: str | None) -> None:
        self.newest = newest

    def request(self, method: str, path: str) -> Reply:
        assert (method, path) == ("GET", "/")
        if self.newest is None:
            raise exception.PeerUnavailable(service="placement", reason="connection refused")
        return Reply(status=200, headers={}, body={"versions": [{"min_version": "1.0", "max_version": self.newest}]})


@pytest.mark.parametrize(
    ("newest", "code", "text"),
    [
        ("1.39", Code.SUCCESS, "None"),
        ("1.36", Code.SUCCESS, "None"),
        ("1.9", Code.FAILURE, "1.36 is needed"),
        (None, Code.FAILURE, "connection refused"),
    ],
)
def test_placement(monkeypatch: pytest.MonkeyPatch, newest: str | None, code: Code, text: str) -> None:
    monkeypatch.setattr(status.keystone_auth, "rest", lambda *args, **kwargs: PlacementRoot(newest))
    result = status.check_placement(status.Checks())
    assert (result.code, text in str(result.details)) == (code, True)


@pytest.fixture
def conf(monkeypatch: pytest.MonkeyPatch) -> Iterator[cfg.ConfigOpts]:
    """A configuration object of its own, read from nothing."""
    conf = cfg.ConfigOpts()
    status.conf.register_opts(conf)
    conf([], default_config_files=[], default_config_dirs=[])
    monkeypatch.setattr(status, "CONF", conf)
    yield conf
    conf.reset()


def test_service_token_off(conf: cfg.ConfigOpts) -> None:
    assert status.check_service_token(status.Checks()).code == Code.FAILURE


def test_service_token_without_credentials(conf: cfg.ConfigOpts) -> None:
    conf.set_override("send_service_user_token", True, group="service_user")
    result = status.check_service_token(status.Checks())
    assert (result.code, "no credentials" in str(result.details)) == (Code.FAILURE, True)


def test_service_token_on(conf: cfg.ConfigOpts) -> None:
    conf.set_override("send_service_user_token", True, group="service_user")
    conf.set_override("auth_type", "password", group="service_user")
    assert status.check_service_token(status.Checks()).code == Code.SUCCESS


def test_cinder_not_configured(conf: cfg.ConfigOpts) -> None:
    assert status.check_cinder(status.Checks()).code == Code.SUCCESS


def test_cinder_without_credentials_cannot_be_asked(conf: cfg.ConfigOpts) -> None:
    conf.set_override("auth_type", "no-such-type", group="cinder")
    assert status.check_cinder(status.Checks()).code == Code.WARNING


def good(checks: status.Checks) -> status.Result:
    return status.Result(Code.SUCCESS)


def bad(checks: status.Checks) -> status.Result:
    return status.Result(Code.FAILURE, "broken")


def broken(checks: status.Checks) -> status.Result:
    raise RuntimeError("no database")


@pytest.mark.parametrize(("check", "code"), [(good, 0), (bad, 2), (broken, 255)])
def test_exit_code(monkeypatch: pytest.MonkeyPatch, check: Any, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    conf = cfg.ConfigOpts()
    monkeypatch.setattr(status, "CONF", conf)
    monkeypatch.setattr(status.conf, "parse_args", lambda argv: conf(list(argv[1:]), default_config_files=[]))
    monkeypatch.setattr(status.Checks, "_upgrade_checks", (("One", check),))
    monkeypatch.setattr(sys, "argv", ["nova-status", "upgrade", "check", "--json"])
    with pytest.raises(SystemExit) as stop:
        status.main()
    assert stop.value.code == code
    if code != 255:
        assert json.loads(capsys.readouterr().out)["checks"][0]["result"] == code


def test_checks_are_novas() -> None:
    assert [name for name, _ in status.Checks._upgrade_checks] == [
        "Cells v2",
        "Placement API",
        "Cinder API",
        "Policy File JSON to YAML Migration",
        "Older than N-1 computes",
        "hw_machine_type unset",
        "Service User Token Configuration",
    ]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""db and api_db: sync and version."""

from pathlib import Path

import pytest
from oslo_config import fixture as config_fixture

from nova_lite import exception
from nova_lite.cmd.manage import schema
from nova_lite.conf import CONF
from nova_lite.db import migration
from nova_lite.db.api import cell_mappings
from nova_lite.db.engine import api_database
from tests.unit.cmd.manage.conftest import Call


def test_a_url_that_is_not_set_is_named(empty: Path) -> None:
    with config_fixture.Config(CONF) as config:
        config.config(group="api_database", connection=None)
        with pytest.raises(exception.ConfigInvalid, match=r"\[api_database\]"):
            schema.connection("api_database")


def test_the_api_database(empty: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("api_db version") == 0
    assert call("api_db sync") == 0
    assert call("api_db version") == 0
    assert capsys.readouterr().out.split() == ["None", migration.head("api")]


def test_the_cell_database_alone(empty: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("db sync --local_cell") == 0
    assert call("db version") == 0
    assert capsys.readouterr().out.split() == [migration.head("main")]


def test_a_revision(empty: Path, call: Call) -> None:
    assert call("api_db sync api_0001") == 0
    with pytest.raises(migration.MigrationFailed):
        call("api_db sync unknown")


def test_cell0_comes_along(cloud: Path, call: Call) -> None:
    cell0 = f"sqlite:///{cloud}/new_cell0.sqlite"
    with api_database().writer() as session:
        cell_mappings.save(session, "00000000-0000-0000-0000-000000000000", database_connection=cell0)
    assert call("db sync") == 0
    assert migration.version("main", cell0) == migration.head("main")


def test_cell0_that_is_not_mapped_is_a_warning(tables: Path, call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("db sync") == 0
    assert "WARNING: cell0 is not mapped" in capsys.readouterr().out


def test_an_api_database_without_tables_is_explained(
    empty: Path, call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("db sync") == 1
    assert "nova-manage api_db sync" in capsys.readouterr().out

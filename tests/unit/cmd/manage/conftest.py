# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A cloud for nova-manage: empty databases with tables, cell0 and one cell, and a way to call commands."""

import argparse
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from oslo_config import fixture as config_fixture

from nova_lite import cells
from nova_lite.cmd import manage
from nova_lite.cmd.manage import commands
from nova_lite.conf import CONF
from nova_lite.db import migration
from nova_lite.db.api import cell_mappings
from nova_lite.db.engine import DATABASES, api_database

CELL1 = "11111111-1111-1111-1111-111111111111"
BROKER = "rabbit://me:secret@host:5672/"

Call = Callable[[str], int]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Path]:
    """A configuration whose databases do not exist yet; the folder of their files."""
    with config_fixture.Config(CONF) as config:
        config.config(transport_url=BROKER)
        config.config(group="api_database", connection=f"sqlite:///{tmp_path}/api.sqlite")
        config.config(group="database", connection=f"sqlite:///{tmp_path}/cell1.sqlite")
        cells.reset()
        yield tmp_path
        cells.reset()
        DATABASES.clear()


@pytest.fixture
def tables(empty: Path) -> Path:
    """The same with tables, but without cells."""
    migration.sync("api", CONF.api_database.connection)
    migration.sync("main", CONF.database.connection)
    migration.sync("main", f"{CONF.database.connection}_cell0")
    return empty


@pytest.fixture
def cloud(tables: Path) -> Path:
    """The same with cell0 and cell1."""
    with api_database().writer() as session:
        for uuid, name, broker, url in (
            (cells.CELL0_UUID, "cell0", "none:///", f"{CONF.database.connection}_cell0"),
            (CELL1, "cell1", BROKER, CONF.database.connection),
        ):
            cell_mappings.create(session, uuid=uuid, name=name, transport_url=broker, database_connection=url)
    return tables


@pytest.fixture
def call() -> Call:
    """Runs a command line without configuration options, as "cell_v2 list_cells --verbose"; its exit code."""

    def run(line: str) -> int:
        parser = argparse.ArgumentParser()
        commands.add_parsers(parser.add_subparsers(required=True), manage.COMMANDS)
        parsed = parser.parse_args(shlex.split(line))
        command: commands.Command = parsed.command
        return command.run(commands.arguments_of(command, parsed))

    return run

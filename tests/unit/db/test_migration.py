# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Migrations: fresh databases, revisions, and that models and scripts say the same."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from nova_lite.db import migration
from tests.unit.db import servers


@pytest.mark.parametrize("which", servers.HISTORIES)
def test_models_and_scripts_say_the_same(
    databases: dict[migration.History, servers.Engine], which: migration.History
) -> None:
    with databases[which].connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, migration.METADATA[which]) == []


@pytest.mark.parametrize("which", servers.HISTORIES)
def test_sync_makes_the_tables_once(tmp_path: Path, which: migration.History) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite"
    assert migration.version(which, url) is None
    for _ in range(2):
        migration.sync(which, url)
        assert migration.version(which, url) == migration.head(which)


def test_sync_up_to_a_revision(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite"
    migration.sync("api", url, "api_0001")
    assert migration.version("api", url) == "api_0001"


def test_an_unknown_revision_is_refused(tmp_path: Path) -> None:
    with pytest.raises(migration.MigrationFailed, match="nonsense"):
        migration.sync("api", f"sqlite:///{tmp_path}/x.sqlite", "nonsense")


@pytest.mark.parametrize("which", servers.HISTORIES)
def test_a_history_is_one_line(which: migration.History) -> None:
    scripts = ScriptDirectory.from_config(migration.config(which))
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1

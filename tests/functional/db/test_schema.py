# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Migrations on every kind of database; MariaDB and PostgreSQL when the environment names a server (see servers.py)."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from nova_lite.db import migration
from tests.unit.db import servers


@pytest.mark.parametrize("kind", [servers.SQLITE, *servers.SERVERS])
def test_migrations_make_what_the_models_say(kind: str) -> None:
    if reason := servers.missing(kind):
        pytest.skip(reason)
    with servers.databases(kind) as made:
        for which, engine in made.items():
            with engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                assert compare_metadata(context, migration.METADATA[which]) == []
                assert context.get_current_revision() == migration.head(which)


@pytest.mark.parametrize("kind", [servers.SQLITE, *servers.SERVERS])
def test_migrations_may_run_again(kind: str) -> None:
    if reason := servers.missing(kind):
        pytest.skip(reason)
    with servers.urls(kind) as found:
        for which, url in found.items():
            assert migration.version(which, url) is None
            for _ in range(2):
                migration.sync(which, url)
            assert migration.version(which, url) == migration.head(which)

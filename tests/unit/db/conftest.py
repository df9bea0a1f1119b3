# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions whose changes are undone after each test, on SQLite and on each database server that is offered.

NOVA_LITE_TEST_MYSQL_URL and NOVA_LITE_TEST_POSTGRESQL_URL name servers and an account that may create databases; the
path of the URL is the database to connect to first. Without them everything runs on SQLite only.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from nova_lite.db import migration
from nova_lite.db.session import Session
from tests.unit.db import servers


@pytest.fixture(scope="session", params=servers.offered())
def databases(request: pytest.FixtureRequest) -> Iterator[dict[migration.History, servers.Engine]]:
    """An API database and a cell database with all tables."""
    with servers.databases(request.param) as made:
        yield made


def _undone(connection: Connection) -> Iterator[Session]:
    outer = connection.begin()
    yield Session(lambda: connection)
    outer.rollback()


@pytest.fixture
def session(databases: dict[migration.History, servers.Engine]) -> Iterator[Session]:
    """A session on the cell database."""
    with databases["main"].connect() as connection:
        yield from _undone(connection)


@pytest.fixture
def api_session(databases: dict[migration.History, servers.Engine]) -> Iterator[Session]:
    """A session on the API database."""
    with databases["api"].connect() as connection:
        yield from _undone(connection)

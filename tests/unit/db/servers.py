# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Databases for tests: SQLite in a folder of its own, MariaDB and PostgreSQL where the environment names a server."""

import contextlib
import os
import tempfile
from collections.abc import Iterator

import sqlalchemy
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from nova_lite.db import migration
from nova_lite.db.engine import Database

SQLITE = "sqlite"
SERVERS = {"mysql": "NOVA_LITE_TEST_MYSQL_URL", "postgresql": "NOVA_LITE_TEST_POSTGRESQL_URL"}
# A connection that a failed test left open must not fail the next one.
FORCE = {"mysql": "", "postgresql": " WITH (FORCE)"}
HISTORIES: tuple[migration.History, ...] = ("main", "api")

__all__ = ["Engine", "databases", "missing", "offered", "urls"]


def offered() -> list[str]:
    """Kinds of databases that can be tested here."""
    return [SQLITE, *(kind for kind, variable in SERVERS.items() if os.environ.get(variable))]


def missing(kind: str) -> str:
    """Why a kind cannot be tested; empty if it can."""
    return "" if kind in offered() else f"{SERVERS[kind]} names no server"


@contextlib.contextmanager
def urls(kind: str) -> Iterator[dict[migration.History, str]]:
    """URLs of two empty databases, which are dropped afterwards."""
    if kind == SQLITE:
        with tempfile.TemporaryDirectory() as folder:
            yield {which: f"sqlite:///{folder}/{which}.sqlite" for which in HISTORIES}
        return
    url = make_url(os.environ[SERVERS[kind]])
    names = {which: f"nova_lite_test_{os.getpid()}_{which}" for which in HISTORIES}
    server = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            for name in names.values():
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}{FORCE[kind]}")
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield {which: url.set(database=name).render_as_string(hide_password=False) for which, name in names.items()}
        with server.connect() as connection:
            for name in names.values():
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}{FORCE[kind]}")
    finally:
        server.dispose()


@contextlib.contextmanager
def databases(kind: str) -> Iterator[dict[migration.History, Engine]]:
    """Engines of two databases that were made by the migrations."""
    with urls(kind) as found:
        opened = {which: Database(url, migration.GROUPS[which]) for which, url in found.items()}
        for which, url in found.items():
            migration.sync(which, url)
        yield {which: database.engine for which, database in opened.items()}
        for database in opened.values():
            database.dispose()

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The real services around the processes: the broker, and databases of a run's own on a server, both behind a Link.

Addresses come from the environment; a test that needs one that is not named is skipped with that reason. Nothing of
a server but the databases made here is touched.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
import sqlalchemy
from sqlalchemy.engine import URL, make_url

from tests.functional.processes.link import Link

RABBIT = "NOVA_LITE_TEST_RABBIT_URL"
SERVERS = {"mysql": "NOVA_LITE_TEST_MYSQL_URL", "postgresql": "NOVA_LITE_TEST_POSTGRESQL_URL"}
DRIVERS = {"mysql": "mysql+pymysql", "postgresql": "postgresql"}
PORTS = {"mysql": 3306, "postgresql": 5432}
NOUNS = ("api", "cell0", "cell1")
ADMIN_DATABASE = {"mysql": None, "postgresql": "postgres"}


def from_environment(name: str) -> str:
    """An address from the environment; skips the test when it is not there."""
    value = os.environ.get(name)
    if not value:
        pytest.skip(f"{name} is not set; it names the server that this test uses")
    return value


def rabbit_url() -> str:
    """The broker's URL."""
    return from_environment(RABBIT)


def _administer(kind: str, admin: URL, *statements: str) -> None:
    """Run statements outside of any transaction."""
    engine = sqlalchemy.create_engine(admin.set(database=admin.database or ADMIN_DATABASE[kind]))
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


@contextmanager
def databases(kind: str) -> Iterator[tuple[URL, dict[str, str]]]:
    """New empty databases on a server: its URL, and their names by noun (api, cell0, cell1); dropped at the end."""
    admin = make_url(from_environment(SERVERS[kind])).set(drivername=DRIVERS[kind])
    run = uuid.uuid4().hex[:8]
    names = {noun: f"nova_lite_test_{run}_{noun}" for noun in NOUNS}
    _administer(kind, admin, *(f"CREATE DATABASE {name}" for name in names.values()))
    try:
        yield admin, names
    finally:
        force = " WITH (FORCE)" if kind == "postgresql" else ""
        _administer(kind, admin, *(f"DROP DATABASE {name}{force}" for name in names.values()))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the daemons are configured with: URLs that lead through links, which can be cut."""

    rabbit_url: str
    urls: dict[str, str]
    rabbit: Link
    database: Link


@contextmanager
def surroundings(kind: str) -> Iterator[Surroundings]:
    """Links to the broker and to new databases."""
    broker = make_url(rabbit_url())
    with databases(kind) as (admin, names), ExitStack() as stack:
        rabbit = stack.enter_context(Link(broker.host or "127.0.0.1", broker.port or 5672))
        database = stack.enter_context(Link(admin.host or "127.0.0.1", admin.port or PORTS[kind]))
        there = admin.set(host="127.0.0.1", port=database.port)
        yield Surroundings(
            url_text(broker.set(host="127.0.0.1", port=rabbit.port)),
            {noun: url_text(there.set(database=name)) for noun, name in names.items()},
            rabbit,
            database,
        )


def url_text(url: URL) -> str:
    """A URL as an option holds it, its password readable."""
    return url.render_as_string(hide_password=False)

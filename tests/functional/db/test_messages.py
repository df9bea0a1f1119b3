# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Transactions on MySQL or MariaDB: the server itself says which of them there were."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from nova_lite.db.engine import Database
from nova_lite.db.session import Session
from tests.unit.db import servers

KIND = "mysql"
COUNTERS = ("begin", "commit", "rollback")


@pytest.fixture
def database() -> Iterator[Database]:
    """A database with one table, and one connection that all sessions share."""
    if reason := servers.missing(KIND):
        pytest.skip(reason)
    with servers.urls(KIND) as urls:
        made = Database(urls["main"])
        with made.writer() as session:
            session.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)"))
        yield made
        made.dispose()


def counters(session: Session) -> dict[str, int]:
    rows = session.execute(text("SHOW SESSION STATUS LIKE 'Com_%'"))
    found = {str(name).lower().removeprefix("com_"): value for name, value in rows}
    return {name: int(found[name]) for name in COUNTERS}


def counted(database: Database, before: dict[str, int]) -> dict[str, int]:
    with database.reader() as session:
        now = counters(session)
    return {name: now[name] - before[name] for name in COUNTERS}


def start(database: Database) -> dict[str, int]:
    with database.reader() as session:
        return counters(session)


def numbers(database: Database) -> list[int]:
    with database.reader() as session:
        return list(session.scalars(text("SELECT n FROM t ORDER BY n")))


def test_reads_begin_and_end_nothing(database: Database) -> None:
    before = start(database)
    for _ in range(3):
        assert numbers(database) == []
    assert counted(database, before) == {"begin": 0, "commit": 0, "rollback": 0}


def test_a_writer_is_one_transaction(database: Database) -> None:
    before = start(database)
    with database.writer() as session:
        session.execute(text("INSERT INTO t VALUES (1)"))
        session.execute(text("INSERT INTO t VALUES (2)"))
    assert counted(database, before) == {"begin": 1, "commit": 1, "rollback": 0}


def test_nobody_sees_what_is_not_committed(database: Database) -> None:
    with database.writer() as session:
        session.execute(text("INSERT INTO t VALUES (1)"))
        assert numbers(database) == []
    assert numbers(database) == [1]


def test_a_writer_that_fails_leaves_nothing(database: Database) -> None:
    before = start(database)
    with pytest.raises(ValueError, match="stop"), database.writer() as session:
        session.execute(text("INSERT INTO t VALUES (1)"))
        raise ValueError("stop")
    assert numbers(database) == []
    assert counted(database, before)["rollback"] == 1


def test_a_statement_that_fails_leaves_nothing(database: Database) -> None:
    with database.writer() as session:
        session.execute(text("INSERT INTO t VALUES (1)"))
    with pytest.raises(Exception, match="Duplicate"), database.writer() as session:
        session.execute(text("INSERT INTO t VALUES (2)"))
        session.execute(text("INSERT INTO t VALUES (1)"))
    assert numbers(database) == [1]


def test_every_connection_is_as_strict_as_the_option_says_and_sees_what_others_committed(database: Database) -> None:
    settings = text("SELECT @@SESSION.sql_mode, @@SESSION.tx_isolation, @@SESSION.character_set_client")
    with database.reader() as session, database.reader() as other:
        for one in (session, other):
            mode, isolation, charset = one.execute(settings).one()
            assert "TRADITIONAL" in mode
            assert (isolation, charset) == ("READ-COMMITTED", "utf8mb4")

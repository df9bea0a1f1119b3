# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Engines and sessions: transactions, waiting for each other, errors, forgetting."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from oslo_config import fixture as config_fixture
from oslo_db import exception as db_exception
from sqlalchemy import create_engine, make_url, text
from sqlalchemy import exc as sqlalchemy_exc

from nova_lite import exception, figures
from nova_lite.conf import CONF
from nova_lite.db import engine
from nova_lite.db.engine import Database, Databases
from nova_lite.db.session import Session
from tests.unit.counting import Counted


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with one table."""
    made = Database(f"sqlite:///{tmp_path}/x.sqlite")
    with made.writer() as session:
        session.execute(text("CREATE TABLE parents (n INTEGER PRIMARY KEY)"))
        session.execute(text("CREATE TABLE children (n INTEGER REFERENCES parents (n))"))
    yield made
    made.dispose()


def numbers(database: Database) -> list[int]:
    with database.reader() as session:
        return list(session.scalars(text("SELECT n FROM parents ORDER BY n")))


def test_a_writer_commits(database: Database) -> None:
    with database.writer() as session:
        session.execute(text("INSERT INTO parents VALUES (1)"))
    assert numbers(database) == [1]


def test_a_writer_that_fails_changes_nothing(database: Database) -> None:
    with pytest.raises(ValueError, match="stop"), database.writer() as session:
        session.execute(text("INSERT INTO parents VALUES (1)"))
        raise ValueError("stop")
    assert numbers(database) == []


def test_a_reader_changes_nothing(database: Database) -> None:
    with database.reader() as session:
        session.execute(text("INSERT INTO parents VALUES (1)"))
    assert numbers(database) == []


def test_writers_wait_for_each_other(database: Database) -> None:
    """Each reads before it writes, which would clash if the lock came with the first change only."""

    def add() -> None:
        for _ in range(10):
            with database.writer() as session:
                last = session.scalar(text("SELECT max(n) FROM parents")) or 0
                session.execute(text("INSERT INTO parents VALUES (:n)"), {"n": last + 1})

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(database) == list(range(1, 41))


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.writer() as session:
        session.execute(text("INSERT INTO parents VALUES (1)"))
        assert numbers(database) == []


def test_errors_are_those_of_oslo_db(database: Database) -> None:
    with pytest.raises(db_exception.DBDuplicateEntry), database.writer() as session:
        session.execute(text("INSERT INTO parents VALUES (1), (1)"))
    with pytest.raises(db_exception.DBReferenceError), database.writer() as session:
        session.execute(text("INSERT INTO children VALUES (7)"))


def test_a_database_that_cannot_be_opened(tmp_path: Path) -> None:
    lost = Database(f"sqlite:///{tmp_path}/no/such/folder/x.sqlite")
    with pytest.raises((exception.DatabaseUnavailable, db_exception.DBError)), lost.reader() as session:
        session.execute(text("SELECT 1"))


@pytest.mark.parametrize("attempts", [0, 1, 2])
@pytest.mark.parametrize("kind", ["mysql+pymysql", "postgresql+psycopg2"])
def test_a_server_that_does_not_answer(kind: str, attempts: int, caplog: pytest.LogCaptureFixture) -> None:
    with config_fixture.Config(CONF) as config:
        config.config(group="database", max_retries=attempts, retry_interval=0)
        lost = Database(f"{kind}://u:secret@127.0.0.1:9/nova")
        with pytest.raises(exception.DatabaseUnavailable), lost.reader() as session:
            session.execute(text("SELECT 1"))
    told = [one.getMessage() for one in caplog.records if one.name == engine.__name__]
    assert ["is asked again" in line for line in told] == [True] * max(0, attempts - 1)
    assert not any("secret" in line or "\n" in line for line in told)


@pytest.mark.parametrize("attempts", [3, -1])
def test_a_server_that_comes_late_is_waited_for(attempts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = create_engine("sqlite://")
    answers = [db_exception.DBConnectionError(OSError("away"))] * 2
    waited: list[float] = []

    def connect(self: object) -> Session:
        if answers:
            raise answers.pop()
        return Session(connect=pytest.fail)

    monkeypatch.setattr(type(made), "connect", connect)
    monkeypatch.setattr(engine.time, "sleep", waited.append)
    engine._wait_for(made, attempts, 0.5)
    assert (answers, waited) == ([], [0.5, 0.5])


def test_a_server_that_says_no_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: object) -> None:
        raise db_exception.DBError(OSError("access denied"))

    made = create_engine("sqlite://")
    monkeypatch.setattr(type(made), "connect", connect)
    monkeypatch.setattr(engine.time, "sleep", lambda seconds: pytest.fail("waited"))
    with pytest.raises(exception.DatabaseUnavailable, match="access denied"):
        engine._wait_for(made, 3, 1)


def test_a_database_in_memory_keeps_its_tables() -> None:
    database = Database("sqlite://")
    with database.writer() as session:
        session.execute(text("CREATE TABLE t (n INTEGER)"))
    with database.reader() as session:
        assert session.scalar(text("SELECT count(*) FROM t")) == 0


def test_disposed_databases_open_again(database: Database) -> None:
    before = database.engine
    database.dispose()
    assert database.engine is not before
    assert numbers(database) == []


def test_databases_are_known_by_url_and_group() -> None:
    known = Databases()
    first = known.get("sqlite:///a", "database")
    assert known.get("sqlite:///a", "database") is first
    assert known.get("sqlite:///a", "api_database") is not first
    known.clear()
    assert known.get("sqlite:///a", "database") is not first


def test_urls_come_from_the_configuration() -> None:
    with config_fixture.Config(CONF) as config:
        config.config(group="database", connection="sqlite:///cell")
        config.config(group="api_database", connection="sqlite:///api")
        assert engine.cell_database().url == "sqlite:///cell"
        assert engine.cell_database("sqlite:///other").url == "sqlite:///other"
        assert engine.api_database().url == "sqlite:///api"


def test_a_missing_url_is_named() -> None:
    with config_fixture.Config(CONF) as config:
        config.config(group="api_database", connection=None)
        with pytest.raises(exception.ConfigInvalid, match=r"\[api_database\]"):
            engine.api_database()


def test_deadlocks_are_tried_again() -> None:
    attempts: list[int] = []

    @engine.retry_on_deadlock
    def work() -> str:
        attempts.append(1)
        if len(attempts) < 3:
            raise db_exception.DBDeadlock
        return "done"

    assert work() == "done"
    assert len(attempts) == 3


def test_what_somebody_else_created_is_found_by_the_second_attempt() -> None:
    attempts: list[int] = []

    @engine.retry_on_duplicate
    def work() -> str:
        attempts.append(1)
        if len(attempts) < 2:
            raise db_exception.DBDuplicateEntry
        return "found"

    assert work() == "found"


def test_mysql_speaks_all_of_unicode_unless_told_otherwise() -> None:
    def url(text: str) -> str:
        return engine._with_charset(make_url(text)).render_as_string(hide_password=False)

    assert url("mysql+pymysql://u:p%40@h/db") == "mysql+pymysql://u:p%40@h/db?charset=utf8mb4"
    assert url("mysql+pymysql://h/db?charset=utf8") == "mysql+pymysql://h/db?charset=utf8"
    assert url("postgresql+psycopg2://h/db") == "postgresql+psycopg2://h/db"


@pytest.mark.parametrize(
    "error", [sqlalchemy_exc.TimeoutError(), sqlalchemy_exc.ResourceClosedError(), sqlalchemy_exc.InvalidatePoolError()]
)
def test_a_lost_connection_is_a_database_that_is_away_however_it_shows(database: Database, error: Exception) -> None:
    with pytest.raises(exception.DatabaseUnavailable), database.reader():
        raise error


def test_a_connection_that_breaks_after_its_use_spoils_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(session: Session) -> None:
        raise db_exception.DBConnectionError(OSError("lost"))

    with monkeypatch.context() as patched:
        patched.setattr(Session, "close", broken)
        with database.writer() as session:
            session.execute(text("INSERT INTO parents VALUES (1)"))
        assert numbers(database) == [1]
        with pytest.raises(ValueError, match="stop"), database.reader():
            raise ValueError("stop")


def test_statements_and_connections_are_counted(tmp_path: Path, counted: Counted) -> None:
    made = Database(f"sqlite:///{tmp_path}/counted.sqlite")
    try:
        with made.reader() as session:
            session.execute(text("SELECT 1"))
            before = sum(counted.of(figures.STATEMENTS).values())
            session.execute(text("SELECT 2"))
            for sampler in figures.samplers():
                sampler()
        name = f"{tmp_path}/counted.sqlite"
        assert counted.of(figures.STATEMENTS) == {(name,): before + 1} and before >= 1
        states = counted.of(figures.POOL)
        assert (states[name, "checked_out"], states[name, "overflow"]) == (1, 0) and states[name, "size"] >= 1
    finally:
        made.dispose()


def test_a_busy_moment_leaves_its_connections_open_unless_an_option_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "nova.conf").write_text("[database]\nmax_pool_size = 3\n")
    CONF([], project="nova", default_config_files=[str(tmp_path / "nova.conf")], default_config_dirs=[])
    assert engine._pool("api_database")["max_pool_size"] == engine.POOL_SIZES["max_pool_size"]
    assert engine._pool("database")["max_pool_size"] == 3


def test_preload_takes_the_drivers_of_both_urls() -> None:
    with config_fixture.Config(CONF) as config:
        config.config(connection="postgresql+psycopg2://nowhere/nova", group="database")
        config.config(connection="mysql+pymysql://nowhere/nova_api", group="api_database")
        engine.preload()
    assert {"psycopg2", "pymysql"} <= sys.modules.keys()


@pytest.mark.parametrize("url", ["nonsense", "oracle+none://secret@x/y", "mysql+aiomysql://secret@x/y"])
def test_preload_names_the_option_of_a_url_without_driver(url: str) -> None:
    with config_fixture.Config(CONF) as config:
        config.config(connection=url, group="api_database")
        with pytest.raises(exception.ConfigInvalid, match=r"\[api_database\]connection") as raised:
            engine.preload()
    assert "secret" not in str(raised.value)

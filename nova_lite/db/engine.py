# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Engines and sessions: one Database per connection URL and process, for reading and for writing.

A database that is away when a process starts is waited for, with one log line; connections that die are replaced.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

from oslo_config import cfg
from oslo_db import api as oslo_db_api
from oslo_db import exception as db_exception
from oslo_db.sqlalchemy import engines, exc_filters
from oslo_log import log as logging
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy import exc as sqlalchemy_exc
from sqlalchemy.orm import Session, configure_mappers, sessionmaker
from sqlalchemy.pool import QueuePool, StaticPool

from nova_lite import exception, figures, green
from nova_lite.conf import CONF
from nova_lite.db import mysql

LOG = logging.getLogger(__name__)

READS = "reads"
SQLITE_WAIT_MS = 30_000
# What a server that goes away, or that all connections wait for, shows as.
AWAY = (
    db_exception.DBConnectionError,
    sqlalchemy_exc.DisconnectionError,
    sqlalchemy_exc.ResourceClosedError,
    sqlalchemy_exc.TimeoutError,
)


# To open a connection costs more than a request: what a busy moment opened is kept, unless an option says otherwise.
POOL_SIZES = {"max_pool_size": 20, "max_overflow": 10}
_POOLED = ("max_pool_size", "max_overflow", "pool_timeout", "connection_recycle_time")

retry_on_deadlock: Callable[[Any], Any] = oslo_db_api.wrap_db_retry(
    max_retries=5, retry_on_deadlock=True, retry_interval=0.05, max_retry_interval=1
)


def _is_duplicate(error: Exception) -> bool:
    return isinstance(error, db_exception.DBDuplicateEntry)


# For work that creates what it does not find: the second attempt finds what somebody else has created.
retry_on_duplicate: Callable[[Any], Any] = oslo_db_api.wrap_db_retry(
    max_retries=1, retry_interval=0.05, exception_checker=_is_duplicate
)


def preload() -> None:
    """Load what every connection needs: models, and the dialects and drivers of the configured URLs. Opens none.

    Called before a daemon forks, so that its workers share that memory. Raises ConfigInvalid for a URL without driver.
    """
    configure_mappers()
    mysql.register()
    for group in ("database", "api_database"):
        if not CONF[group].connection:
            continue
        try:
            create_engine(CONF[group].connection)
        except (sqlalchemy_exc.ArgumentError, ImportError) as error:
            raise exception.ConfigInvalid(reason=f"[{group}]connection: {error}") from error


class Database:
    """One database. Sessions do not expire what they read, so rows stay usable after the session."""

    def __init__(self, url: str, group: str = "database") -> None:
        self.url = url
        self._group = group
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._readers: sessionmaker[Session] | None = None
        self._writers: sessionmaker[Session] | None = None

    @property
    def engine(self) -> Engine:
        """The engine, made on first use; raises DatabaseUnavailable when the server stays away too long."""
        with self._lock:
            if self._engine is None:
                self._engine = self._connect()
                reading = self._engine.execution_options(**{READS: True})
                self._readers = sessionmaker(reading, expire_on_commit=False)
                self._writers = sessionmaker(self._engine, expire_on_commit=False)
                if figures.is_on():
                    self._count(self._engine)
            return self._engine

    def _connect(self) -> Engine:
        if self.url.startswith("sqlite"):
            return _sqlite_engine(self.url)
        options = CONF[self._group]
        values: dict[str, Any] = {
            "max_retries": options.max_retries,
            "retry_interval": options.retry_interval,
            "mysql_sql_mode": options.mysql_sql_mode,
            "thread_checkin": False,  # sockets give way to other threads often enough
        }
        values.update(_pool(self._group))
        if self.url.startswith("postgres"):
            green.patch_postgresql()
        mysql.register()
        try:
            engine: Engine = engines.create_engine(_with_charset(self.url), **values)
        except (db_exception.DBError, *AWAY) as error:
            raise exception.DatabaseUnavailable(reason=str(error)) from error
        if engine.dialect.name in ("mysql", "mariadb"):
            engine.dispose()
            event.listen(engine, "connect", _mysql_connected)
            event.listen(engine, "begin", _mysql_begins)
        return engine

    def _count(self, engine: Engine) -> None:
        """Feed the figures of this database's statements and connections."""
        name = engine.url.database or self._group

        def executed(*_: Any) -> None:
            figures.add(figures.STATEMENTS, name)

        def sample() -> None:
            pool = engine.pool
            if isinstance(pool, QueuePool):
                found = {"size": pool.size(), "checked_out": pool.checkedout(), "overflow": max(0, pool.overflow())}
                for state, number in found.items():
                    figures.level(figures.POOL, number, name, state)

        event.listen(engine, "after_cursor_execute", executed)
        figures.sample(sample)

    @contextlib.contextmanager
    def reader(self) -> Iterator[Session]:
        """A session for reading only; each statement sees what is committed by then."""
        with self._session(reads=True) as session:
            yield session

    @contextlib.contextmanager
    def writer(self) -> Iterator[Session]:
        """A transaction: committed when the block ends, rolled back when it raises."""
        with self._session(reads=False) as session:
            yield session
            session.commit()

    @contextlib.contextmanager
    def _session(self, reads: bool) -> Iterator[Session]:
        _ = self.engine
        sessions = self._readers if reads else self._writers
        assert sessions is not None
        session = sessions()
        try:
            yield session
        except AWAY as error:
            raise exception.DatabaseUnavailable(reason=str(getattr(error, "inner_exception", error))) from error
        finally:
            _close(session)

    def dispose(self) -> None:
        """Close all connections; the next use opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None


def _close(session: Session) -> None:
    """Give the connection back. What was read is read, and what was committed is, also if the connection dies now."""
    try:
        session.close()
    except AWAY as error:
        LOG.debug("A connection broke when it was not needed any more: %s", error)


def _pool(group: str) -> dict[str, int]:
    """Sizes and times of the pool of connections: POOL_SIZES where the operator's file says nothing."""
    options = CONF[group]
    found = {name: getattr(options, name) for name in _POOLED if getattr(options, name) is not None}
    for name, size in POOL_SIZES.items():
        where = CONF.get_location(name, group)
        if where is None or where.location is cfg.Locations.opt_default:
            found[name] = size
    return found


def _with_charset(url: str) -> str:
    """The URL with MySQL's full Unicode unless it names a character set; oslo.db's default lacks 4-byte characters."""
    parsed = make_url(url)
    if parsed.get_backend_name() in ("mysql", "mariadb") and "charset" not in parsed.query:
        parsed = parsed.update_query_dict({"charset": "utf8mb4"})
    return parsed.render_as_string(hide_password=False)


def _sqlite_engine(url: str) -> Engine:
    """An embedded database that several threads and processes may use; in memory it has a single connection."""
    in_memory = url in ("sqlite://", "sqlite:///:memory:")
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **options)
    exc_filters.register_engine(engine)
    event.listen(engine, "connect", _sqlite_connected)
    event.listen(engine, "begin", _sqlite_begins)
    return engine


def _mysql_connected(connection: Any, record: Any) -> None:
    """Transactions begin when we say so: a read needs none. Every change names the state it expects, so that repeatable
    reads buy nothing but gaps that deadlock.
    """
    connection.autocommit(True)
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")


def _mysql_begins(connection: Any) -> None:
    if not connection.get_execution_options().get(READS):
        connection.exec_driver_sql("BEGIN")


def _sqlite_connected(connection: Any, record: Any) -> None:
    """As on other databases: readers do not wait, rows refer to rows that exist, transactions begin when we say so."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"busy_timeout={SQLITE_WAIT_MS}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begins(connection: Any) -> None:
    """A transaction that will write takes the write lock at once: a later upgrade could not wait for it."""
    kind = "BEGIN" if connection.get_execution_options().get(READS) else "BEGIN IMMEDIATE"
    connection.exec_driver_sql(kind)


class Databases:
    """The databases of this process by URL; forgotten after a fork, since connections cannot be shared."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Database] = {}
        os.register_at_fork(after_in_child=self._found.clear)

    def get(self, url: str | None, group: str) -> Database:
        """The database of a URL; None means the group's connection option. Raises ConfigInvalid without one."""
        where = url or CONF[group].connection
        if not where:
            raise exception.ConfigInvalid(reason=f"[{group}]connection is not set")
        return self._found.setdefault((where, group), Database(where, group))

    def clear(self) -> None:
        """Close and forget all."""
        for database in self._found.values():
            database.dispose()
        self._found.clear()


DATABASES = Databases()


def api_database() -> Database:
    """The API database."""
    return DATABASES.get(None, "api_database")


def cell_database(url: str | None = None) -> Database:
    """A cell's database; None for the cell of this process's configuration."""
    return DATABASES.get(url, "database")

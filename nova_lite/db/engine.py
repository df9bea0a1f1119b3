# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Engines and sessions: one Database per connection URL and process, for reading and for writing.

A database that is away when a process starts is waited for, with one log line; connections that die are replaced.
"""

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from oslo_config import cfg
from oslo_db import api as oslo_db_api
from oslo_db import exception as db_exception
from oslo_db.sqlalchemy import exc_filters
from oslo_log import log as logging
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy import exc as sqlalchemy_exc
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool, StaticPool

from nova_lite import exception, figures, green
from nova_lite.conf import CONF
from nova_lite.db import mysql
from nova_lite.db.session import Session

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
# Options of the pool, and what SQLAlchemy calls them.
_POOLED = {
    "max_pool_size": "pool_size",
    "max_overflow": "max_overflow",
    "pool_timeout": "pool_timeout",
    "connection_recycle_time": "pool_recycle",
}

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
    """Load what every connection needs: the dialects and drivers of the configured URLs. Opens none.

    Called before a daemon forks, so that its workers share that memory. Raises ConfigInvalid for a URL without driver.
    """
    mysql.register()
    for group in ("database", "api_database"):
        if not CONF[group].connection:
            continue
        try:
            create_engine(CONF[group].connection)
        except (sqlalchemy_exc.ArgumentError, ImportError) as error:
            raise exception.ConfigInvalid(reason=f"[{group}]connection: {error}") from error


class Database:
    """One database. Rows stay usable after the session that read them."""

    def __init__(self, url: str, group: str = "database") -> None:
        self.url = url
        self._group = group
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._for_reading: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The engine, made on first use; raises DatabaseUnavailable when the server stays away too long."""
        with self._lock:
            if self._engine is None:
                self._engine = self._connect()
                self._for_reading = self._engine.execution_options(**{READS: True})
                if figures.is_on():
                    self._count(self._engine)
            return self._engine

    def _connect(self) -> Engine:
        if self.url.startswith("sqlite"):
            return _sqlite_engine(self.url)
        mysql.register()
        url = make_url(self.url)
        options = CONF[self._group]
        values: dict[str, Any] = {_POOLED[name]: value for name, value in _pool(self._group).items()}
        if url.get_backend_name() == "postgresql":
            green.patch_postgresql()
            values["client_encoding"] = "utf8"
        engine = create_engine(_with_charset(url), pool_pre_ping=True, **values)
        if engine.dialect.name == "postgresql":
            event.listen(engine, "handle_error", _cannot_connect)  # before oslo.db's, which would have the last word
        exc_filters.register_engine(engine)
        if engine.dialect.name in ("mysql", "mariadb"):
            event.listen(engine, "connect", partial(_mysql_connected, options.mysql_sql_mode))
            event.listen(engine, "begin", _mysql_begins)
        _wait_for(engine, options.max_retries, options.retry_interval)
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
        engine = self.engine
        if reads:
            assert self._for_reading is not None
            engine = self._for_reading
        session = Session(engine.connect)
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


def _cannot_connect(context: ExceptionContext) -> None:
    """Raise DBConnectionError for an error on the way to a connection: of PostgreSQL oslo.db does not know them."""
    is_new = context.connection is None and not context.is_pre_ping
    if is_new and isinstance(context.sqlalchemy_exception, sqlalchemy_exc.OperationalError):
        raise db_exception.DBConnectionError(context.sqlalchemy_exception)


def _wait_for(engine: Engine, attempts: int, pause_s: float) -> None:
    """Open the first connection; raises DatabaseUnavailable when that many attempts fail.

    -1: it is tried for ever; 0: the first use opens it.
    """
    if not attempts:
        return
    for left in itertools.count(attempts - 1, -1):
        try:
            engine.connect().close()
            return
        except (db_exception.DBError, *AWAY) as error:
            if not left or not isinstance(error, db_exception.DBConnectionError):
                raise exception.DatabaseUnavailable(reason=str(error)) from error
            away, why = engine.url.render_as_string(), str(error).partition("\n")[0]
            LOG.warning("The database %s does not answer, it is asked again in %s s: %s", away, pause_s, why)
            time.sleep(pause_s)


def _with_charset(url: URL) -> URL:
    """The URL with MySQL's full Unicode unless it names a character set: what PyMySQL takes for itself may change."""
    if url.get_backend_name() in ("mysql", "mariadb") and "charset" not in url.query:
        return url.update_query_dict({"charset": "utf8mb4"})
    return url


def _sqlite_engine(url: str) -> Engine:
    """An embedded database that several threads and processes may use; in memory it has a single connection."""
    in_memory = url in ("sqlite://", "sqlite:///:memory:")
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **options)
    exc_filters.register_engine(engine)
    event.listen(engine, "connect", _sqlite_connected)
    event.listen(engine, "begin", _sqlite_begins)
    return engine


def _mysql_connected(sql_mode: str | None, connection: Any, record: Any) -> None:
    """Transactions begin when we say so: a read needs none. Every change names the state it expects, so that repeatable
    reads buy nothing but gaps that deadlock.
    """
    connection.autocommit(True)
    with connection.cursor() as cursor:
        if sql_mode is not None:
            cursor.execute("SET SESSION sql_mode = %s", [sql_mode])
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

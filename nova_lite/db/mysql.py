# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""SQLAlchemy's dialect for MySQL and MariaDB over PyMySQL, without the messages that ask what is known already.

A message to the server costs as much as a small query. register() puts this dialect in the place of the usual one.
"""

import time
import weakref
from typing import Any, Literal

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.mysql.pymysql import MySQLDialect_pymysql

from nova_lite import concurrency

IN_TRANSACTION = 0x1  # a bit of the state that every answer of the server carries
PING_AFTER_S = 1.0


def register() -> None:
    """Let URLs that begin with mysql or mysql+pymysql use this dialect. Idempotent."""
    for name in ("mysql", "mysql.pymysql"):
        registry.register(name, __name__, Dialect.__name__)


class Dialect(MySQLDialect_pymysql):
    """Rolls back only what is open, and pings a connection that is quiet once a second at most."""

    supports_statement_cache = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pinged_at: weakref.WeakKeyDictionary[Any, float] = weakref.WeakKeyDictionary()

    def roll_back(self, dbapi_connection: Any) -> None:
        """End the transaction, if the server has said that there is one."""
        if dbapi_connection.server_status & IN_TRANSACTION:
            super().do_rollback(dbapi_connection)

    def ping(self, dbapi_connection: Any) -> Literal[True]:
        """Find out whether the server is still there: nobody but one that leaves speaks on a connection at rest. One
        that went without a word shows within a second.
        """
        now = time.monotonic()
        rested_s = now - self._pinged_at.get(dbapi_connection, 0.0)
        if rested_s > PING_AFTER_S or concurrency.has_input(dbapi_connection._sock):
            super().do_ping(dbapi_connection)
            self._pinged_at[dbapi_connection] = now
        return True

    # The names that SQLAlchemy calls.
    do_rollback = roll_back
    do_ping = ping

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""SQLAlchemy's dialect for MySQL and MariaDB over PyMySQL, without the messages that ask what is known already.

A message to the server costs as much as a small query, certificates that nobody looks at cost more than a request.
register() puts this dialect in the place of the usual one.
"""

import functools
import ssl
import time
import weakref
from typing import Any, Literal

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.mysql.pymysql import MySQLDialect_pymysql

from nova_lite import concurrency

IN_TRANSACTION = 0x1  # a bit of the state that every answer of the server carries
PING_AFTER_S = 1.0
# Options that say themselves whether and how a connection is encrypted.
_OWN_TERMS = ("ssl", "read_default", "defer_connect")


def register() -> None:
    """Let URLs that begin with mysql or mysql+pymysql use this dialect. Idempotent."""
    for name in ("mysql", "mysql.pymysql"):
        registry.register(name, __name__, Dialect.__name__)


@functools.cache
def _encryption() -> ssl.SSLContext:
    """What PyMySQL encrypts with when no option speaks of that: any certificate will do. The first one of a process
    costs megabytes, so that it is made before a daemon forks.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Dialect(MySQLDialect_pymysql):
    """Rolls back only what is open, pings a connection that is quiet once a second at most, and reads no authorities'
    certificates for connections that accept any.
    """

    supports_statement_cache = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._encryption = _encryption()
        self._pinged_at: weakref.WeakKeyDictionary[Any, float] = weakref.WeakKeyDictionary()

    def connect(self, *arguments: Any, **options: Any) -> Any:
        """A connection, encrypted if the server can or if the options demand it.

        PyMySQL would read all certificates of the system for each one and keep them as long as it lives.
        """
        if any(name.startswith(_OWN_TERMS) for name in options):
            return super().connect(*arguments, **options)
        connection: Any = super().connect(*arguments, **options, ssl_disabled=True, defer_connect=True)
        connection.ssl, connection.ctx = True, self._encryption
        connection.connect()
        return connection

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

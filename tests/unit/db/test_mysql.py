# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the dialect for MySQL does not ask the server; tests/functional/db/test_messages.py counts on a real one."""

import socket
import ssl
from typing import Any

import pytest
from sqlalchemy import create_engine

from nova_lite.db import mysql


class Connection:
    """A connection of PyMySQL, as far as the dialect sees it."""

    def __init__(self, status: int = 0) -> None:
        self.server_status = status
        self._sock, self.server = socket.socketpair()
        self.asked: list[str] = []

    def rollback(self) -> None:
        self.asked.append("rollback")

    def ping(self, *reconnect: bool) -> None:
        self.asked.append("ping")


class Driver:
    """PyMySQL, as far as opening a connection goes; it is its own connection."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self.opened = 0
        self.ssl, self.ctx = False, None

    def connect(self, **options: Any) -> "Driver":
        self.options |= options
        self.opened += not options  # the connection itself is told to open
        return self


def _dialect(driver: Any) -> mysql.Dialect:
    dialect = mysql.Dialect()
    dialect.dbapi = driver
    return dialect


def test_a_connection_is_encrypted_if_the_server_can_and_reads_no_certificates() -> None:
    first, second = Driver(), Driver()
    for driver in (first, second):
        connection: Any = _dialect(driver).connect(host="db1")
        assert driver.options == {"host": "db1", "ssl_disabled": True, "defer_connect": True}
        assert (connection.ssl, connection.opened) == (True, 1)
    context: Any = first.ctx
    assert context is second.ctx
    assert (context.verify_mode, context.cert_store_stats()["x509"]) == (ssl.CERT_NONE, 0)


@pytest.mark.parametrize("given", [{"ssl_ca": "/ca"}, {"ssl_disabled": True}, {"read_default_file": "/my.cnf"}])
def test_options_about_encryption_reach_the_driver_as_they_are(given: dict[str, Any]) -> None:
    driver = Driver()
    _dialect(driver).connect(**given)
    assert (driver.options, driver.ctx) == (given, None)


@pytest.mark.parametrize(("status", "asked"), [(0x1 | 0x2, ["rollback"]), (0x2, [])])
def test_only_an_open_transaction_is_rolled_back(status: int, asked: list[str]) -> None:
    connection = Connection(status)
    mysql.Dialect().do_rollback(connection)
    assert connection.asked == asked


def test_a_connection_is_pinged_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    dialect, connection, other = mysql.Dialect(), Connection(), Connection()
    now = [100.0]
    monkeypatch.setattr(mysql.time, "monotonic", lambda: now[0])
    for now[0] in (100.0, 100.9, 101.1, 101.2):
        assert dialect.do_ping(connection)
    assert dialect.do_ping(other)
    assert (connection.asked, other.asked) == (["ping"] * 2, ["ping"])


def test_a_connection_that_the_server_closed_is_pinged() -> None:
    dialect, connection = mysql.Dialect(), Connection()
    dialect.do_ping(connection)
    connection.server.close()
    dialect.do_ping(connection)
    assert connection.asked == ["ping"] * 2


def test_a_ping_that_fails_is_no_answer() -> None:
    connection = Connection()

    def away(*reconnect: bool) -> None:
        raise OSError("gone")

    connection.ping = away  # type: ignore[method-assign]  # this one connection is cut
    dialect = mysql.Dialect()
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            dialect.do_ping(connection)


@pytest.mark.parametrize("scheme", ["mysql", "mysql+pymysql"])
def test_it_stands_in_for_the_usual_dialect(scheme: str) -> None:
    mysql.register()
    assert isinstance(create_engine(f"{scheme}://u@127.0.0.1:9/x").dialect, mysql.Dialect)

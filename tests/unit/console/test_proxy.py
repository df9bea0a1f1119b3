# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console proxy: tokens and origins of browser connections."""

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator

import pytest

from nova_lite import exception, figures
from nova_lite.conf import CONF
from nova_lite.console import proxy
from tests.unit.counting import Counted


@pytest.mark.parametrize(
    ("path", "cookies", "expected"),
    [
        ("/?token=abc", "", "abc"),
        ("/websockify?path=%3Ftoken%3Ddef", "", "def"),
        ("/websockify", "token=ghi; other=1", "ghi"),
        ("/websockify", "", None),
        ("/websockify", "{broken", None),
    ],
)
def test_token_from_query_path_or_cookie(path: str, cookies: str, expected: str | None) -> None:
    assert proxy._token_of(path, cookies) == expected


@pytest.mark.parametrize(
    ("origin", "host", "base", "allowed"),
    [
        (None, "console:6080", "http://console:6080/vnc", True),
        ("http://console:6080", "console:6080", "http://console:6080/vnc", True),
        ("https://console", "console", "http://console/vnc", False),
        ("http://evil", "console", "http://console/vnc", False),
        ("http://console", "console", "ws://console/", True),
        ("null", "console", "http://console", False),
    ],
)
def test_origin(origin: str | None, host: str, base: str, allowed: bool) -> None:
    assert proxy.origin_allowed(origin, host, base) is allowed


def test_the_inner_tunnel_needs_a_positive_answer() -> None:
    class Target:
        def __init__(self, answer: bytes) -> None:
            self.sent, self.answer = b"", answer

        def sendall(self, data: bytes) -> None:
            self.sent += data

        def recv(self, size: int) -> bytes:
            found, self.answer = self.answer, b""
            return found

    good = Target(b"HTTP/1.1 200 OK\r\n\r\n")
    proxy._tunnel(good, "/inner")  # type: ignore[arg-type]
    assert good.sent == b"CONNECT /inner HTTP/1.1\r\n\r\n"
    with pytest.raises(proxy.exception.ConsoleNotAvailable):
        proxy._tunnel(Target(b"HTTP/1.1 404 no\r\n\r\n"), "/inner")  # type: ignore[arg-type]


def test_a_tunnel_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy, "ANSWER_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        found = proxy.tokens.Authorisation("uuid", "spice", host, port, "/inner", "http://console", time.time() + 60)
        with pytest.raises(TimeoutError):
            proxy._open(found)
        there, _ = silent.accept()
        assert there.recv(100).startswith(b"CONNECT /inner ")
        assert there.recv(100) == b"", "the proxy closed it"
        there.close()


@pytest.mark.parametrize(
    "error", [exception.InvalidToken(), exception.ConsoleTypeUnavailable(console_type="serial")], ids=str
)
def test_a_bad_token_is_answered_with_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: exception.NovaException
) -> None:
    """Only the log says why, and it does not name the token."""

    def refuse(token: str) -> None:
        raise error

    monkeypatch.setattr(proxy.tokens, "validate", refuse)
    handler = proxy.ConsoleRequestHandler.__new__(proxy.ConsoleRequestHandler)
    handler.path, handler.headers, handler.client_address = "/?token=bad", {}, ("127.0.0.1", 1)
    with pytest.raises(type(error)):
        handler.new_websocket_client()
    assert f"refused: {error}" in caplog.text and "bad" not in caplog.text


def test_service_manager_is_told_when_the_socket_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(proxy.sdnotify.SystemdNotifier, "notify", lambda self, state: told.append(state))
    seen: list[bool | str] = []

    def start(server: proxy.ReportingProxy) -> None:
        seen.append(server.is_ready)
        server.started()
        seen.append(server.is_ready)

    monkeypatch.setattr(proxy.ReportingProxy, "start_server", start)
    proxy.serve("127.0.0.1", 0, None, lambda: seen.append("before"))
    assert (told, seen) == (["READY=1"], [False, "before", True])


@pytest.mark.parametrize(("oldest", "refused"), [("default", False), ("tlsv1_2", False), ("tlsv1_3", True)])
def test_older_versions_of_tls_are_refused(monkeypatch: pytest.MonkeyPatch, oldest: str, refused: bool) -> None:
    started: list[proxy.ReportingProxy] = []
    monkeypatch.setattr(proxy.ReportingProxy, "start_server", lambda server: started.append(server))
    CONF.set_override("ssl_minimum_version", oldest, "console")
    try:
        proxy.serve("127.0.0.1", 0, None, lambda: None)
    finally:
        CONF.clear_override("ssl_minimum_version", "console")
    assert bool(started[0].ssl_options & ssl.OP_NO_TLSv1_2) == refused


def test_taken_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(proxy.sdnotify.SystemdNotifier, "notify", lambda self, state: told.append(state))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{port}"):
            proxy.serve("127.0.0.1", port, None, lambda: None)
    assert told == []


@contextlib.contextmanager
def a_console(monkeypatch: pytest.MonkeyPatch, expires: float = 0.0) -> Iterator[proxy.ConsoleRequestHandler]:
    """A connection with a good token, to a guest that takes it and says nothing."""
    handler = proxy.ConsoleRequestHandler.__new__(proxy.ConsoleRequestHandler)
    handler.path, handler.headers, handler.client_address = "/?token=good", {}, ("127.0.0.1", 1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        found = proxy.tokens.Authorisation("uuid", "novnc", "127.0.0.1", port, None, "http://console/vnc", expires)
        monkeypatch.setattr(proxy.tokens, "validate", lambda token: found)
        yield handler


@pytest.mark.parametrize("enforced", [True, False])
def test_a_console_ends_with_its_token_if_the_operator_says_so(monkeypatch: pytest.MonkeyPatch, enforced: bool) -> None:
    ended: list[bool] = []

    def copy(target: socket.socket) -> None:
        target.settimeout(10 if enforced else 0.2)
        try:
            ended.append(target.recv(1) == b"")
        except TimeoutError:
            ended.append(False)

    CONF.set_override("enforce_session_timeout", enforced, "consoleauth")
    try:
        with a_console(monkeypatch, expires=time.time() + 0.05) as handler:
            monkeypatch.setattr(handler, "do_proxy", copy)
            handler.new_websocket_client()
    finally:
        CONF.clear_override("enforce_session_timeout", "consoleauth")
    assert ended == [enforced]


def test_connections_are_counted(monkeypatch: pytest.MonkeyPatch, counted: Counted) -> None:
    with a_console(monkeypatch) as handler:
        monkeypatch.setattr(handler, "do_proxy", lambda target: None)
        handler.new_websocket_client()
    with pytest.raises(handler.CClose):
        handler.new_websocket_client()
    handler.path = "/"
    with pytest.raises(handler.CClose):
        handler.new_websocket_client()
    assert counted.of(figures.CONSOLES) == {("opened",): 1, ("unreachable",): 1, ("refused",): 1}

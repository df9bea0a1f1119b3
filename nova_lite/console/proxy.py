# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The web socket handler of the console proxies: token, origin, connection. One class for all console types."""

import contextlib
import socket
import time
import urllib.parse
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

import sdnotify
import websockify
import websockify.websocketproxy
from oslo_log import log as logging

from nova_lite import concurrency, exception, figures
from nova_lite.conf import CONF
from nova_lite.console import tokens

LOG = logging.getLogger(__name__)

# Seconds for a console to answer, and bytes of its answer to CONNECT.
ANSWER_S = 30
LONGEST_REPLY = 65536


class ConsoleRequestHandler(websockify.ProxyRequestHandler):
    """One browser connection. A token comes in the URL's query (or in the path parameter), or in a cookie."""

    def new_websocket_client(self) -> None:
        """Check the token and the page it is used from, connect to the guest's console, copy until one side ends."""
        try:
            found = self._authorised()
        except (self.CClose, exception.NovaException):
            figures.add(figures.CONSOLES, "refused")
            raise
        LOG.info(
            "Console of server %s: %s to %s:%s", found.instance_uuid, self.client_address[0], found.host, found.port
        )
        target = self._connect(found)
        figures.add(figures.CONSOLES, "opened")
        if CONF.consoleauth.enforce_session_timeout:
            concurrency.spawn(_close_in_time, target, found)
        try:
            self.do_proxy(target)
        finally:
            target.close()
            LOG.info("Console of server %s: connection closed", found.instance_uuid)

    def _authorised(self) -> tokens.Authorisation:
        """What the token is good for, from a page that may use it."""
        token = _token_of(self.path, self.headers.get("Cookie", ""))
        if token is None:
            raise self.CClose(1008, "The token is missing")
        try:
            found = tokens.validate(token)
        except exception.NovaException as error:
            LOG.warning("Console connection from %s refused: %s", self.client_address[0], error)
            # Closed without a word: a caller without a token learns nothing, not even a close frame's reason.
            raise
        if not origin_allowed(self.headers.get("Origin"), self.headers.get("Host", ""), found.base_url):
            LOG.warning("Console of server %s refused to a foreign page", found.instance_uuid)
            raise self.CClose(1008, "Origin header does not match this host")
        return found

    def _connect(self, found: tokens.Authorisation) -> socket.socket:
        try:
            return _open(found)
        except OSError as error:
            LOG.warning("Console of server %s at %s:%s: %s", found.instance_uuid, found.host, found.port, error)
            figures.add(figures.CONSOLES, "unreachable")
            raise self.CClose(1011, "The console does not answer") from error

    def log_message(self, format: str, *args: Any) -> None:
        """Send websockify's own messages to our log at debug level; the query may hold a token and is left out."""
        LOG.debug("%s: %s", self.client_address[0], (format % args).split("?")[0])


def _close_in_time(target: socket.socket, found: tokens.Authorisation) -> None:
    """End a connection with its token: for who copies, it is as if the guest had closed it."""
    concurrency.sleep(max(0.0, found.expires - time.time()))
    with contextlib.suppress(OSError):  # it has ended by itself
        target.shutdown(socket.SHUT_RDWR)
        LOG.info("Console of server %s: the token has expired", found.instance_uuid)


def _open(found: tokens.Authorisation) -> socket.socket:
    """A connection to a console; raises OSError when it does not answer, and ConsoleNotAvailable."""
    with contextlib.ExitStack() as on_failure:
        target = on_failure.enter_context(socket.create_connection((found.host, found.port), timeout=ANSWER_S))
        if found.internal_access_path:
            _tunnel(target, found.internal_access_path)
        target.settimeout(None)
        on_failure.pop_all()
        return target


def _tunnel(target: socket.socket, path: str) -> None:
    """Open the inner path with an HTTP CONNECT, for hosts that publish several consoles on one port."""
    target.sendall(f"CONNECT {path} HTTP/1.1\r\n\r\n".encode())
    reply = b""
    while b"\r\n\r\n" not in reply and len(reply) < LONGEST_REPLY:
        part = target.recv(4096)
        if not part:
            break
        reply += part
    if b"200" not in reply.split(b"\r\n")[0]:
        raise exception.ConsoleNotAvailable()


def _token_of(path: str, cookies: str) -> str | None:
    """The token of a request: ?token=, or ?path=...token%3D..., or a cookie."""
    query = urllib.parse.parse_qs(urllib.parse.urlparse(path).query)
    if "token" in query:
        return query["token"][0]
    inner = urllib.parse.parse_qs(urllib.parse.urlparse(query.get("path", [""])[0]).query)
    if "token" in inner:
        return inner["token"][0]
    try:
        found = SimpleCookie(cookies).get("token")
    except CookieError:
        return None
    return found.value if found else None


def origin_allowed(origin: str | None, host: str, base_url: str) -> bool:
    """True when the page is this host's (or an allowed origin's) and of the scheme of the console URL."""
    if origin is None:
        return True
    page = urllib.parse.urlparse(origin)
    if not page.hostname or page.scheme not in ("http", "https"):
        return False
    own = urllib.parse.urlparse(f"//{host}").hostname
    if page.hostname not in {own, *CONF.console.allowed_origins}:
        return False
    scheme = urllib.parse.urlparse(base_url).scheme
    return not scheme or page.scheme == {"ws": "http", "wss": "https"}.get(scheme, scheme)


class ReportingProxy(websockify.WebSocketProxy):
    """The library's server, which tells the service manager when it listens."""

    is_ready = False

    def __init__(self, before: Callable[[], None], **options: Any) -> None:
        self._before = before
        super().__init__(**options)

    def started(self) -> None:
        """The socket listens, and the process is the one that will serve; called by the library."""
        super().started()
        self._before()
        self.is_ready = True
        sdnotify.SystemdNotifier().notify("READY=1")
        LOG.info("Console proxy listens on %s:%s", self.listen_host, self.listen_port)


def serve(host: str, port: int, web: str | None, before: Callable[[], None]) -> None:
    """Run a proxy on an address until the process ends; `web` is a folder of static files to serve, or None.

    `before` is called once it listens, before it takes a connection; what it raises ends the proxy. Raises OSError when
    it cannot listen there.
    """
    server = ReportingProxy(
        before,
        RequestHandlerClass=ConsoleRequestHandler,
        listen_host=host,
        listen_port=port,
        source_is_ipv6=CONF.source_is_ipv6,
        cert=CONF.cert,
        key=CONF.key,
        ssl_only=CONF.ssl_only,
        ssl_ciphers=CONF.console.ssl_ciphers,
        ssl_options=websockify.websocketproxy.select_ssl_version(CONF.console.ssl_minimum_version),
        daemon=CONF.daemon,
        record=CONF.record,
        web=web,
        file_only=True,
        idle_timeout=0,
    )
    try:
        server.start_server()
    except SystemExit as end:
        # The library ends the process as if all was well when the address is taken.
        if server.is_ready:
            raise
        raise OSError(f"cannot listen on {host}:{port}") from end

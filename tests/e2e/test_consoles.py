# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Consoles of a real guest, through the proxies as a browser reaches them: VNC, SPICE and the serial port."""

import struct
import urllib.parse
import uuid
from typing import Any

from websockify.websocket import WebSocket

from tests.e2e.cli import Cli
from tests.e2e.conftest import Creator

ANSWER_S = 30
# What a SPICE client says first: magic, version 2.2, length; then connection 0, main channel 0, no capabilities, which
# would follow after 18 bytes.
SPICE_HELLO = b"REDQ" + struct.pack("<3I", 2, 2, 18) + struct.pack("<I2B3I", 0, 1, 0, 0, 0, 18)


class Console(WebSocket):
    """A browser's connection to the proxy that a console URL names, with the URL's token."""

    def __init__(self, url: str) -> None:
        super().__init__()
        parts = urllib.parse.urlsplit(url)
        query = dict(urllib.parse.parse_qsl(parts.query))
        self._query = query.get("path", f"?{parts.query}")
        self.connect(f"ws://{parts.netloc}/websockify", origin=f"http://{parts.netloc}", protocols=["binary"])
        self.socket.settimeout(ANSWER_S)

    def send_request(self, type: str, path: str) -> None:
        """The library leaves the query out."""
        super().send_request(type, path + self._query)

    def read(self, expected: bytes) -> bytes:
        """What comes until the expected is in it, or the proxy hangs up."""
        found = b""
        while expected not in found and (part := self.recvmsg()) is not None:
            found += part
        return found


def url_of(cli: Cli, server: str, kind: str) -> str:
    """The URL of a console for that server."""
    shown: dict[str, Any] = cli("console url show", f"--{kind}", server)
    return str(shown["url"])


def test_consoles(cli: Cli, create: Creator) -> None:
    name = create("--config-drive", "True", network="")
    cli.console(name)

    assert Console(url_of(cli, name, "novnc")).read(b"RFB ").startswith(b"RFB ")
    spice = Console(url_of(cli, name, "spice"))
    spice.sendmsg(SPICE_HELLO)
    assert spice.read(b"REDQ").startswith(b"REDQ")

    url = url_of(cli, name, "serial")
    serial = Console(url)
    # The guest's terminal says what it hears.
    serial.sendmsg(b"typed by hand\n")
    assert b"typed by hand" in serial.read(b"typed by hand")
    assert "typed by hand" in cli.text("console log show", name)

    assert Console(f"{url.partition('=')[0]}={uuid.uuid4()}").read(b"any") == b"", "a token that nobody gave out"
    cli.text("server delete", "--wait", name)
    assert Console(url).read(b"any") == b"", "the token of a server that is gone"

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What goes over the wire, counted outside of the daemons: messages published to RabbitMQ, statements in MariaDB.

Messages are counted where they pass a link: every AMQP frame that opens a basic.publish is one, answers of calls too.
Statements are the server's own status counters, so that nothing else may use that server meanwhile.
"""

import socket
import struct
import threading

from sqlalchemy import URL, create_engine, text

from tests.functional.processes.link import Link

_GREETING = b"AMQP"
_GREETING_LENGTH = 8
_HEAD = struct.Struct(">BHI")
_METHOD_FRAME = 1
_PUBLISH = struct.pack(">HH", 60, 40)
_STATEMENTS = ("Com_select", "Com_insert", "Com_update", "Com_delete", "Com_insert_select", "Com_replace")


class Publishes:
    """Counts the messages in one direction of one AMQP 0-9-1 connection."""

    def __init__(self) -> None:
        self.count = 0
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the connection."""
        data, at = self._rest + chunk, 0
        if data.startswith(_GREETING):
            at = _GREETING_LENGTH
        while len(data) >= at + _HEAD.size:
            kind, _, size = _HEAD.unpack_from(data, at)
            end = at + _HEAD.size + size + 1
            if len(data) < end:
                break
            if kind == _METHOD_FRAME and data[at + _HEAD.size :].startswith(_PUBLISH):
                self.count += 1
            at = end
        self._rest = data[at:]


class CountingLink(Link):
    """A link to RabbitMQ that knows how many messages were published through it."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port)
        self._counting = threading.Lock()
        self._directions: dict[socket.socket, Publishes] = {}
        self._ended = 0

    def look(self, source: socket.socket, chunk: bytes) -> None:
        """Count; an empty chunk is the end of the direction."""
        with self._counting:
            if chunk:
                self._directions.setdefault(source, Publishes()).feed(chunk)
            elif source in self._directions:
                self._ended += self._directions.pop(source).count

    def messages(self) -> int:
        """Messages published until now."""
        with self._counting:
            return self._ended + sum(one.count for one in self._directions.values())


class Statements:
    """The counters of a MariaDB or MySQL server."""

    def __init__(self, admin: URL) -> None:
        self._engine = create_engine(admin)

    def counts(self) -> dict[str, int]:
        """sql: reads and changes of rows; round_trips: these and all else that is asked, such as COMMIT; logins."""
        with self._engine.connect() as connection:
            rows = connection.execute(text("SHOW GLOBAL STATUS"))
            values = {name: value for name, value in rows if name in (*_STATEMENTS, "Questions", "Connections")}
        return {
            "sql": sum(int(values[name]) for name in _STATEMENTS),
            "round_trips": int(values["Questions"]),
            "logins": int(values["Connections"]),
        }

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A TCP link to a service that can be cut and mended: for its clients the service is then away, then back.

So a test takes a broker or a database away without owning it. A link itself knows nothing of what it carries.
"""

import socket
import threading
from types import TracebackType
from typing import Self

CHUNK = 65536


class Link:
    """Listens on a loopback port of its own and carries every connection to the service."""

    def __init__(self, host: str, port: int) -> None:
        self._service = (host, port)
        self._lock = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._flows = threading.Event()
        self._flows.set()
        self.port = 0

    def __enter__(self) -> Self:
        self.mend()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()

    def mend(self) -> None:
        """Accept connections, from the second time on at the same port; nothing to do while it is whole."""
        if self._listener is not None:
            return
        listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """Refuse new connections and break the old ones."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            for end in self._ends:
                _shut(end)

    def hold(self) -> None:
        """Keep all connections and carry nothing: the service hangs."""
        self._flows.clear()

    def release(self) -> None:
        """Carry again, what was held first."""
        self._flows.set()

    def look(self, source: socket.socket, chunk: bytes) -> None:
        """Sees all that is carried; an empty chunk is the end of that direction. For links that count."""

    def _accept(self, listener: socket.socket) -> None:
        while self._listener is listener:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._carry(client)

    def _carry(self, client: socket.socket) -> None:
        try:
            service = socket.create_connection(self._service)
        except OSError:
            client.close()
            return
        with self._lock:
            self._ends |= {client, service}
        for source, target in ((client, service), (service, client)):
            threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        """Copy until one side ends; each direction closes the socket that it reads."""
        try:
            while chunk := source.recv(CHUNK):
                self._flows.wait()
                self.look(source, chunk)
                target.sendall(chunk)
        except OSError:
            pass  # a reset ends the connection as a close does
        self.look(source, b"")
        _shut(target)
        with self._lock:
            self._ends.discard(source)
        _shut(source)
        source.close()


def _shut(end: socket.socket) -> None:
    """End both directions, so that whoever reads or writes there returns."""
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it has ended already

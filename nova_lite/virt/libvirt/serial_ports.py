# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""TCP ports of the host for serial ports of guests, out of [serial_console]port_range."""

import contextlib
import socket
import threading
from collections.abc import Iterator

from nova_lite import exception
from nova_lite.conf import CONF


def port_range() -> range:
    """The ports that the operator has set aside."""
    return range(*map(int, CONF.serial_console.port_range.split(":")))


class SerialPorts:
    """Ports of guests that are about to start. One that runs holds its own, which nobody else can bind."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reserved: set[int] = set()

    @contextlib.contextmanager
    def reserved(self, count: int) -> Iterator[tuple[int, ...]]:
        """So many free ports, which nobody else is given meanwhile; raises Unavailable when there are too few."""
        ports = self._take(count)
        try:
            yield ports
        finally:
            with self._lock:
                self._reserved.difference_update(ports)

    def _take(self, count: int) -> tuple[int, ...]:
        address = CONF.serial_console.proxyclient_address
        found: list[int] = []
        with self._lock:
            for port in port_range():
                if len(found) == count:
                    break
                if port not in self._reserved and _is_free(address, port):
                    found.append(port)
            if len(found) < count:
                wanted = CONF.serial_console.port_range
                raise exception.Unavailable(f"No TCP port of {address} is free in [serial_console]port_range {wanted}.")
            self._reserved.update(found)
        return tuple(found)


def _is_free(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True

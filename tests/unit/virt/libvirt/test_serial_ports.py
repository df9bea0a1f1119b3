# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""TCP ports for serial ports."""

import socket
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.virt.libvirt.serial_ports import SerialPorts


def a_free_range(length: int) -> range:
    """Ports next to each other that nobody has at the moment."""
    for first in range(21000, 60000, length):
        probes = [socket.socket() for _ in range(length)]
        try:
            for number, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + number))
            return range(first, first + length)
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
    raise AssertionError("no free ports")


def test_ports_are_given_once_and_come_back(option: Any) -> None:
    free = a_free_range(3)
    option("port_range", f"{free[0]}:{free[-1] + 1}", "serial_console")
    ports = SerialPorts()
    with ports.reserved(2) as first, ports.reserved(1) as second:
        assert sorted((*first, *second)) == list(free)
        with pytest.raises(exception.Unavailable), ports.reserved(1):
            pass
    with ports.reserved(3) as again:
        assert again == tuple(free)


def test_ports_of_others_are_left_alone(option: Any) -> None:
    free = a_free_range(2)
    option("port_range", f"{free[0]}:{free[-1] + 1}", "serial_console")
    with socket.create_server(("127.0.0.1", free[0])), SerialPorts().reserved(1) as found:
        assert found == (free[1],)


def test_nobody_asks_for_a_port_without_a_serial_console() -> None:
    with SerialPorts().reserved(0) as found:
        assert found == ()

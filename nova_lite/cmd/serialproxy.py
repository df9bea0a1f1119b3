# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-serialproxy: serial ports of guests over web sockets, on [serial_console]serialproxy_host and _port (6083)."""

from nova_lite.cmd import console_proxy
from nova_lite.conf import CONF

BINARY = "nova-serialproxy"


def _body() -> None:
    console_proxy.serve(BINARY, CONF.serial_console.serialproxy_host, CONF.serial_console.serialproxy_port, None)


def main() -> None:
    """Console script nova-serialproxy."""
    console_proxy.run(BINARY, _body)

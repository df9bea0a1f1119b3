# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-spicehtml5proxy: SPICE consoles for browsers, on [spice]html5proxy_host and html5proxy_port (6082)."""

from nova_lite.cmd import console_proxy
from nova_lite.conf import CONF

BINARY = "nova-spicehtml5proxy"
DEFAULT_WEB = "/usr/share/spice-html5"


def _body() -> None:
    console_proxy.serve(BINARY, CONF.spice.html5proxy_host, CONF.spice.html5proxy_port, DEFAULT_WEB)


def main() -> None:
    """Console script nova-spicehtml5proxy."""
    console_proxy.run(BINARY, _body)

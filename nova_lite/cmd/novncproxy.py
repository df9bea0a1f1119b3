# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-novncproxy: VNC consoles for browsers, on [vnc]novncproxy_host and novncproxy_port (6080)."""

from nova_lite import exception
from nova_lite.cmd import console_proxy
from nova_lite.conf import CONF

BINARY = "nova-novncproxy"
DEFAULT_WEB = "/usr/share/novnc"


def _body() -> None:
    if "none" not in CONF.vnc.auth_schemes:
        raise exception.ConfigInvalid(reason="[vnc]auth_schemes must contain none: no other scheme is supported")
    console_proxy.serve(BINARY, CONF.vnc.novncproxy_host, CONF.vnc.novncproxy_port, DEFAULT_WEB)


def main() -> None:
    """Console script nova-novncproxy."""
    console_proxy.run(BINARY, _body)

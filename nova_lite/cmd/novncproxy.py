# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-novncproxy: VNC consoles for browsers, on [vnc]novncproxy_host and novncproxy_port (6080)."""

from pathlib import Path

from nova_lite import conf, exception
from nova_lite.cmd import bootstrap
from nova_lite.conf import CONF
from nova_lite.console import proxy
from nova_lite.db import health
from nova_lite.monitor import switch
from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore

BINARY = "nova-novncproxy"
DEFAULT_WEB = "/usr/share/novnc"


def _body() -> None:
    store.use(DatabaseStore())
    web = CONF.web or DEFAULT_WEB
    if not Path(web).is_dir():
        raise exception.ConfigInvalid(reason=f"[DEFAULT]web names {web}, which is no folder; install noVNC there")
    if "none" not in CONF.vnc.auth_schemes:
        raise exception.ConfigInvalid(reason="[vnc]auth_schemes must contain none: no other scheme is supported")
    if CONF.ssl_only and not Path(CONF.cert).is_file():
        raise exception.ConfigInvalid(reason=f"[DEFAULT]ssl_only is set, but the certificate {CONF.cert} is no file")
    address = (CONF.vnc.novncproxy_host, CONF.vnc.novncproxy_port)
    proxy.serve(*address, web, lambda: switch.accompany(BINARY, health.checks()))


def main() -> None:
    """Console script nova-novncproxy; options of console proxies may be given on the command line too."""
    conf.register_proxy_cli(CONF)
    bootstrap.prepare(BINARY)
    bootstrap.run_or_exit(BINARY, _body)

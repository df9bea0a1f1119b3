# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the main modules of the console proxies have in common: pages to serve, certificate, database, socket."""

from collections.abc import Callable
from pathlib import Path

from nova_lite import conf, exception
from nova_lite.cmd import bootstrap
from nova_lite.conf import CONF
from nova_lite.console import proxy
from nova_lite.db import health
from nova_lite.monitor import switch
from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore


def serve(binary: str, host: str, port: int, pages: str | None) -> None:
    """Run a proxy until the process ends; raises ConfigInvalid.

    pages: usual folder of the page to serve, which [DEFAULT]web replaces; None for a proxy without pages.
    """
    store.use(DatabaseStore())
    web = (CONF.web or pages) if pages else None
    if web is not None and not Path(web).is_dir():
        raise exception.ConfigInvalid(reason=f"[DEFAULT]web names {web}, which is no folder; install the page there")
    if CONF.ssl_only and not Path(CONF.cert).is_file():
        raise exception.ConfigInvalid(reason=f"[DEFAULT]ssl_only is set, but the certificate {CONF.cert} is no file")
    proxy.serve(host, port, web, lambda: switch.accompany(binary, health.checks()))


def run(name: str, body: Callable[[], None]) -> None:
    """A proxy's console script; options of console proxies may be given on the command line too."""
    conf.register_proxy_cli(CONF)
    bootstrap.prepare(name)
    bootstrap.run_or_exit(name, body)

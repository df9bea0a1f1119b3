# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-scheduler: chooses and claims hosts."""

import os

from nova_lite import service
from nova_lite.cmd import bootstrap
from nova_lite.conf import CONF
from nova_lite.db import engine
from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore
from nova_lite.rpc import scheduler as rpc
from nova_lite.scheduler import server

BINARY = "nova-scheduler"


def _body() -> None:
    store.use(DatabaseStore())
    engine.preload()
    server.check_options()
    identity = service.Identity(BINARY, rpc.TOPIC, CONF.host)
    service.run(service.Daemon(identity, server.parts), CONF.scheduler.workers or os.cpu_count() or 1)


def main() -> None:
    """Console script nova-scheduler."""
    bootstrap.prepare(BINARY)
    bootstrap.run_or_exit(BINARY, _body)

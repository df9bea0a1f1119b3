# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-conductor: orchestration and the database proxy of the compute hosts."""

import os

from nova_lite import service
from nova_lite.cmd import bootstrap
from nova_lite.conductor import server
from nova_lite.conf import CONF
from nova_lite.db import engine
from nova_lite.notifications.instance import watch_states
from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore
from nova_lite.rpc import conductor as rpc

BINARY = "nova-conductor"


def _body() -> None:
    store.use(DatabaseStore())
    engine.preload()
    watch_states(BINARY)
    identity = service.Identity(BINARY, rpc.TOPIC, CONF.host)
    service.run(service.Daemon(identity, server.parts), CONF.conductor.workers or os.cpu_count() or 1)


def main() -> None:
    """Console script nova-conductor."""
    bootstrap.prepare(BINARY)
    bootstrap.run_or_exit(BINARY, _body)

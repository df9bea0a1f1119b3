# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-api: the Compute API on [DEFAULT]osapi_compute_listen and osapi_compute_listen_port (8774)."""

import gc
import os

from nova_lite import service
from nova_lite.api import app
from nova_lite.cmd import bootstrap
from nova_lite.conf import CONF
from nova_lite.db import engine, health
from nova_lite.notifications.instance import watch_states
from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore
from nova_lite.rpc import transport

BINARY = "nova-osapi_compute"
# A long list makes many thousand objects that all go at its end.
GC_THRESHOLD = 50_000


def _body() -> None:
    engine.preload()
    identity = service.Identity(BINARY, BINARY, CONF.host)
    sock = service.listen(CONF.osapi_compute_listen, CONF.osapi_compute_listen_port)
    worker = service.WsgiWorker(identity, sock, app.load(), lambda: _begin(identity), health.checks())
    service.run(worker, CONF.osapi_compute_workers or os.cpu_count() or 1)


def _begin(identity: service.Identity) -> None:
    gc.set_threshold(GC_THRESHOLD, 20, 20)
    store.use(DatabaseStore())
    transport.OUTBOX.open()
    watch_states("nova-api")
    service.register_when_possible(identity)


def main() -> None:
    """Console script nova-api."""
    bootstrap.prepare("nova-api")
    bootstrap.run_or_exit("nova-api", _body)

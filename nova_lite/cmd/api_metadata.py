# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-api-metadata: the metadata service on [DEFAULT]metadata_listen and metadata_listen_port (8775)."""

import os

from nova_lite import service
from nova_lite.cmd import bootstrap
from nova_lite.conf import CONF
from nova_lite.db import engine, health
from nova_lite.metadata import app
from nova_lite.objects import store
from nova_lite.objects.database import DatabaseStore

BINARY = "nova-metadata"


def _body() -> None:
    engine.preload()
    identity = service.Identity(BINARY, BINARY, CONF.host)
    sock = service.listen(CONF.metadata_listen, CONF.metadata_listen_port)
    worker = service.WsgiWorker(identity, sock, app.load(), lambda: _begin(identity), health.checks())
    service.run(worker, CONF.metadata_workers or os.cpu_count() or 1)


def _begin(identity: service.Identity) -> None:
    store.use(DatabaseStore())
    service.register_when_possible(identity)


def main() -> None:
    """Console script nova-api-metadata."""
    bootstrap.prepare("nova-api-metadata")
    bootstrap.run_or_exit("nova-api-metadata", _body)

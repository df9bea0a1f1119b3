# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""nova-compute: one per hypervisor host. It opens no database; conductor reads and writes for it."""

from oslo_log import log as logging

from nova_lite import service
from nova_lite.cmd import bootstrap
from nova_lite.compute import drivers, server
from nova_lite.conf import CONF
from nova_lite.notifications.instance import watch_states
from nova_lite.objects import store
from nova_lite.rpc import compute as rpc
from nova_lite.rpc.conductor import RemoteStore

LOG = logging.getLogger(__name__)


def warn_of_databases() -> list[str]:
    """Name database options that are set on this host, where they only give away a password; they are not used."""
    found = [group for group in ("database", "api_database") if CONF[group].connection]
    for group in found:
        LOG.warning("[%s]connection is set, but nova-compute uses no database: remove it from this host", group)
    return found


def _body() -> None:
    warn_of_databases()
    drivers.check(CONF.compute_driver)
    store.use(RemoteStore())
    watch_states(server.BINARY)
    identity = service.Identity(server.BINARY, rpc.TOPIC, CONF.host)
    service.run(service.Daemon(identity, server.parts))


def main() -> None:
    """Console script nova-compute."""
    bootstrap.prepare(server.BINARY)
    bootstrap.run_or_exit(server.BINARY, _body)

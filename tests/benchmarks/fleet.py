# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Many computes with the fake driver in one process, so that a small machine can be given a large cloud.

`python -m tests.benchmarks.fleet --config-file nova.conf` with [DEFAULT]host = fleet1 and NOVA_LITE_FLEET = 100 runs
fleet1-1 to fleet1-100. Each is a whole nova-compute but for the process: its own queues, books, heartbeat, periodic
tasks and identity. For measurements only: it ends without seeing to work in hand.
"""

import os

from nova_lite import concurrency, service
from nova_lite.cmd import bootstrap
from nova_lite.compute import announcements, host, operation, server
from nova_lite.compute.networking import NeutronNetworking
from nova_lite.compute.provider import NodeProvider
from nova_lite.compute.resource_tracker import ResourceTracker
from nova_lite.conf import CONF
from nova_lite.objects import store
from nova_lite.placement.providers import Providers
from nova_lite.rpc import compute as rpc
from nova_lite.rpc import transport
from nova_lite.rpc.conductor import RemoteStore
from nova_lite.virt.fake import FakeDriver
from tests.benchmarks.fleet_terms import READY, SIZE

STARTING = 8


class Fleet(service.Daemon):
    """Daemons that start side by side, as one that the process can run."""

    def __init__(self, size: int) -> None:
        self._computes = [_compute(f"{CONF.host}-{number}") for number in range(1, size + 1)]
        super().__init__(self._computes[0].identity, service.Parts)

    def start(self) -> None:
        """Start all; returns when the last one is ready."""
        pool = concurrency.ThreadPool(STARTING)
        pool.map(service.Daemon.start, list(self._computes))
        pool.shutdown()
        print(READY, flush=True)

    def stop(self) -> None:
        """End the heartbeats and close the connections of all."""
        for one in (*self._computes, self):
            one._stopping.set()
        self.stuck = not service.closes(transport.BUS.close)


def _compute(name: str) -> service.Daemon:
    """One nova-compute for a host of that name."""

    def parts() -> service.Parts:
        driver = FakeDriver()
        tracker = ResourceTracker(name, driver, NodeProvider(Providers()))
        made = server.assemble(host.make(name, driver, tracker, NeutronNetworking()))
        # The observers of the other hosts have no business here, and there may be a thousand.
        operation._observers[:] = [announcements.notify]
        return made

    return service.Daemon(service.Identity(server.BINARY, rpc.TOPIC, name), parts)


def main() -> None:
    """The program."""
    bootstrap.prepare(server.BINARY)
    store.use(RemoteStore())
    bootstrap.run_or_exit(server.BINARY, lambda: service.run(Fleet(int(os.environ[SIZE]))))


if __name__ == "__main__":
    main()

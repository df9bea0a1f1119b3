# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Many computes with the fake driver in one process, so that a small machine can be given a large cloud.

`python -m tests.benchmarks.fleet --config-file nova.conf` with [DEFAULT]host = fleet1 and NOVA_LITE_FLEET = 100 runs
fleet1-1 to fleet1-100. Each is a whole nova-compute but for the process: its own queues, books, heartbeat, periodic
tasks and identity. For measurements; a cloud's hosts run nova-compute.
"""

import os
from pathlib import Path

from nova_lite import concurrency, service
from nova_lite.cmd import bootstrap
from nova_lite.compute import server
from nova_lite.compute.networking import NeutronNetworking
from nova_lite.conf import CONF
from nova_lite.objects import store
from nova_lite.rpc import compute as rpc
from nova_lite.rpc.conductor import RemoteStore
from nova_lite.virt.fake import FakeDriver

SIZE = "NOVA_LITE_FLEET"
STARTING = 8


class Fleet(service.Daemon):
    """Daemons that start side by side and stop together; the first one is the process's own."""

    def __init__(self, size: int) -> None:
        names = [f"{CONF.host}-{number}" for number in range(1, size + 1)]
        self._computes = [compute(name) for name in names]
        super().__init__(self._computes[0].identity, service.Parts)

    def start(self) -> None:
        """Start all; the process is ready when the last one is."""
        pool = concurrency.ThreadPool(STARTING)
        pool.map(lambda one: one.start(), list(self._computes))
        pool.shutdown()
        print(f"fleet of {len(self._computes)} is ready on {CONF.host}", flush=True)

    def stop(self, graceful: bool = False) -> None:
        """Stop all."""
        pool = concurrency.ThreadPool(STARTING)
        pool.map(lambda one: one.stop(graceful), list(self._computes))
        pool.shutdown()
        self._stopping.set()


def compute(name: str) -> service.Daemon:
    """One nova-compute of a host of that name."""
    state = Path(CONF.state_path) / name
    state.mkdir(parents=True, exist_ok=True)
    host = server.make_host(FakeDriver(name, state), NeutronNetworking(), name)
    return service.Daemon(service.Identity(server.BINARY, rpc.TOPIC, name), lambda: server.assemble(host))


def main() -> None:
    """The program."""
    bootstrap.prepare(server.BINARY)
    store.use(RemoteStore())
    bootstrap.run_or_exit(server.BINARY, lambda: service.run(Fleet(int(os.environ.get(SIZE, "10")))))


if __name__ == "__main__":
    main()

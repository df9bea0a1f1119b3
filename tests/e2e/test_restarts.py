# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What servers are built on is taken away and comes back: each server ends, and leaves nothing when it is deleted."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.cli import Cli, run, until
from tests.e2e.conftest import NETWORK, Creator

LIBRARIES = Path(__file__).parents[2] / "devstack" / "lib"
FINAL_S = 240
SERVERS = 2

# What to type in a shell that knows the functions of devstack/lib.
RESTARTS = {
    "broker": "stop_daemon rabbitmq 30; start_rabbitmq",
    "database": "stop_daemon mariadb 30; start_mariadb",
    "compute": 'kill -KILL -- "-$(cat "$RUN/nova-compute.pid")"; sleep 1; nova_daemon nova-compute nova-compute.conf',
}
# Neutron's agents do not ask again for a port whose news its server lost with its broker or database.
NETWORKS = {"broker": "", "database": "", "compute": NETWORK}
# All services lose the database: a build that needs one of them in that moment, or records its end, fails with a fault.
MAY_FAIL = {"database"}


def restart(cli: Cli, what: str) -> None:
    """Stop a part of the stack and start it again."""
    sources = "; ".join(f'source "{LIBRARIES}/{name}.sh"' for name in ("common", "infra", "services", "nova"))
    run(["bash", "-c", f"{sources}; {RESTARTS[what]}"], {**os.environ, "DEST": str(cli.folder)})


@pytest.mark.parametrize("what", list(RESTARTS))
def test_servers_in_the_making_end_well(cli: Cli, create: Creator, what: str) -> None:
    names = [create(wait=False, network=NETWORKS[what]) for _ in range(SERVERS)]
    restart(cli, what)
    shown = [wait_until_final(cli, name) for name in names]
    for server in shown:
        assert server["status"] == "ACTIVE" or (what in MAY_FAIL and server["fault"]), server
    for name in names:
        cli.text("server delete", "--wait", name)
    for server in shown:
        left = cli.traces(server["id"])
        assert not any(left.values()), left


def wait_until_final(cli: Cli, name: str) -> dict[str, Any]:
    """The server once it runs or has failed."""

    def final() -> dict[str, Any] | None:
        shown: dict[str, Any] = cli("server show", name)
        return shown if shown["status"] in ("ACTIVE", "ERROR") else None

    found: dict[str, Any] = until(final, f"{name} neither runs nor fails", timeout_s=FINAL_S)
    return found

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A RabbitMQ and a MariaDB of a test's own, which it may kill: made by the functions of devstack, on loopback.

Their data survive a kill, as on a machine whose process died. Nothing else of the machine uses them.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

DEVSTACK = Path(__file__).parents[3] / "devstack"
SOURCES = "".join(f"source {DEVSTACK}/lib/{part}.sh; " for part in ("common", "infra", "postgresql"))
# Below the ports that the kernel gives to clients: who comes back must find its port free.
FIRST_PORT, LAST_PORT = 20100, 22000
LAST_TRY_S = 60


def _is_free(port: int) -> bool:
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Servers:
    """The two servers; `with` starts them and leaves nothing behind."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="nova-lite-servers-"))
        free = (port for port in range(FIRST_PORT + os.getpid() % 900, LAST_PORT) if _is_free(port))
        rabbit, mariadb, epmd = next(free), next(free), next(free)
        self._environment = {
            **os.environ,
            "DEST": str(self._folder),
            "RABBIT_PORT": str(rabbit),
            "MYSQL_PORT": str(mariadb),
            "EPMD_PORT": str(epmd),
            "RABBIT_NODE": f"test{rabbit}",
        }
        self.rabbit = Server(self, "rabbitmq")
        self.mariadb = Server(self, "mariadb")

    def __enter__(self) -> Self:
        self.run("make_folders")
        self.rabbit.start()
        self.mariadb.start()
        self.run("test_user")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in (self.rabbit, self.mariadb):
            server.kill()
        subprocess.run(["epmd", "-port", self._environment["EPMD_PORT"], "-kill"], capture_output=True, check=False)
        shutil.rmtree(self._folder)

    def run(self, *command: str) -> str:
        """Run a function of devstack for these servers; returns what it printed."""
        done = subprocess.run(
            ["bash", "-c", f'set -u; {SOURCES} "$@"', "_", *command],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def urls(self) -> tuple[str, str]:
        """Of RabbitMQ and of MariaDB."""
        port = self._environment["MYSQL_PORT"]
        return self.run("rabbit_url"), f"mysql+pymysql://tester:{self.run('secret', 'tester')}@127.0.0.1:{port}/"

    def pid(self, name: str) -> int:
        """The leader of the server's session."""
        return int((self._folder / "run" / f"{name}.pid").read_text())


class Server:
    """One of them."""

    def __init__(self, servers: Servers, name: str) -> None:
        self._servers = servers
        self.name = name

    def start(self) -> None:
        """Start it, unless it runs; returns when it listens."""
        self._servers.run(f"start_{self.name}")

    def end(self) -> None:
        """End it in peace."""
        self._servers.run("stop_daemon", self.name)

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to all its processes, if it runs."""
        try:
            os.killpg(self._servers.pid(self.name), number)
        except (FileNotFoundError, ProcessLookupError):
            return

    def kill(self) -> None:
        """SIGKILL for all its processes; returns when they are gone."""
        self.signal_all(signal.SIGKILL)
        end = time.monotonic() + LAST_TRY_S
        while self._is_there():
            assert time.monotonic() < end, f"{self.name} outlives SIGKILL"
            time.sleep(0.1)

    def _is_there(self) -> bool:
        try:
            status = Path(f"/proc/{self._servers.pid(self.name)}/stat").read_text()
        except FileNotFoundError:
            return False
        return status.rpartition(")")[2].split()[0] != "Z"

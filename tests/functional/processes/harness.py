# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Nova Lite's daemons as operating system processes with configuration files of their own, and a client of their API.

Processes are started and ended by their ids. Nothing of a daemon is imported here.
"""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.functional.fixtures.cloud import Cloud
from tests.functional.fixtures.keystone import Identity

NATIVE = "OS_NOVA_DISABLE_EVENTLET_PATCHING"
# Below those of outgoing connections (net.ipv4.ip_local_port_range).
PORTS = range(20_000, 32_000)
START_S = 60
STOP_S = 20
WAIT_S = 45
REQUEST_S = 60
MAIN = "from nova_lite.cmd.{module} import main; main()"
COMPUTES = ("host1", "host2")


def free_port() -> int:
    """A port of the loopback interface that nothing uses now, and that the kernel gives to nobody who asks for any."""
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as sock, contextlib.suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"all ports of {PORTS} are taken")


def until(
    condition: Callable[[], Any], what: str | Callable[[], str], timeout_s: float = WAIT_S, interval_s: float = 0.1
) -> Any:
    """The first true answer of `condition`; fails with `what` when time is over."""
    end = time.monotonic() + timeout_s
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < end, f"waited {timeout_s} s in vain: {what() if callable(what) else what}"
        time.sleep(interval_s)


@dataclass(frozen=True, slots=True)
class Mode:
    """The kind of database server and of threads."""

    database: str
    native: bool

    def __str__(self) -> str:
        return f"{self.database}-{'native' if self.native else 'eventlet'}"


class Process:
    """One daemon: its configuration file, its log and its operating system process."""

    main = MAIN

    def __init__(self, name: str, module: str, folder: Path, native: bool) -> None:
        self.name = name
        self.module = module
        self.config = folder / f"{name}.conf"
        self.log = folder / f"{name}.log"
        self._native = native
        self._seen = 0
        self._popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; ready() tells when it works."""
        environment = {**os.environ, NATIVE: "true" if self._native else "false", **self.surroundings()}
        command = [sys.executable, "-c", self.main.format(module=self.module), "--config-file", str(self.config)]
        self._seen = len(self.text())
        with self.log.open("ab") as output:
            self._popen = subprocess.Popen(
                command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment, start_new_session=True
            )

    def surroundings(self) -> dict[str, str]:
        """Environment variables of its own."""
        return {}

    @property
    def pid(self) -> int:
        """The id of the (master) process."""
        assert self._popen is not None
        return self._popen.pid

    def text(self) -> str:
        """All that it ever logged."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def fresh_text(self) -> str:
        """What it logged since its last start."""
        return self.text()[self._seen :]

    def mark(self) -> None:
        """Let fresh_text() begin here."""
        self._seen = len(self.text())

    def alive(self) -> bool:
        """True while the process runs."""
        return self._popen is not None and self._popen.poll() is None

    def wait_for_text(self, text: str, count: int = 1, timeout_s: float = START_S) -> None:
        """Wait until its fresh log holds a text `count` times; fails at once when the process ends before."""

        def found() -> bool:
            if self.fresh_text().count(text) >= count:
                return True
            assert self.alive(), f"{self.name} ended: {self.fresh_text()[-3000:]}"
            return False

        until(found, lambda: f"{self.name} never logged {text!r}: {self.fresh_text()[-3000:]}", timeout_s)

    def wait(self, timeout_s: float = STOP_S) -> int:
        """Exit code, once it ended."""
        assert self._popen is not None
        return self._popen.wait(timeout_s)

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to all processes of the daemon, if it runs."""
        if self.alive():
            os.killpg(self.pid, number)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the (master) process."""
        os.kill(self.pid, number)

    def terminate(self, timeout_s: float = STOP_S) -> int:
        """SIGTERM; returns the exit code."""
        self.signal(signal.SIGTERM)
        return self.wait(timeout_s)

    def end(self) -> None:
        """End the process, in peace if it can; nothing happens when it has ended."""
        if self.alive():
            try:
                self.terminate()
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """SIGKILL for all processes of the daemon, at once; they form a session of their own."""
        if self.alive():
            os.killpg(self.pid, signal.SIGKILL)
            self.wait()

    def kill_worker(self, pid: int) -> None:
        """SIGKILL for one of its workers."""
        assert pid in self.family()[1:], f"{pid} is no worker of {self.name}"
        os.kill(pid, signal.SIGKILL)

    def family(self) -> list[int]:
        """Ids of the process and of its workers."""
        found = [self.pid]
        for parent in found:
            for task in Path(f"/proc/{parent}/task").glob("*/children"):
                found.extend(int(child) for child in task.read_text().split())
        return found


class Api:
    """A client of the Compute API."""

    def __init__(self, cloud: Cloud, url: str) -> None:
        self._cloud = cloud
        self.url = url

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        who: Identity | None = None,
        version: str = "2.95",
        timeout_s: float = REQUEST_S,
    ) -> requests.Response:
        """One request, as the administrator if nobody is named."""
        return requests.request(
            method,
            f"{self.url}/v2.1{path}",
            json=body,
            timeout=timeout_s,
            headers={
                "X-Auth-Token": self._cloud.keystone.token_of(who or self._cloud.admin),
                "OpenStack-API-Version": f"compute {version}",
            },
        )

    def get(self, path: str) -> Any:
        """The body of an answer, which must be 200."""
        answer = self.request("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def answers(self) -> bool:
        """True once somebody serves its root document."""
        try:
            return requests.get(self.url, timeout=5).status_code in (200, 300)
        except requests.ConnectionError:
            return False

    def boot(self, image: str, name: str = "vm", **server: Any) -> str:
        """Ask for a server; returns its id."""
        values = {"name": name, "flavorRef": "1", "imageRef": image, "networks": "none", **server}
        answer = self.request("POST", "/servers", {"server": values})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["server"]["id"])

    def show(self, uuid: str) -> dict[str, Any]:
        """The server."""
        shown: dict[str, Any] = self.get(f"/servers/{uuid}")["server"]
        return shown

    def wait_for(self, uuid: str, status: str, timeout_s: float = WAIT_S) -> dict[str, Any]:
        """Wait until the server has a status and no task."""
        found: dict[str, Any] = {}

        def reached() -> bool:
            found.update(self.show(uuid))
            return found["status"] == status and found["OS-EXT-STS:task_state"] is None

        until(reached, lambda: f"server never became {status}: {found}", timeout_s)
        return found

    def act(self, uuid: str, action: str, arguments: Any = None) -> None:
        """POST an action, which must be accepted."""
        answer = self.request("POST", f"/servers/{uuid}/action", {action: arguments})
        assert answer.status_code == 202, answer.text

    def delete(self, uuid: str) -> None:
        """Delete a server and wait until it is gone."""
        assert self.request("DELETE", f"/servers/{uuid}").status_code == 204
        self.wait_gone(uuid)

    def wait_gone(self, uuid: str) -> None:
        """Wait until the API knows the server no more."""
        until(lambda: self.request("GET", f"/servers/{uuid}").status_code == 404, f"server {uuid} stays")

    def compute_states(self) -> dict[str, str]:
        """State (up or down) of every compute service by host."""
        rows = self.get("/os-services?binary=nova-compute")["services"]
        return {row["host"]: row["state"] for row in rows}

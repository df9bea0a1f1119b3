# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The openstack command line with an administrator's openrc, and the machine that the devstack runs on."""

import json
import os
import shlex
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

READY = "guest: login ready"
COMMAND_S = 240
BOOT_S = 120
SSH = "ssh -q -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=5 -o BatchMode=yes"


class Failed(AssertionError):
    """A command ended with an error; the text is what it printed."""


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    """Run a command and return what it printed; raises Failed."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=COMMAND_S)
    if done.returncode:
        raise Failed(f"{shlex.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def until(condition: Callable[[], Any], what: str, timeout_s: float = BOOT_S, interval_s: float = 1) -> Any:
    """The first true answer of `condition`."""
    end = time.monotonic() + timeout_s
    while not (answer := condition()):
        assert time.monotonic() < end, f"waited {timeout_s} s in vain: {what}"
        time.sleep(interval_s)
    return answer


class Cli:
    """Commands of the openstack client, run as the administrator; and looks at the host itself."""

    def __init__(self, openrc: Path, key: Path) -> None:
        self.folder = openrc.parent
        self.key = key
        sourced = run(["bash", "-c", f"source {shlex.quote(str(openrc))} && env -0"], dict(os.environ))
        self._environment = dict(line.split("=", 1) for line in sourced.split("\0") if "=" in line)

    def __call__(self, command: str, *arguments: str) -> Any:
        """Run `openstack COMMAND ARGUMENTS` and return its JSON."""
        text = self.text(command, *arguments, "-f", "json")
        return json.loads(text)

    def text(self, command: str, *arguments: str) -> str:
        """Run `openstack COMMAND ARGUMENTS` and return what it printed."""
        return run(["openstack", *command.split(), *arguments], self._environment)

    def console(self, server: str) -> str:
        """The console log once the guest says that it is ready."""
        found: list[str] = []

        def ready() -> bool:
            found[:] = [self.text("console log show", server)]
            return READY in found[0]

        until(ready, f"the guest of {server} never got ready")
        return found[0]

    def address(self, server: str) -> str:
        """The server's fixed IPv4 address on the private network."""
        addresses: list[str] = self("server show", server)["addresses"]["private"]
        return next(address for address in addresses if "." in address)

    def netns(self) -> str:
        """The namespace of the router, from which guests can be reached."""
        names = [line.split()[0] for line in run(["ip", "netns"]).splitlines()]
        return next(name for name in names if name.startswith("qrouter-"))

    def ping(self, address: str) -> bool:
        """True when a guest answers."""
        command = ["ip", "netns", "exec", self.netns(), "ping", "-c", "1", "-W", "2", address]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def ssh(self, address: str, command: str) -> str:
        """Run a command in a guest with the key pair; empty while the guest cannot be reached."""
        login = ["ip", "netns", "exec", self.netns(), *SSH.split(), "-i", str(self.key), f"root@{address}", command]
        return subprocess.run(login, capture_output=True, text=True, check=False, timeout=COMMAND_S).stdout.strip()

    def boot_id(self, address: str, other_than: str = "") -> str:
        """What tells one boot of a guest from the next; waits until it can be asked, and differs."""

        def ask() -> str:
            found = self.ssh(address, "cat /proc/sys/kernel/random/boot_id")
            return found if found != other_than else ""

        return str(until(ask, f"no (new) login at {address}"))

    def traces(self, uuid: str) -> dict[str, Any]:
        """What is left of a server: domain, folder, ports. Empty values when it left nothing."""
        domains = run(["virsh", "-c", "qemu:///system", "list", "--all", "--uuid"]).split()
        return {
            "domain": uuid in domains,
            "folder": (self.folder / "data" / "nova" / "instances" / uuid).exists(),
            "ports": self("port list", "--device-id", uuid),
            "allocations": self("resource provider allocation show", uuid),
        }

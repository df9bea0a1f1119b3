# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A whole Nova Lite of processes: controllers with databases, two compute hosts without, one client.

Schemas and cells are made as operators make them, with nova-manage.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.functional.fixtures.cloud import Cloud
from tests.functional.processes.harness import COMPUTES, MAIN, Api, Mode, Process, free_port, until
from tests.functional.processes.services import Surroundings

READY = {"conductor": "nova-conductor is ready", "scheduler": "nova-scheduler is ready"}
CONDUCTOR_WORKERS = 2
API_WORKERS = 2
MANAGE_S = 120
SCHEMA = (
    ("api_db", "sync"),
    ("cell_v2", "map_cell0", "--database_connection", "{cell0}"),
    ("cell_v2", "create_cell", "--name", "cell1"),
    ("db", "sync"),
)


class Stack:
    """All daemons; `processes` by name: conductor, scheduler, api, metadata, host1, host2."""

    # Tests have no time for the usual leases.
    journal = "[journal]\nlease = 5\nsweep_interval = 1\n"

    def __init__(
        self,
        cloud: Cloud,
        folder: Path,
        mode: Mode,
        around: Surroundings,
        kind: type[Process] = Process,
        extra: str = "",
        computes: Sequence[str] = COMPUTES,
    ) -> None:
        self._kind = kind
        self.computes = computes
        self.around = around
        self.cloud = cloud
        self.folder = folder
        self.mode = mode
        self.image = str(cloud.glance.add("cirros")["id"])
        self.api_port = free_port()
        self.metadata_port = free_port()
        self.api = Api(cloud, f"http://127.0.0.1:{self.api_port}")
        self.processes: dict[str, Process] = {}
        for name, module in (
            ("conductor", "conductor"),
            ("scheduler", "scheduler"),
            ("api", "api"),
            ("metadata", "api_metadata"),
            *((host, "compute") for host in computes),
        ):
            self.processes[name] = self.make(name, module, extra)

    def make(
        self,
        name: str,
        module: str,
        extra: str = "",
        native: bool | None = None,
        kind: type[Process] | None = None,
    ) -> Process:
        """A daemon that is configured but not started; `extra` follows the [DEFAULT] options."""
        process = (kind or self._kind)(name, module, self.folder, self.mode.native if native is None else native)
        state = self.folder / f"state-{name}"
        state.mkdir(exist_ok=True)
        process.config.write_text(self._defaults(name, state) + extra + self._sections(state, module != "compute"))
        return process

    def _defaults(self, name: str, state: Path) -> str:
        options = {
            "host": name if name in self.computes else "controller",
            "transport_url": self.around.rabbit_url,
            "state_path": state,
            "compute_driver": "fake.FakeDriver",
            "report_interval": 1,
            "service_down_time": 3,
            "rpc_response_timeout": 20,
            "graceful_shutdown_timeout": 15,
            "osapi_compute_listen": "127.0.0.1",
            "osapi_compute_listen_port": self.api_port,
            "osapi_compute_workers": API_WORKERS,
            "metadata_listen": "127.0.0.1",
            "metadata_listen_port": self.metadata_port,
            "metadata_workers": 1,
            "vif_plugging_timeout": 10,
        }
        return "[DEFAULT]\n" + "".join(f"{option} = {value}\n" for option, value in options.items())

    def _sections(self, state: Path, controller: bool) -> str:
        text = (
            f"[oslo_concurrency]\nlock_path = {state}/locks\n"
            "[oslo_messaging_notifications]\ndriver = noop\n"
            # Tried again every second: hosts must be heard of again before what waited for the broker is placed.
            "[oslo_messaging_rabbit]\nrabbit_retry_interval = 1\nrabbit_retry_backoff = 1\nrabbit_interval_max = 1\n"
            f"[conductor]\nworkers = {CONDUCTOR_WORKERS}\n[scheduler]\nworkers = 1\n"
            f"{self.journal}"
        )
        if controller:
            for group, noun in (("api_database", "api"), ("database", "cell1")):
                text += f"[{group}]\nconnection = {self.around.urls[noun]}\n"
        return text + self.cloud.nova_conf()

    def manage(self, *arguments: str, code: int = 0) -> str:
        """Run nova-manage with the conductor's configuration, which must end so; returns what it printed."""
        command = [sys.executable, "-c", MAIN.format(module="manage"), "--config-file"]
        done = subprocess.run(
            [
                *command,
                str(self.processes["conductor"].config),
                *(text.format(**self.around.urls) for text in arguments),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=MANAGE_S,
            env=dict(os.environ),
        )
        assert done.returncode == code, f"nova-manage {arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Make schemas and cells, start every daemon, wait until all work, add a flavor."""
        for arguments in SCHEMA:
            self.manage(*arguments)
        for process in self.processes.values():
            process.start()
        for process in self.processes.values():
            self.wait_ready(process)
        self.manage("cell_v2", "discover_hosts")
        flavor = {"id": "1", "name": "m1.nano", "ram": 128, "vcpus": 1, "disk": 1}
        answer = self.api.request("POST", "/flavors", {"flavor": flavor})
        assert answer.status_code == 200, answer.text
        self.wait_states(dict.fromkeys(self.computes, "up"))

    def wait_ready(self, process: Process) -> None:
        """Wait until a daemon, all its workers included, is at work."""
        if process.module == "novncproxy":
            process.wait_for_text("Console proxy listens on")
        elif process.module in ("api", "api_metadata"):
            process.wait_for_text("serves 127.0.0.1", API_WORKERS if process.module == "api" else 1)
        else:
            process.wait_for_text("is ready on", CONDUCTOR_WORKERS if process.module == "conductor" else 1)

    def wait_states(self, wanted: dict[str, str]) -> None:
        """Wait until the compute services have these states."""
        until(lambda: self.api.compute_states() == wanted, lambda: f"services stay {self.api.compute_states()}")

    def restart(self, *names: str) -> None:
        """Start daemons again, all at once, and wait for them."""
        for name in names:
            self.processes[name].start()
        for name in names:
            self.wait_ready(self.processes[name])

    def mend(self) -> None:
        """Connect what a test cut and start again what it ended, so that the next test finds a whole stack."""
        self.around.rabbit.mend()
        self.around.database.mend()
        self.restart(*(name for name, process in self.processes.items() if not process.alive()))
        self.wait_states(dict.fromkeys(self.computes, "up"))

    def terminate(self, *names: str) -> dict[str, int]:
        """SIGTERM for several daemons at once; returns their exit codes."""
        with ThreadPoolExecutor(len(names)) as pool:
            return dict(zip(names, pool.map(lambda name: self.processes[name].terminate(), names), strict=True))

    def stop(self) -> None:
        """End all daemons; computes first, since their end may still need a conductor."""
        for computes in (True, False):
            part = [process for process in self.processes.values() if (process.module == "compute") == computes]
            with ThreadPoolExecutor(len(part)) as pool:
                list(pool.map(Process.end, part))

    def consumers(self) -> list[tuple[str, str]]:
        """(compute host, consumer) of everything that Placement says is held."""
        found = []
        for row in self.api.get("/os-hypervisors/detail")["hypervisors"]:
            answer = requests.get(
                f"{self.cloud.placement.url}/resource_providers/{row['id']}/allocations",
                headers={"X-Auth-Token": self.cloud.keystone.token_of(self.cloud.admin)},
                timeout=30,
            )
            answer.raise_for_status()
            found += [(row["hypervisor_hostname"], uuid) for uuid in answer.json()["allocations"]]
        return found

    def allocations(self) -> dict[str, int]:
        """Number of consumers that hold something, by compute host."""
        hosts = [host for host, _ in self.consumers()]
        return {host: hosts.count(host) for host in COMPUTES}

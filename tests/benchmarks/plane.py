# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A control plane of our own to measure: all daemons as processes, fake hypervisors, fixture services around them.

RabbitMQ and MariaDB are those that NOVA_LITE_TEST_RABBIT_URL and NOVA_LITE_TEST_MYSQL_URL name, with nobody else on
them: what they are asked is counted. Placement is the real application over SQLite, in the process of the benchmark.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from tests.benchmarks import usage
from tests.benchmarks.counting import CountingLink, Statements
from tests.benchmarks.endpoint import Endpoint, headers
from tests.functional.fixtures.cloud import Cloud
from tests.functional.processes import services
from tests.functional.processes.harness import Mode
from tests.functional.processes.link import Link
from tests.functional.processes.services import Surroundings
from tests.functional.processes.stack import Stack

REPORT_S = 10
UNLIMITED = ("instances", "cores", "ram")
START_S = 60
CONTROLLERS = ("api", "api_metadata", "conductor", "scheduler")
SERVICES = ("placement", "neutron", "glance", "keystone")


class Patient(Stack):
    """Daemons with the usual leases: what is measured is not how they mend themselves."""

    journal = ""


@dataclass(frozen=True, slots=True)
class Plane:
    """Running daemons, and the counters of what they ask of others."""

    stack: Stack
    messages: CountingLink
    statements: Statements

    def daemons(self) -> dict[str, list[int]]:
        """Process ids by daemon."""
        return {name: process.family() for name, process in self.stack.processes.items()}

    def counts(self) -> dict[str, float]:
        """All counters since the start: messages, sql and round_trips, requests by service, CPU seconds by daemon.

        cpu_s is the sum, "cpu_s computes" that of all hosts.
        """
        asked = {name: getattr(self.stack.cloud, name).total() for name in SERVICES}
        spent: Counter[str] = Counter()
        for name, pids in self.daemons().items():
            module = self.stack.processes[name].module
            spent[f"cpu_s {module if module in CONTROLLERS else 'computes'}"] += usage.cpu_s(pids)
        total = {"cpu_s": sum(spent.values()), "messages": self.messages.messages()}
        return {**total, **self.statements.counts(), **asked, **spent}

    def endpoint(self, version: str) -> Endpoint:
        """The API as an administrator uses it."""
        token = self.stack.cloud.keystone.token_of(self.stack.cloud.admin)
        return Endpoint(f"{self.stack.api.url}/v2.1", headers(token, version))

    def restarted_s(self, *names: str) -> float:
        """Stop daemons and start them again, all at once: seconds until the last is at work."""
        self.stack.terminate(*names)
        begin = time.monotonic()
        self.stack.restart(*names)
        return time.monotonic() - begin

    def api_start_s(self) -> float:
        """Seconds from the start of nova-api to its first answer."""
        self.stack.terminate("api")
        begin = time.monotonic()
        self.stack.processes["api"].start()
        while not self.stack.api.answers():
            if time.monotonic() - begin > START_S:
                raise SystemExit(self.stack.processes["api"].fresh_text()[-3000:])
            time.sleep(0.01)
        took_s = time.monotonic() - begin
        self.stack.wait_ready(self.stack.processes["api"])
        return took_s


@contextmanager
def _around() -> Iterator[tuple[Surroundings, CountingLink, Statements]]:
    """The broker behind a link that counts, the database server at once."""
    broker = make_url(services.rabbit_url())
    with services.databases("mysql") as (admin, names), ExitStack() as stack:
        rabbit = stack.enter_context(CountingLink(broker.host or "127.0.0.1", broker.port or 5672))
        statements = Statements(admin)
        stack.callback(statements.close)
        around = Surroundings(
            services.url_text(broker.set(host="127.0.0.1", port=rabbit.port)),
            {noun: services.url_text(admin.set(database=name)) for noun, name in names.items()},
            rabbit,
            Link(admin.host or "127.0.0.1", admin.port or services.PORTS["mysql"]),
        )
        yield around, rabbit, statements


def patience(report_s: int) -> str:
    """Options of daemons that report so often; a host is down that missed six reports, as with Nova's own values."""
    return f"service_down_time = {down_s(report_s)}\nreport_interval = {report_s}\n"


def down_s(report_s: int) -> int:
    """After so many seconds of silence a host counts as down."""
    return 6 * report_s


@contextmanager
def running(computes: Sequence[str], report_s: int = REPORT_S) -> Iterator[Plane]:
    """Daemons with these hosts, each in a process of its own, and a project without limits."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # daemons that are installed have their bytecode
    with _around() as (around, rabbit, statements), Cloud() as cloud, tempfile.TemporaryDirectory() as folder:
        mode = Mode("mysql", native=False)
        stack = Patient(cloud, Path(folder), mode, around, extra=patience(report_s), computes=computes)
        try:
            stack.start()
            for name in UNLIMITED:
                quota = {"quota_set": {name: -1, "force": True}}
                stack.api.request("PUT", f"/os-quota-sets/{cloud.admin.project_id}", quota).raise_for_status()
            yield Plane(stack, rabbit, statements)
        finally:
            stack.stop()

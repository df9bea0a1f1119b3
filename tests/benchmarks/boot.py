# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How fast servers are created and deleted, against any Compute endpoint.

`python -m tests.benchmarks.boot` starts daemons of its own with fake hypervisors (RabbitMQ and MariaDB are those that
NOVA_LITE_TEST_RABBIT_URL and NOVA_LITE_TEST_MYSQL_URL name); with --openrc it measures the endpoint that the OS_*
variables name, which may be Nova's. It prints one table, writes JSON, and compares with the JSON of another run.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.benchmarks import figures, usage
from tests.benchmarks.endpoint import Endpoint, from_openrc, headers
from tests.functional.fixtures.cloud import Cloud
from tests.functional.processes import services
from tests.functional.processes.harness import Mode
from tests.functional.processes.stack import Stack

COLUMNS = ("measurement", "servers/s", "p50 s", "p95 s", "p99 s", "POST p50 ms", "CPU s each")
MICROVERSION = "2.95"
FINAL = ("ACTIVE", "ERROR")
POLL_S = 0.05
PATIENCE = "service_down_time = 60\nreport_interval = 10\n"
WAIT_S = 600


@dataclass(frozen=True, slots=True)
class Target:
    """What is measured: the endpoint, what to boot, and the processes whose CPU time counts (none: unknown)."""

    endpoint: Endpoint
    flavor: str
    image: str
    networks: Any
    pids: list[int]
    daemons: dict[str, list[int]]


class Watch:
    """Looks at the list of servers again and again, so that waiting for many costs one request."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._seen: dict[str, tuple[str, float]] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.is_set():
            begun = time.monotonic()
            rows = self._target.endpoint.get("/servers/detail?limit=1000")["servers"]
            now = time.monotonic()
            fresh = {row["id"]: (row["status"], now) for row in rows}
            for uuid, (status, _) in fresh.items():
                if self._seen.get(uuid, ("", 0.0))[0] != status:
                    self._seen[uuid] = (status, now)
            for uuid in set(self._seen) - set(fresh):
                # What was listed after this look began is not gone yet.
                if self._seen[uuid][1] < begun and self._seen[uuid][0] != "GONE":
                    self._seen[uuid] = ("GONE", now)
            time.sleep(POLL_S)

    def expect(self, uuids: list[str]) -> None:
        """Know these servers, even if they go before the next look."""
        for uuid in uuids:
            self._seen.setdefault(uuid, ("LISTED", time.monotonic()))

    def wait(self, uuid: str, statuses: tuple[str, ...]) -> tuple[str, float]:
        """Status and moment, once the server has one of them."""
        end = time.monotonic() + WAIT_S
        while True:
            found = self._seen.get(uuid, ("", 0.0))
            if found[0] in statuses:
                return found
            if time.monotonic() > end:
                raise SystemExit(f"server {uuid} stays {found[0] or 'unknown'}")
            time.sleep(0.01)

    def close(self) -> None:
        """Stop looking."""
        self._over.set()
        self._thread.join()


def create(target: Target, count: int = 1) -> tuple[list[str], float, float]:
    """Ask for servers; their ids, when that began, and how long the answer took."""
    values = {"name": "bench", "flavorRef": target.flavor, "imageRef": target.image, "networks": target.networks}
    name = f"bench-{time.monotonic_ns()}"
    begin = time.monotonic()
    made = target.endpoint.request("POST", "/servers", {"server": {**values, "name": name, "min_count": count}})
    answered = time.monotonic() - begin
    if count == 1:
        return [made.json()["server"]["id"]], begin, answered
    rows = target.endpoint.get(f"/servers?name={name}&limit=1000")["servers"]
    return [row["id"] for row in rows], begin, answered


def one_at_a_time(target: Target, watch: Watch, count: int) -> dict[str, Any]:
    """POST to ACTIVE, each after the other, seen by asking for that server."""
    waits, answers = [], []
    spent = usage.cpu_s(target.pids)
    begun = time.monotonic()
    for _ in range(count):
        (uuid,), begin, answered = create(target)
        while target.endpoint.get(f"/servers/{uuid}")["server"]["status"] not in FINAL:
            time.sleep(0.02)
        waits.append(time.monotonic() - begin)
        answers.append(answered)
    return _figures(waits, answers, time.monotonic() - begun, count, usage.cpu_s(target.pids) - spent)


def side_by_side(target: Target, watch: Watch, count: int, concurrency: int) -> dict[str, Any]:
    """Many clients that each ask for one server after the other."""
    spent, begun = usage.cpu_s(target.pids), time.monotonic()
    with ThreadPoolExecutor(concurrency) as pool:
        asked = list(pool.map(lambda _: create(target), range(count)))
    ends = [watch.wait(uuids[0], FINAL)[1] for uuids, _, _ in asked]
    waits = [end - begin for end, (_, begin, _) in zip(ends, asked, strict=True)]
    return _figures(waits, [one[2] for one in asked], max(ends) - begun, count, usage.cpu_s(target.pids) - spent)


def at_once(target: Target, watch: Watch, count: int) -> dict[str, Any]:
    """One request for many servers."""
    spent = usage.cpu_s(target.pids)
    uuids, begin, answered = create(target, count)
    ends = [watch.wait(uuid, FINAL)[1] for uuid in uuids]
    waits = [end - begin for end in ends]
    return _figures(waits, [answered], max(waits), count, usage.cpu_s(target.pids) - spent)


def delete_all(target: Target, watch: Watch, concurrency: int) -> dict[str, Any]:
    """Delete every server of the project, many clients side by side."""
    uuids = [row["id"] for row in target.endpoint.get("/servers?limit=1000")["servers"]]
    watch.expect(uuids)
    spent, begun = usage.cpu_s(target.pids), time.monotonic()

    def delete(uuid: str) -> tuple[float, float]:
        begin = time.monotonic()
        target.endpoint.request("DELETE", f"/servers/{uuid}")
        return begin, time.monotonic() - begin

    with ThreadPoolExecutor(concurrency) as pool:
        asked = list(pool.map(delete, uuids))
    ends = [watch.wait(uuid, ("GONE",))[1] for uuid in uuids]
    waits = [end - begin for end, (begin, _) in zip(ends, asked, strict=True)]
    return _figures(waits, [one[1] for one in asked], max(ends) - begun, len(uuids), usage.cpu_s(target.pids) - spent)


def _figures(waits: list[float], answers: list[float], took: float, count: int, cpu: float) -> dict[str, Any]:
    ordered, answered = sorted(waits), sorted(answers)
    return {
        "per_s": count / took,
        "p50_s": figures.quantile(ordered, 0.5),
        "p95_s": figures.quantile(ordered, 0.95),
        "p99_s": figures.quantile(ordered, 0.99),
        "post_p50_ms": figures.quantile(answered, 0.5) * 1000,
        "cpu_s": cpu / count if cpu else None,
    }


def measure(target: Target, arguments: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """All measurements; what they made is deleted again."""
    watch = Watch(target)
    found: dict[str, dict[str, Any]] = {}
    runs: tuple[tuple[str, Callable[[], dict[str, Any]]], ...] = (
        ("warm-up", lambda: one_at_a_time(target, watch, 2)),
        ("one at a time", lambda: one_at_a_time(target, watch, arguments.single)),
        (
            f"concurrency {arguments.concurrency}",
            lambda: side_by_side(target, watch, arguments.burst, arguments.concurrency),
        ),
        ("delete those", lambda: delete_all(target, watch, arguments.concurrency)),
        (f"multi-create of {arguments.multi}", lambda: at_once(target, watch, arguments.multi)),
        ("delete of a multi-create", lambda: delete_all(target, watch, arguments.concurrency)),
    )
    try:
        for name, run in runs:
            found[name] = run()
    finally:
        watch.close()
    del found["warm-up"]
    return found


class Patient(Stack):
    """Daemons with the usual leases: what is measured is not how they mend themselves."""

    journal = ""


@contextmanager
def private(hosts: int) -> Iterator[Target]:
    """Daemons of our own with fake hypervisors."""
    with services.surroundings("mysql") as around, Cloud() as cloud, tempfile.TemporaryDirectory() as folder:
        stack = Patient(cloud, Path(folder), Mode("mysql", native=False), around, extra=PATIENCE)
        for number in range(3, hosts + 1):
            stack.processes[f"host{number}"] = stack.make(f"host{number}", "compute", PATIENCE)
        try:
            stack.start()
            for name in ("instances", "cores", "ram"):
                quota = {"quota_set": {name: -1, "force": True}}
                stack.api.request("PUT", f"/os-quota-sets/{cloud.admin.project_id}", quota).raise_for_status()
            url = f"{stack.api.url}/v2.1"
            endpoint = Endpoint(url, headers(cloud.keystone.token_of(cloud.admin), MICROVERSION))
            daemons = {name: process.family() for name, process in stack.processes.items()}
            pids = [pid for family in daemons.values() for pid in family]
            yield Target(endpoint, "1", stack.image, "none", pids, daemons)
        finally:
            stack.stop()


def report(found: dict[str, dict[str, Any]], target: Target, arguments: argparse.Namespace) -> None:
    """Print the table and memory, write and compare files as asked."""
    keys = ("per_s", "p50_s", "p95_s", "p99_s", "post_p50_ms", "cpu_s")
    columns, rows = list(COLUMNS), [[name, *(one[key] for key in keys)] for name, one in found.items()]
    if arguments.reference:
        faster = figures.ratios(found, figures.load(arguments.reference)["measurements"], "p50_s")
        columns.append("times faster")
        rows = [[*row, faster.get(name)] for row, name in zip(rows, found, strict=True)]
    print(figures.table(columns, rows))
    memory = {name: usage.memory_mb(pids) for name, pids in target.daemons.items()}
    for name, value in memory.items():
        print(f"memory of {name}: {value:.0f} MB")
    if arguments.json:
        figures.save(arguments.json, "boot", {"measurements": found, "memory_mb": memory})


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--openrc", action="store_true", help="measure the endpoint that the OS_* variables name")
    parser.add_argument(
        "--process", nargs="*", default=[], help="with --openrc: script names of the processes to watch"
    )
    parser.add_argument("--flavor", help="with --openrc: flavor to boot")
    parser.add_argument("--image", help="with --openrc: image to boot")
    parser.add_argument("--hosts", type=int, default=2, help="fake hosts of our own daemons")
    parser.add_argument("--single", type=int, default=10, help="servers one at a time")
    parser.add_argument("--burst", type=int, default=60, help="servers side by side")
    parser.add_argument("--multi", type=int, default=100, help="servers in one request")
    parser.add_argument("--concurrency", type=int, default=10)
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--reference", help="file of another run to compare with")
    return parser.parse_args()


def main() -> None:
    """The program."""
    arguments = parse()
    if arguments.openrc:
        if not arguments.flavor or not arguments.image:
            raise SystemExit("--openrc needs --flavor and --image")
        daemons = {name: usage.named(name) for name in arguments.process}
        pids = [pid for family in daemons.values() for pid in family]
        endpoint = from_openrc(MICROVERSION)
        target = Target(endpoint, arguments.flavor, arguments.image, "none", pids, daemons)
        report(measure(target, arguments), target, arguments)
        return
    with private(arguments.hosts) as target:
        report(measure(target, arguments), target, arguments)


if __name__ == "__main__":
    try:
        main()
    except requests.RequestException as error:
        raise SystemExit(f"the endpoint does not answer as it should: {error}") from error

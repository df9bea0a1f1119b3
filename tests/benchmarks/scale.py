# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How the control plane bears many hosts: start, rest, heartbeats, placing of servers, memory.

`python -m tests.benchmarks.scale --hosts 1000` gives daemons of its own (see plane.py) fake computes in few processes
(see fleet.py). It prints one table and writes JSON. CPU is that of the daemons, in seconds a minute at rest and a
server under load.
"""

import argparse
import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from oslo_utils import timeutils
from sqlalchemy import create_engine, select

from nova_lite.db.main.models import Service
from tests.benchmarks import boot, figures, plane, usage
from tests.benchmarks.fleet_terms import READY, SIZE
from tests.benchmarks.plane import Plane
from tests.functional.processes.harness import Process

START_S = 900
LOOK_S = 5
# A machine that runs all computes itself bears so many reports a second.
REPORTS_A_S = 25
RESTED = ("cpu_s", "messages", "sql", "round_trips", "placement")
LOADED = ("cpu_s", "cpu_s scheduler", "cpu_s conductor", "cpu_s api", "cpu_s computes", "messages", "sql", "placement")
SPEEDS = ("per_s", "p50_s", "p95_s", "p99_s", "post_p50_ms")


class Fleet(Process):
    """A process with many computes; SIZE is set before the first one starts."""

    main = "from tests.benchmarks.fleet import main; main()"
    size = 0

    def surroundings(self) -> dict[str, str]:
        """How many there are."""
        return {SIZE: str(self.size)}


class Pulse:
    """Looks at the services' records: heartbeats a second, and whether a host ever was silent for too long."""

    def __init__(self, url: str, report_s: int) -> None:
        self._engine = create_engine(url)
        self._down_s = plane.down_s(report_s)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.oldest_s = 0.0
        self.silent = 0

    def _look(self) -> None:
        while not self._over.wait(LOOK_S):
            self.read()

    def read(self) -> tuple[int, int]:
        """Hosts, and heartbeats of all of them until now."""
        wanted = select(Service.report_count, Service.last_seen_up).where(Service.binary == "nova-compute")
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
        now = timeutils.utcnow()
        ages = [(now - row.last_seen_up).total_seconds() for row in rows if row.last_seen_up]
        self.oldest_s = max([self.oldest_s, *ages])
        self.silent = max(self.silent, sum(1 for age in ages if age > self._down_s))
        return len(rows), sum(row.report_count for row in rows)

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._engine.dispose()


def start(own: Plane, hosts: int, processes: int, report_s: int) -> dict[str, Any]:
    """Add the computes, all at once, and wait until the last is at work and known to its cell."""
    before = own.counts()
    Fleet.size = hosts // processes
    names = [f"fleet{number}" for number in range(1, processes + 1)]
    for name in names:
        made = own.stack.make(name, "compute", f"{plane.patience(report_s)}host = {name}\n", kind=Fleet)
        own.stack.processes[name] = made
    begun = time.monotonic()
    for name in names:
        own.stack.processes[name].start()
    for name in names:
        own.stack.processes[name].wait_for_text(READY, timeout_s=START_S)
    took_s = time.monotonic() - begun
    after = own.counts()
    own.stack.manage("cell_v2", "discover_hosts")
    mapped_s = time.monotonic() - begun - took_s
    pids = [pid for name in names for pid in own.daemons()[name]]
    return {
        "start of all computes, s": took_s,
        "CPU s of one compute's start": usage.cpu_s(pids) / hosts,
        "CPU s of the control plane for one": (after["cpu_s"] - before["cpu_s"] - usage.cpu_s(pids)) / hosts,
        "SQL statements of one compute's start": (after["sql"] - before["sql"]) / hosts,
        "mapping them to the cell, s": mapped_s,
        "memory of one compute, MB": usage.memory_mb(pids) / hosts,
    }


def rest(own: Plane, pulse: Pulse, seconds: int) -> dict[str, Any]:
    """What goes on when nobody asks anything, by minute."""
    minute = 60 / seconds
    before, beats = own.counts(), pulse.read()[1]
    time.sleep(seconds)
    after, later = own.counts(), pulse.read()[1]
    spent = {key: (value - before[key]) * minute for key, value in after.items()}
    daemons = {
        f"at rest, {key.replace('cpu_s', 'CPU s of')} a minute": value
        for key, value in spent.items()
        if key.startswith("cpu_s ")
    }
    others = {f"at rest, {key} a minute": spent[key] for key in RESTED}
    return {**others, **daemons, "heartbeats a second": (later - beats) / seconds}


def load(own: Plane, count: int, clients: int) -> dict[str, Any]:
    """Servers that many clients ask for side by side, and their deletion."""
    target = boot.Target(own.endpoint(boot.MICROVERSION), "1", own.stack.image)
    found: dict[str, Any] = {}
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as client:
        client.submit(boot.one_at_a_time, target, 2).result()
        for name, run, numbers in (
            ("create", boot.side_by_side, (count, clients)),
            ("delete", boot.delete_all, (clients,)),
        ):
            before = own.counts()
            seen = client.submit(run, target, *numbers).result()
            spent = {key: value - before[key] for key, value in own.counts().items()}
            shown = boot.judged(seen, spent)
            found.update({f"{name}, {boot.TITLES.get(key, key)}": shown[key] for key in (*SPEEDS, *LOADED)})
    return found


def measure(hosts: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """All figures for a number of hosts."""
    report_s = arguments.report_interval or max(plane.REPORT_S, hosts // REPORTS_A_S)
    with plane.running((), report_s) as own:
        found = {"report_interval, s": report_s, **start(own, hosts, min(arguments.processes, hosts), report_s)}
        with Pulse(own.stack.around.urls["cell1"], report_s) as pulse:
            found["hosts"] = pulse.read()[0]
            found.update(rest(own, pulse, arguments.rest))
            found.update(load(own, arguments.servers, arguments.concurrency))
        found["longest silence of a host, s"] = pulse.oldest_s
        found["hosts that seemed down"] = pulse.silent
        memory = {name: usage.memory_mb(pids) for name, pids in own.daemons().items() if name in plane.CONTROLLERS}
        found.update({f"memory of {name}, MB": value for name, value in memory.items()})
    return found


def report(found: dict[int, dict[str, Any]], path: str | None) -> None:
    """One table with a column for each number of hosts; a file if wanted."""
    rows = next(iter(found.values()))
    print(
        figures.table(["figure", *map(str, found)], [[row, *(one.get(row) for one in found.values())] for row in rows])
    )
    if path:
        figures.save(path, "scale", {"hosts": found})


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, nargs="+", default=[20, 100], help="numbers of hosts to measure with")
    parser.add_argument("--processes", type=int, default=4, help="processes that the computes share")
    parser.add_argument(
        "--report-interval",
        type=int,
        help=f"seconds between two heartbeats of a host; default: {plane.REPORT_S}, longer with more than"
        f" {plane.REPORT_S * REPORTS_A_S} hosts, as operators of large clouds do, since this machine runs them all",
    )
    parser.add_argument("--rest", type=int, default=60, help="seconds of rest that are measured")
    parser.add_argument("--servers", type=int, default=60, help="servers to create and delete")
    parser.add_argument("--concurrency", type=int, default=10)
    parser.add_argument("--json", help="file for the figures")
    return parser.parse_args(argv)


def main() -> None:
    """The program."""
    arguments = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended then too
    report({hosts: measure(hosts, arguments) for hosts in arguments.hosts}, arguments.json)


if __name__ == "__main__":
    main()

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How fast servers are created and deleted and what that costs, against any Compute endpoint.

`python -m tests.benchmarks.boot` starts daemons of its own with fake hypervisors (see plane.py); with --openrc it
measures the endpoint that the OS_* variables name, which may be Nova's. It prints tables, writes JSON, and compares
with the JSON of another run. The client asks from a process of its own, which costs the daemons' side nothing.
"""

import argparse
import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.benchmarks import figures, plane, usage
from tests.benchmarks.endpoint import Endpoint, from_openrc

MICROVERSION = "2.95"
ACTIVE, ERROR, GONE = "ACTIVE", "ERROR", "GONE"
POLL_S = 0.25
UNWATCHED_S = 1.5
COMPUTE = "nova-compute"
IDLE_S = 15
WAIT_S = 600
SPEEDS = ("per_s", "p50_s", "p95_s", "p99_s", "post_p50_ms")
COSTS = ("cpu_s", "sql", "round_trips", "logins", "messages", "placement", "neutron", "glance", "keystone")
TITLES = {
    "per_s": "servers/s",
    "p50_s": "p50 s",
    "p95_s": "p95 s",
    "p99_s": "p99 s",
    "post_p50_ms": "POST p50 ms",
    "cpu_s": "CPU s",
    "round_trips": "round trips",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What is measured: the endpoint and what to boot."""

    endpoint: Endpoint
    flavor: str
    image: str
    networks: Any = "none"


@dataclass(frozen=True, slots=True)
class Run:
    """What one measurement saw: seconds to the final state and to the answer, by server and by request."""

    waits: list[float]
    answers: list[float]
    took: float
    count: int


@dataclass(frozen=True, slots=True)
class Meter:
    """Where costs are read: counters by name, and the processes of every daemon."""

    counts: Callable[[], dict[str, float]]
    daemons: dict[str, list[int]] = field(default_factory=dict)


class Watch:
    """Looks at the list of servers again and again, so that waiting for many costs one request a quarter second."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._seen: dict[str, tuple[str, float]] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(POLL_S):
            begun = time.monotonic()
            rows = self._target.endpoint.get("/servers/detail?limit=1000")["servers"]
            now = time.monotonic()
            fresh = {row["id"]: (row["status"], now) for row in rows}
            for uuid, (status, _) in fresh.items():
                if self._seen.get(uuid, ("", 0.0))[0] != status:
                    self._seen[uuid] = (status, now)
            for uuid in set(self._seen) - set(fresh):
                # What was listed after this look began is not gone yet.
                if self._seen[uuid][1] < begun and self._seen[uuid][0] != GONE:
                    self._seen[uuid] = (GONE, now)

    def expect(self, uuids: list[str]) -> None:
        """Know these servers, even if they go before the next look."""
        for uuid in uuids:
            self._seen.setdefault(uuid, ("LISTED", time.monotonic()))

    def wait(self, uuid: str, wanted: str) -> float:
        """The moment at which the server was seen with this status; ends the program if it never is."""
        end = time.monotonic() + WAIT_S
        while True:
            status, seen = self._seen.get(uuid, ("unknown", 0.0))
            if status == wanted:
                return seen
            if status == ERROR or time.monotonic() > end:
                raise SystemExit(_unfit(self._target, uuid, status))
            time.sleep(0.01)

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _unfit(target: Target, uuid: str, status: str) -> str:
    """Why a run is none: a server that fails fast would look like one that was made fast."""
    fault = target.endpoint.get(f"/servers/{uuid}")["server"].get("fault", {}).get("message", "no fault is known")
    return f"nothing is measured: server {uuid} stays {status} ({fault})"


def create(target: Target, count: int = 1) -> tuple[list[str], float, float]:
    """Ask for servers; their ids, when that began, and how long the answer took."""
    values = {"flavorRef": target.flavor, "imageRef": target.image, "networks": target.networks, "min_count": count}
    name = f"bench-{time.monotonic_ns()}"
    begin = time.monotonic()
    made = target.endpoint.request("POST", "/servers", {"server": {**values, "name": name}})
    answered = time.monotonic() - begin
    if count == 1:
        return [made.json()["server"]["id"]], begin, answered
    rows = target.endpoint.get(f"/servers?name={name}&limit=1000")["servers"]
    return [row["id"] for row in rows], begin, answered


def one_at_a_time(target: Target, count: int) -> Run:
    """POST to ACTIVE, each after the other, seen by asking for that server."""
    waits, answers = [], []
    begun = time.monotonic()
    for _ in range(count):
        (uuid,), begin, answered = create(target)
        while (status := target.endpoint.get(f"/servers/{uuid}")["server"]["status"]) != ACTIVE:
            if status == ERROR:
                raise SystemExit(_unfit(target, uuid, status))
            time.sleep(0.02)
        waits.append(time.monotonic() - begin)
        answers.append(answered)
    return Run(waits, answers, time.monotonic() - begun, count)


def unwatched(target: Target, count: int) -> Run:
    """One after the other, and nobody asks how it goes: what one server costs, nothing else."""
    begun = time.monotonic()
    answers = []
    for _ in range(count):
        answers.append(create(target)[2])
        time.sleep(UNWATCHED_S)
    return Run([], answers, time.monotonic() - begun, count)


def side_by_side(target: Target, count: int, concurrency: int) -> Run:
    """Many clients that each ask for one server after the other."""
    with Watch(target) as watch, ThreadPoolExecutor(concurrency) as pool:
        begun = time.monotonic()
        asked = list(pool.map(lambda _: create(target), range(count)))
        ends = [watch.wait(uuids[0], ACTIVE) for uuids, _, _ in asked]
    waits = [end - begin for end, (_, begin, _) in zip(ends, asked, strict=True)]
    return Run(waits, [one[2] for one in asked], max(ends) - begun, count)


def at_once(target: Target, count: int) -> Run:
    """One request for many servers."""
    with Watch(target) as watch:
        uuids, begin, answered = create(target, count)
        waits = [watch.wait(uuid, ACTIVE) - begin for uuid in uuids]
    return Run(waits, [answered], max(waits), count)


def delete_all(target: Target, concurrency: int) -> Run:
    """Delete every server of the project, many clients side by side."""
    rows = target.endpoint.get("/servers/detail?limit=1000")["servers"]
    for row in rows:
        if row["status"] == ERROR:
            raise SystemExit(_unfit(target, row["id"], ERROR))
    uuids = [row["id"] for row in rows]

    def delete(uuid: str) -> tuple[float, float]:
        begin = time.monotonic()
        target.endpoint.request("DELETE", f"/servers/{uuid}")
        return begin, time.monotonic() - begin

    with Watch(target) as watch, ThreadPoolExecutor(concurrency) as pool:
        watch.expect(uuids)
        begun = time.monotonic()
        asked = list(pool.map(delete, uuids))
        ends = [watch.wait(uuid, GONE) for uuid in uuids]
    waits = [end - begin for end, (begin, _) in zip(ends, asked, strict=True)]
    return Run(waits, [one[1] for one in asked], max(ends) - begun, len(uuids))


def judged(run: Run, spent: dict[str, float]) -> dict[str, Any]:
    """The figures of a run, with what was spent for one server."""
    waits, answered = sorted(run.waits), sorted(run.answers)
    return {
        "per_s": run.count / run.took if waits else None,
        **{f"p{share}_s": figures.quantile(waits, share / 100) if waits else None for share in (50, 95, 99)},
        "post_p50_ms": figures.quantile(answered, 0.5) * 1000,
        **{name: value / run.count for name, value in spent.items()},
    }


def idle(meter: Meter) -> dict[str, float]:
    """What the daemons cost in a second in which nobody asks anything."""
    before = meter.counts()
    time.sleep(IDLE_S)
    return {name: (value - before[name]) / IDLE_S for name, value in meter.counts().items()}


def measure(target: Target, meter: Meter, arguments: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """All measurements; what they made is deleted again. Costs are those above an idle second's."""
    clients = arguments.concurrency
    runs: tuple[tuple[str, Callable[..., Run], tuple[int, ...]], ...] = (
        ("warm-up", one_at_a_time, (2,)),
        ("alone, nobody asks", unwatched, (arguments.single,)),
        ("one at a time", one_at_a_time, (arguments.single,)),
        (f"concurrency {clients}", side_by_side, (arguments.burst, clients)),
        ("delete those", delete_all, (clients,)),
        (f"multi-create of {arguments.multi}", at_once, (arguments.multi,)),
        ("delete of a multi-create", delete_all, (clients,)),
    )
    resting = idle(meter)
    found: dict[str, dict[str, Any]] = {"idle, a second": resting}
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as client:
        for name, run, numbers in runs:
            before, begun = meter.counts(), time.monotonic()
            seen = client.submit(run, target, *numbers).result()
            after, took = meter.counts(), time.monotonic() - begun
            found[name] = judged(seen, {key: after[key] - before[key] - resting[key] * took for key in after})
    del found["warm-up"]
    return found


def memory(meter: Meter) -> dict[str, float]:
    """PSS in MB (10^6 bytes) by daemon, and of all without the computes after the first.

    Processes that were found by their names are not told apart: of computes there, one is an equal part of all.
    """
    found = {name: usage.memory_mb(pids) for name, pids in meter.daemons.items()}
    if pids := meter.daemons.get(COMPUTE):
        found["one compute"] = found[COMPUTE] / len(pids)
    further = {COMPUTE, *[name for name in meter.daemons if name.startswith("host")][1:]}
    return {**found, "all with one compute": sum(value for name, value in found.items() if name not in further)}


def report(found: dict[str, Any], arguments: argparse.Namespace) -> None:
    """Print the tables, write and compare files as asked."""
    measurements = found["measurements"]
    columns = ["measurement", *(TITLES[key] for key in SPEEDS)]
    rows = [[name, *(one.get(key) for key in SPEEDS)] for name, one in measurements.items() if "per_s" in one]
    if arguments.reference:
        before = figures.load(arguments.reference)["measurements"]
        faster, more = figures.ratios(measurements, before, "p50_s"), figures.ratios(before, measurements, "per_s")
        columns += ["times faster", "times as many/s"]
        rows = [[*row, faster.get(row[0]), more.get(row[0])] for row in rows]
    print(figures.table(columns, rows))
    by_daemon = sorted({key for one in measurements.values() for key in one if key.startswith("cpu_s ")})
    for title, keys in (("cost of one server", COSTS), ("CPU s of", by_daemon)):
        costs = [[name, *(one.get(key) for key in keys)] for name, one in measurements.items()]
        print(figures.table([title, *(TITLES.get(key, key.removeprefix("cpu_s ")) for key in keys)], costs))
    for kind in ("idle PSS MB", "loaded PSS MB", "cold start s"):
        print(figures.table([kind, ""], list(found[kind].items())))
    if arguments.json:
        figures.save(arguments.json, "boot", found)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--openrc", action="store_true", help="measure the endpoint that the OS_* variables name")
    parser.add_argument(
        "--process", nargs="*", default=[], help="with --openrc: script names of the processes to watch"
    )
    parser.add_argument(
        "--beside", nargs="*", default=[], help="as --process, for services whose CPU time is shown but not counted"
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


def _elsewhere(arguments: argparse.Namespace) -> dict[str, Any]:
    """Figures of the endpoint that the environment names; costs as far as processes are named."""
    if not arguments.flavor or not arguments.image:
        raise SystemExit("--openrc needs --flavor and --image")
    daemons = {name: usage.named(name) for name in arguments.process}
    beside = {name: usage.named(name) for name in arguments.beside}

    def counts() -> dict[str, float]:
        spent = {name: usage.cpu_s(pids) for name, pids in {**daemons, **beside}.items()}
        total = {"cpu_s": sum(spent[name] for name in daemons)} if daemons else {}
        return {**total, **{f"cpu_s {name}": value for name, value in spent.items()}}

    meter = Meter(counts, daemons)
    target = Target(from_openrc(MICROVERSION), arguments.flavor, arguments.image)
    resting = memory(meter)
    measurements = measure(target, meter, arguments)
    loaded = memory(meter)
    return {"measurements": measurements, "idle PSS MB": resting, "loaded PSS MB": loaded, "cold start s": {}}


def _here(arguments: argparse.Namespace) -> dict[str, Any]:
    """Figures of daemons of our own."""
    hosts = [f"host{number}" for number in range(1, arguments.hosts + 1)]
    with plane.running(hosts) as own:
        meter = Meter(own.counts, own.daemons())
        resting = memory(meter)
        measurements = measure(Target(own.endpoint(MICROVERSION), "1", own.stack.image), meter, arguments)
        loaded = memory(meter)
        starts = {"nova-api": own.api_start_s(), f"{len(hosts)} computes": own.restarted_s(*hosts)}
    return {"measurements": measurements, "idle PSS MB": resting, "loaded PSS MB": loaded, "cold start s": starts}


def main() -> None:
    """The program."""
    arguments = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended then too
    report(_elsewhere(arguments) if arguments.openrc else _here(arguments), arguments)


if __name__ == "__main__":
    try:
        main()
    except requests.RequestException as error:
        raise SystemExit(f"the endpoint does not answer as it should: {error}") from error

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Requests per second, latency and CPU of the Compute API's commonest reads, against a running nova-api.

`python -m tests.benchmarks.api` starts one of its own (see private.py); with --openrc the endpoint is the one that the
OS_* variables name, which may be Nova's. It prints one table, writes JSON, and compares with the JSON of another run.
"""

import argparse
import signal
import sys
import time
from dataclasses import dataclass
from typing import Any

from tests.benchmarks import figures, load, usage
from tests.benchmarks.endpoint import Endpoint, from_openrc
from tests.benchmarks.private import Wanted, running

COLUMNS = ("request", "clients", "requests/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "bytes")
PAGE = 1000
SEED_WAIT_S = 600
WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Measurement:
    """One kind of request: its paths, and how often it is asked from one client; from eight it is twice that."""

    name: str
    paths: list[str]
    requests: int


def measurements(endpoint: Endpoint, servers: int) -> list[Measurement]:
    """What is measured, for the servers that are there."""
    listed = endpoint.get(f"/servers?limit={min(servers, PAGE)}")["servers"]
    if not listed:
        raise SystemExit("there are no servers to look at")
    return [
        Measurement("show", [f"/servers/{one['id']}" for one in listed[:100]], 400),
        Measurement("list 50", ["/servers/detail?limit=50"], 150),
        Measurement("list 1000", [f"/servers/detail?limit={PAGE}"], 20),
        Measurement("flavors", ["/flavors/detail"], 300),
    ]


def measure(endpoint: Endpoint, one: Measurement, concurrency: int, pids: list[int], scale: float) -> dict[str, Any]:
    """Figures of one kind of request; CPU only where the processes are known."""
    count = max(concurrency, round(one.requests * scale * (1 if concurrency == 1 else 2)))
    warm = min(WARM_UP, count)
    load.run(load.Order(endpoint.url, endpoint.headers, one.paths, warm, concurrency))
    before = usage.cpu_s(pids)
    result = load.run(load.Order(endpoint.url, endpoint.headers, one.paths, count, concurrency))
    spent = usage.cpu_s(pids) - before
    done = len(result.latencies_s)
    return {
        "requests_per_s": done / result.elapsed_s,
        **{f"p{share}_ms": figures.quantile(result.latencies_s, share / 100) * 1000 for share in (50, 95, 99)},
        "cpu_ms": spent * 1000 / done if pids else None,
        "bytes": result.size,
    }


def seed_through_api(endpoint: Endpoint, servers: int, flavor: str, image: str) -> None:
    """Boot servers without networks until so many are there; waits until none is being built."""
    have = len(endpoint.get(f"/servers?limit={PAGE}")["servers"])
    while have < servers:
        count = min(100, servers - have)
        values = {"name": "bench", "flavorRef": flavor, "imageRef": image, "networks": "none", "min_count": count}
        endpoint.request("POST", "/servers", {"server": values})
        have += count
    end = time.monotonic() + SEED_WAIT_S
    while endpoint.get("/servers?status=BUILD&limit=1")["servers"]:
        if time.monotonic() > end:
            raise SystemExit("servers are still being built")
        time.sleep(1)


def report(found: dict[str, dict[str, Any]], arguments: argparse.Namespace, process: dict[str, Any]) -> None:
    """Print the table, and write and compare files as asked."""
    keys = ("requests_per_s", "p50_ms", "p95_ms", "p99_ms", "cpu_ms", "bytes")
    columns, rows = list(COLUMNS), [[*name.rsplit(" x", 1), *(one[key] for key in keys)] for name, one in found.items()]
    if arguments.reference:
        before = figures.load(arguments.reference)["requests"]
        faster = figures.ratios(found, before, "p50_ms")
        columns.append("times faster")
        rows = [[*row, faster.get(name)] for row, name in zip(rows, found, strict=True)]
    print(figures.table(columns, rows))
    for name, value in process.items():
        print(f"{name}: {value:.2f}")
    if arguments.json:
        figures.save(arguments.json, "api", {"requests": found, "process": process})


def run(endpoint: Endpoint, arguments: argparse.Namespace, pids: list[int]) -> dict[str, dict[str, Any]]:
    """All measurements at all concurrencies, by "name xN"."""
    return {
        f"{one.name} x{concurrency}": measure(endpoint, one, concurrency, pids, arguments.scale)
        for one in measurements(endpoint, arguments.servers)
        if arguments.only in ("", one.name)
        for concurrency in arguments.concurrency
    }


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--openrc", action="store_true", help="measure the endpoint that the OS_* variables name")
    parser.add_argument("--process", default="nova-api", help="with --openrc: script name of the processes to watch")
    parser.add_argument("--flavor", help="with --openrc: boot servers of this flavor until there are enough")
    parser.add_argument("--image", help="with --openrc: image of those servers")
    parser.add_argument("--servers", type=int, default=1000)
    parser.add_argument("--ports", action="store_true", help="give every server a port in Neutron")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--native", action="store_true", help="native threads instead of green ones")
    parser.add_argument("--member", action="store_true", help="ask as an ordinary member of the project")
    parser.add_argument("--microversion", default="2.95")
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--scale", type=float, default=1.0, help="more or fewer requests")
    parser.add_argument("--only", default="", help="one kind of request, by its name in the table")
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--reference", help="file of another run to compare with")
    return parser.parse_args()


def main() -> None:
    """The program."""
    arguments = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended then too
    if arguments.openrc:
        endpoint = from_openrc(arguments.microversion)
        if arguments.flavor:
            seed_through_api(endpoint, arguments.servers, arguments.flavor, arguments.image)
        report(run(endpoint, arguments, usage.named(arguments.process)), arguments, {})
        return
    wanted = Wanted(arguments.servers, arguments.ports, arguments.workers, arguments.native)
    with running(wanted) as private:
        process = {
            "cold start s": private.cold_start_s,
            "idle memory MB": usage.memory_mb(private.process.family()),
        }
        found = run(private.endpoint(arguments.microversion, not arguments.member), arguments, private.process.family())
        process["memory after load MB"] = usage.memory_mb(private.process.family())
        report(found, arguments, process)


if __name__ == "__main__":
    main()

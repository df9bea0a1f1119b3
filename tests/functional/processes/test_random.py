# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers are made and deleted while daemons, broker and database are killed, paused and restarted at random.

When all is repaired, every operation comes to its end by itself: nothing is stuck, nothing leaks, nothing is lost.
NOVA_LITE_RANDOM_S says for how many seconds, NOVA_LITE_RANDOM_SEED repeats the order of the faults,
NOVA_LITE_RANDOM_KEEP names a folder for the logs. The seed is printed first, so that it is known whatever fails.
"""

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from tests.functional.fixtures.cloud import Cloud
from tests.functional.processes import faults, services
from tests.functional.processes.faults import Fault, Gremlin
from tests.functional.processes.fragile import Fragile
from tests.functional.processes.harness import COMPUTES, Mode, until
from tests.functional.processes.invariants import servers, violations
from tests.functional.processes.load import Client, Promises, Wish
from tests.functional.processes.servers import Servers
from tests.functional.processes.stack import Stack

SECONDS = float(os.environ.get("NOVA_LITE_RANDOM_S", "40"))
SEED = os.environ.get("NOVA_LITE_RANDOM_SEED") or str(random.SystemRandom().randrange(10**6))
CLIENTS = 4
FINAL_S = 180
# What a host does about leaks is looked for every ten intervals.
EXTRA = "vif_plugging_timeout = 0\nservice_down_time = 5\nupdate_resources_interval = 3\n"
# A blink, and longer than service_down_time and leases.
PAUSES = ((0.5, 4.0), (7.0, 13.0))
# Servers of a broken state that are shown on failure.
TOO_MUCH_MB = 10_000_000


@pytest.fixture
def own_servers() -> Iterator[Servers]:
    """A broker and a database that may be killed, where process tests can run at all."""
    services.rabbit_url()
    print(f"seed {SEED}")
    with Servers() as running:
        yield running


@pytest.fixture
def stack(own_servers: Servers, tmp_path: Path) -> Iterator[Stack]:
    """All daemons over servers of their own."""
    rabbit, mariadb = own_servers.urls()
    with services.surroundings("mysql", rabbit, mariadb) as around, Cloud() as cloud, ExitStack() as at_end:
        folder = Path(os.environ.get("NOVA_LITE_RANDOM_KEEP") or tmp_path)
        folder.mkdir(parents=True, exist_ok=True)
        mode = Mode("mysql", native=random.Random(SEED).random() < 0.5)
        made = Stack(cloud, folder, mode, around, Fragile, EXTRA)
        at_end.callback(made.stop)
        made.start()
        yield made


def wishes(stack: Stack) -> list[Wish]:
    """What clients ask for; demo has a small quota."""
    admin, demo = stack.cloud.admin, stack.cloud.demo
    many = {"instances": -1, "cores": -1, "ram": -1}
    few = {**many, "instances": 3}
    for who, limits in ((admin, many), (demo, few)):
        answer = stack.api.request("PUT", f"/os-quota-sets/{who.project_id}", {"quota_set": limits})
        assert answer.status_code == 200, answer.text
    huge = {"id": "2", "name": "huge", "ram": TOO_MUCH_MB, "vcpus": 1, "disk": 1}
    assert stack.api.request("POST", "/flavors", {"flavor": huge}).status_code == 200
    network = stack.cloud.neutron.add_network("shared", admin.project_id, ["10.0.0.0/16"], shared=True)
    usual = {"networks": [{"uuid": network["id"]}]}
    return [
        Wish("create", 6, admin, usual),
        Wish("create many", 2, admin, usual, 4),
        Wish("create on host1", 1, admin, {**usual, "availability_zone": "nova:host1"}),
        Wish("create what does not fit", 1, admin, {**usual, "flavorRef": "2"}, 2),
        Wish("create with a small quota", 2, demo, usual, 2),
    ]


def gremlins(stack: Stack, own: Servers) -> list[Gremlin]:
    """Three that work at once: on the controllers, on the hosts, on the servers."""
    begin = time.monotonic()

    def tell(text: str) -> None:
        print(f"[{time.monotonic() - begin:6.1f}] {text}", flush=True)

    of = stack.processes
    controllers: list[Fault] = []
    for name in ("api", "conductor", "scheduler"):
        controllers += faults.of_victim(of[name], PAUSES)
    for name in ("api", "conductor"):
        controllers += faults.of_workers(of[name], PAUSES)
    hosts = [fault for name in COMPUTES for fault in faults.of_victim(of[name], PAUSES)]
    around = [fault for one in (own.rabbit, own.mariadb) for fault in faults.of_victim(one, PAUSES)]
    around += faults.of_link("RabbitMQ", stack.around.rabbit) + faults.of_link("MariaDB", stack.around.database)
    return [
        Gremlin(f"{SEED}/controllers", controllers, (1, 6), tell),
        Gremlin(f"{SEED}/hosts", hosts, (1, 6), tell),
        Gremlin(f"{SEED}/servers", around, (5, 15), tell),
    ]


def report(workers: list[Gremlin], promises: Promises) -> str:
    """What was done."""
    injected = sum((one.injected for one in workers), Counter[str]())
    lines = [f"seed {SEED}, {SECONDS:.0f} s: {injected.total()} faults, {promises.outcomes.total()} requests"]
    lines += [f"  {count:5} {name}" for name, count in sorted(injected.items())]
    lines += [f"  {count:5} {kind}: {outcome}" for (kind, outcome), count in sorted(promises.outcomes.items())]
    return "\n".join(lines)


@pytest.mark.timeout(SECONDS + 600)
def test_nothing_sticks_whatever_dies(stack: Stack, own_servers: Servers) -> None:
    promises, wanted = Promises(), wishes(stack)
    clients = [Client(f"{SEED}/client{number}", stack, wanted, promises) for number in range(CLIENTS)]
    workers = gremlins(stack, own_servers)
    for thread in (*clients, *workers):
        thread.start()
    time.sleep(SECONDS)
    for thread in (*workers, *clients):
        thread.finish()
    repaired = time.monotonic()
    broken: dict[str, object] = {"not looked": True}

    def is_over() -> bool:
        nonlocal broken
        try:
            broken = {**violations(stack), **promises.broken(servers(stack))}
        except (AssertionError, requests.RequestException) as error:
            broken = {"the API does not work yet": str(error)}
        return not broken

    until(
        is_over,
        lambda: f"{report(workers, promises)}\nstuck, leaked or lost:\n{json.dumps(broken, indent=1, default=str)}",
        FINAL_S,
        0.5,
    )
    final = Counter(one["status"] for one in servers(stack))
    print(f"{report(workers, promises)}\n  left: {dict(final)}, stuck 0, leaked 0, lost 0")
    print(f"  from repair to all final: {time.monotonic() - repaired:.1f} s")
    assert [name for name, one in stack.processes.items() if not one.alive()] == []

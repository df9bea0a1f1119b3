# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What daemons do when told to stop or to read their options again, and when their options are bad."""

import signal
import time
from pathlib import Path

import pytest

from tests.functional.processes.harness import COMPUTES, until
from tests.functional.processes.stack import Stack

DAEMONS = ("conductor", "scheduler", "api", "metadata", *COMPUTES)


def test_sigterm_ends_every_daemon(stack: Stack) -> None:
    for name in DAEMONS:
        stack.processes[name].mark()
    seconds = {}
    for name in reversed(DAEMONS):
        begin = time.monotonic()
        assert stack.processes[name].terminate() == 0, name
        seconds[name] = round(time.monotonic() - begin, 1)
    assert max(seconds.values()) < 12, seconds
    assert [name for name in DAEMONS if "Traceback" in stack.processes[name].fresh_text()] == []


def test_a_stop_lets_work_in_hand_finish(stack: Stack) -> None:
    stack.wait_states(dict.fromkeys(COMPUTES, "up"))
    uuids = [stack.api.boot(stack.image, f"hurry{number}", availability_zone="nova:host1") for number in range(5)]
    until(lambda: "hurry" in str(stack.api.get("/servers")), "no server is listed")
    assert stack.processes["host1"].terminate() == 0
    stack.restart("host1")
    for uuid in uuids:
        shown = stack.api.wait_for(uuid, "ACTIVE")
        assert shown["OS-EXT-SRV-ATTR:host"] == "host1"
        stack.api.delete(uuid)


def test_sighup_is_survived(stack: Stack) -> None:
    for name in DAEMONS:
        stack.processes[name].signal(signal.SIGHUP)
    time.sleep(3)
    assert [name for name in DAEMONS if not stack.processes[name].alive()] == []
    stack.wait_states(dict.fromkeys(COMPUTES, "up"))
    uuid = stack.api.boot(stack.image, "after the reload")
    stack.api.wait_for(uuid, "ACTIVE")
    stack.api.delete(uuid)


def test_a_worker_that_dies_is_replaced(stack: Stack) -> None:
    conductor = stack.processes["conductor"]
    workers = conductor.family()[1:]
    assert len(workers) >= 2
    conductor.mark()
    conductor.kill_worker(workers[0])
    conductor.wait_for_text("is ready on")
    assert conductor.alive()


@pytest.mark.parametrize(
    ("module", "extra", "named"),
    [
        ("compute", "[compute]\nmax_concurrent_disk_ops = none\n", "max_concurrent_disk_ops"),
        ("compute", "[DEFAULT]\ncompute_driver = nothing.Driver\n", "nothing.Driver"),
        ("scheduler", "[filter_scheduler]\nenabled_filters = NoSuchFilter\n", "NoSuchFilter"),
        ("conductor", "[conductor]\nworkers = several\n", "workers"),
        ("api", "[DEFAULT]\nosapi_compute_listen_port = 99999\n", "osapi_compute_listen_port"),
    ],
)
def test_a_bad_option_is_named(stack: Stack, module: str, extra: str, named: str) -> None:
    process = stack.make(f"bad-{module}", module)
    process.config.write_text(process.config.read_text() + extra)
    process.start()
    try:
        assert process.wait() == 1
    finally:
        process.kill()
    last = process.fresh_text().strip().splitlines()[-1]
    assert named in last, process.fresh_text()
    assert "Traceback" not in process.fresh_text()


def test_a_taken_port_is_named(stack: Stack) -> None:
    process = stack.make("second-api", "api")
    process.start()
    assert process.wait() == 1
    assert f"cannot listen on 127.0.0.1:{stack.api_port}" in process.fresh_text().strip().splitlines()[-1]


def test_compute_loads_no_database_driver(stack: Stack) -> None:
    for host in COMPUTES:
        process = stack.processes[host]
        assert "connection = " not in process.config.read_text()
        for pid in process.family():
            loaded = Path(f"/proc/{pid}/maps").read_text()
            assert [driver for driver in ("psycopg2", "_mysql", "libpq", "cyextension") if driver in loaded] == []

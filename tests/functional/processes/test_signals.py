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


def test_sigterm_ends_every_daemon(sturdy: Stack) -> None:
    for name in DAEMONS:
        sturdy.processes[name].mark()
    begin = time.monotonic()
    assert sturdy.terminate(*DAEMONS) == dict.fromkeys(DAEMONS, 0)
    assert time.monotonic() - begin < 15
    assert [name for name in DAEMONS if "Traceback" in sturdy.processes[name].fresh_text()] == []


def test_a_stop_lets_work_in_hand_finish(sturdy: Stack) -> None:
    """A build that waits for its port goes on while its host stops; the event still arrives."""
    neutron = sturdy.cloud.neutron
    network = neutron.add_network("slow", sturdy.cloud.admin.project_id, ["10.9.0.0/24"])
    plugged: list[dict[str, str]] = []
    neutron.on_event = lambda name, port: plugged.append(port)
    try:
        uuid = sturdy.api.boot(sturdy.image, "slow", networks=[{"uuid": network["id"]}], availability_zone="nova:host1")
        [port] = until(lambda: plugged, "the port was never bound")
    finally:
        neutron.on_event = None
    host = sturdy.processes["host1"]
    host.mark()
    host.signal(signal.SIGTERM)
    host.wait_for_text("Stopping nova-compute")
    event = {"name": "network-vif-plugged", "server_uuid": uuid, "tag": port["id"], "status": "completed"}
    answer = sturdy.api.request("POST", "/os-server-external-events", {"events": [event]})
    assert answer.status_code == 200, answer.text
    assert host.wait() == 0
    assert sturdy.api.wait_for(uuid, "ACTIVE")["OS-EXT-SRV-ATTR:host"] == "host1"
    sturdy.restart("host1")
    sturdy.api.delete(uuid)


def test_sighup_is_survived(sturdy: Stack) -> None:
    for name in DAEMONS:
        sturdy.processes[name].signal(signal.SIGHUP)
    time.sleep(3)
    assert [name for name in DAEMONS if not sturdy.processes[name].alive()] == []
    sturdy.wait_states(dict.fromkeys(COMPUTES, "up"))
    uuid = sturdy.api.boot(sturdy.image, "after the reload")
    sturdy.api.wait_for(uuid, "ACTIVE")
    sturdy.api.delete(uuid)


def test_a_worker_that_dies_is_replaced(sturdy: Stack) -> None:
    conductor = sturdy.processes["conductor"]
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
        (
            "api",
            "[DEFAULT]\nosapi_compute_listen = 127.0.0.9\n[keystone_authtoken]\nauth_type = nonsense\n",
            "[keystone_authtoken]: The plugin nonsense",
        ),
    ],
)
def test_a_bad_option_is_named(sturdy: Stack, module: str, extra: str, named: str) -> None:
    process = sturdy.make(f"bad-{module}", module)
    process.config.write_text(process.config.read_text() + extra)
    process.start()
    try:
        assert process.wait() == 1
    finally:
        process.kill()
    last = process.fresh_text().strip().splitlines()[-1]
    assert named in last, process.fresh_text()
    assert "Traceback" not in process.fresh_text()


@pytest.mark.parametrize("workers", [1, 2])
def test_what_only_a_started_worker_can_see_ends_the_daemon_too(sturdy: Stack, workers: int) -> None:
    process = sturdy.make(f"late-{workers}", "conductor")
    text = process.config.read_text()
    text += f"[conductor]\nworkers = {workers}\n[oslo_messaging_rabbit]\nssl = true\nssl_version = nonsense\n"
    process.config.write_text(text)
    process.start()
    try:
        assert process.wait() == 1
    finally:
        process.kill()
    assert "nova-conductor cannot start: Invalid SSL version : nonsense" in process.fresh_text()


def test_a_taken_port_is_named(sturdy: Stack) -> None:
    process = sturdy.make("second-api", "api")
    process.start()
    assert process.wait() == 1
    assert f"cannot listen on 127.0.0.1:{sturdy.api_port}" in process.fresh_text().strip().splitlines()[-1]


def test_compute_loads_no_database_driver(sturdy: Stack) -> None:
    for host in COMPUTES:
        process = sturdy.processes[host]
        assert "connection = " not in process.config.read_text()
        for pid in process.family():
            loaded = Path(f"/proc/{pid}/maps").read_text()
            assert [driver for driver in ("psycopg2", "_mysql", "libpq", "cyextension") if driver in loaded] == []

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/metrics and /health of every daemon, whichever of its workers answers."""

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.functional.fixtures.cloud import Cloud
from tests.functional.processes import services
from tests.functional.processes.harness import COMPUTES, START_S, Mode, Process, free_port, until
from tests.functional.processes.stack import Stack

DAEMONS = ("conductor", "scheduler", "api", "metadata", *COMPUTES, "novncproxy")
BROKERLESS = {"novncproxy"}
DATABASELESS = set(COMPUTES)
# What the filter says of a host: wish and value.
WHY = "capabilities:hypervisor_type: host has 'fake', wanted 'none-such'"
Samples = dict[str, float]


@dataclass(frozen=True, slots=True)
class Watched:
    """A stack whose daemons serve their figures."""

    stack: Stack
    ports: dict[str, int]

    def health(self, name: str) -> tuple[int, dict[str, Any]]:
        """Status and body of a daemon's /health, which never takes long."""
        answer = requests.get(f"http://127.0.0.1:{self.ports[name]}/health", timeout=5)
        return answer.status_code, answer.json()

    def samples(self, name: str) -> Samples:
        """A daemon's figures, by name with labels as written."""
        answer = requests.get(f"http://127.0.0.1:{self.ports[name]}/metrics", timeout=5)
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
        return {key: float(value) for key, value in (line.rsplit(" ", 1) for line in lines)}

    def total(self, name: str, figure: str, *labels: str) -> float:
        """Sum of a figure's samples that have all these labels, as `label="value"`."""
        return sum(
            value
            for key, value in self.samples(name).items()
            if key.split("{")[0] == figure and all(one in key for one in labels)
        )

    def all_well(self, *names: str) -> None:
        """Wait until all of them say so."""
        for name in names:
            until(lambda name=name: self.health(name)[0] == 200, lambda name=name: f"{name}: {self.health(name)}")


@pytest.fixture(scope="module", params=(Mode("mysql", native=False), Mode("mysql", native=True)), ids=str)
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """All daemons, the console proxy included, with a metrics port each."""
    mode: Mode = request.param
    with services.surroundings(mode.database) as around, Cloud() as cloud:
        stack = Stack(cloud, tmp_path_factory.mktemp(f"metrics-{mode}"), mode, around)
        stack.processes["novncproxy"] = proxy = stack.make("novncproxy", "novncproxy")
        ports = {name: free_port() for name in DAEMONS}
        pages = stack.folder / "pages"
        pages.mkdir()
        for name, process in stack.processes.items():
            extra = f"[metrics_http]\nenabled = true\nport = {ports[name]}\ncheck_interval = 1\n"
            if process is proxy:
                extra += f"[vnc]\nnovncproxy_host = 127.0.0.1\nnovncproxy_port = {free_port()}\n"
                extra += f"[DEFAULT]\nweb = {pages}\n"
            process.config.write_text(process.config.read_text() + extra)
        try:
            stack.start()
            yield Watched(stack, ports)
        finally:
            stack.stop()


def test_figures_follow_a_server(watched: Watched) -> None:
    watched.all_well(*DAEMONS)
    api = watched.stack.api
    before = {name: watched.samples(name) for name in DAEMONS}
    servers = [api.boot(watched.stack.image, f"counted-{number}") for number in range(6)]
    for uuid in servers:
        api.wait_for(uuid, "ACTIVE")
    for uuid in servers:
        api.delete(uuid)

    def grown(name: str, figure: str, *labels: str) -> float:
        old = sum(v for k, v in before[name].items() if k.split("{")[0] == figure and all(one in k for one in labels))
        return watched.total(name, figure, *labels) - old

    def on_computes(figure: str, *labels: str) -> float:
        return sum(grown(host, figure, *labels) for host in COMPUTES)

    # Two workers share the requests, and either may answer for both.
    posts = ('method="POST"', 'route="/servers"', 'status="202"')
    assert [grown("api", "nova_api_request_seconds_count", *posts) for _ in range(4)] == [6] * 4
    assert grown("api", "nova_api_request_seconds_count", 'method="DELETE"', 'route="/servers/{id}"') == 6
    assert grown("api", "nova_rpc_client_seconds_count", 'method="schedule_and_build_instances"', 'kind="cast"') == 6
    assert grown("conductor", "nova_rpc_server_seconds_count", 'method="schedule_and_build_instances"') == 6
    assert grown("conductor", "nova_operations_ended_total", 'operation="create"', 'outcome="done"') == 6
    assert grown("conductor", "nova_db_statements_total") > 6
    assert watched.total("conductor", "nova_db_pool_connections", 'state="size"') >= 4
    assert grown("scheduler", "nova_scheduling_seconds_count", 'outcome="done"') == 6
    # An offer of Placement serves for a second, and claims that come together go together.
    assert 1 <= grown("scheduler", "nova_http_client_seconds_count", 'service="placement"', 'method="GET"') <= 6
    assert grown("scheduler", "nova_step_seconds_count", 'step="claim"') == 6
    for operation in ("create", "delete"):
        done = (f'operation="{operation}"', 'outcome="done"')
        until(lambda done=done: on_computes("nova_operation_seconds_count", *done) == 6, f"{operation} was not counted")
        assert on_computes("nova_message_age_seconds_count", f'operation="{operation}"') == 6
    assert watched.total("host1", "nova_operations_running") == 0
    until(lambda: watched.total("conductor", "nova_journal_operations") == 0, "operations stay open")


def test_rejections_are_counted_by_filter_and_explained(watched: Watched) -> None:
    api = watched.stack.api
    uuid = api.boot(watched.stack.image, "nowhere", **_impossible(api))
    fault = api.wait_for(uuid, "ERROR")["fault"]
    assert fault["message"] == "No valid host was found. There are not enough hosts available."
    explained = watched.stack.manage("placement", "explain", "--flavor", "never", code=1)
    for host in COMPUTES:
        assert f"{host}: {WHY}" in fault["details"]
        assert re.search(rf"{host} .*ComputeCapabilitiesFilter .*{re.escape(WHY)}", explained), explained
    assert watched.total("scheduler", "nova_scheduler_rejections_total", 'filter="ComputeCapabilitiesFilter"') == 2
    assert watched.total("scheduler", "nova_scheduling_seconds_count", 'outcome="NoValidHost"') == 1
    assert watched.total("conductor", "nova_operations_ended_total", 'outcome="failed"') == 1
    api.delete(uuid)


def _impossible(api: Any) -> dict[str, str]:
    """A flavor that no host can have."""
    flavor = {"id": "never", "name": "never", "ram": 128, "vcpus": 1, "disk": 1}
    assert api.request("POST", "/flavors", {"flavor": flavor}).status_code == 200
    specs = {"extra_specs": {"capabilities:hypervisor_type": "none-such"}}
    assert api.request("POST", "/flavors/never/os-extra_specs", specs).status_code == 200
    return {"flavorRef": "never"}


@pytest.mark.parametrize(
    ("link", "checks", "untouched"),
    [
        ("rabbit", {"broker"}, BROKERLESS),
        ("database", {"database", "api_database"}, DATABASELESS),
    ],
)
def test_health_names_what_is_away_and_recovers(
    watched: Watched, link: str, checks: set[str], untouched: set[str]
) -> None:
    watched.all_well(*DAEMONS)
    around = getattr(watched.stack.around, link)
    around.cut()
    try:
        for name in set(DAEMONS) - untouched:
            until(
                lambda name=name: _failing(watched, name) & checks, lambda name=name: f"{name}: {watched.health(name)}"
            )
            status, body = watched.health(name)
            assert (status, body["status"]) == (503, "failing") and body["reasons"]
    finally:
        around.mend()
    watched.all_well(*DAEMONS)
    assert {key for name in DAEMONS for key in watched.health(name)[1]} == {"status", "reasons", "checks"}


def _failing(watched: Watched, name: str) -> set[str]:
    return {one["check"] for one in watched.health(name)[1]["checks"] if not one["ok"]}


def test_a_broker_that_hangs_delays_no_answer(watched: Watched) -> None:
    watched.all_well("conductor")
    watched.stack.around.rabbit.hold()
    try:
        until(lambda: "broker: no answer for" in str(watched.health("conductor")[1]["reasons"]), "nobody noticed")
    finally:
        watched.stack.around.rabbit.release()
    watched.all_well(*DAEMONS)


def test_another_worker_serves_when_the_first_is_killed(watched: Watched) -> None:
    watched.all_well("api")
    requests_before = watched.total("api", "nova_api_request_seconds_count")
    api = watched.stack.processes["api"]
    speakers = {one["pid"] for one in watched.health("api")[1]["checks"]}
    assert len(speakers) == 2
    for pid in sorted(speakers):
        api.mark()
        api.kill_worker(pid)
        api.wait_for_text("serves 127.0.0.1")
        until(lambda: _answers(watched, "api"), "nobody took its place")
    assert watched.total("api", "nova_api_request_seconds_count") >= requests_before
    watched.all_well("api")


def _answers(watched: Watched, name: str) -> bool:
    try:
        return bool(watched.samples(name))
    except requests.ConnectionError:
        return False


def test_a_taken_port_stops_the_daemon_with_the_options_name(watched: Watched) -> None:
    for name in ("scheduler", "novncproxy"):
        other = watched.stack.make(f"second-{name}", name)
        text = watched.stack.processes[name].config.read_text()
        other.config.write_text(f"{text}[vnc]\nnovncproxy_port = {free_port()}\n")
        other.start()
        try:
            assert other.wait(START_S) == 1
        finally:
            other.kill()
        expected = f"[metrics_http]host and port: cannot listen on 127.0.0.1:{watched.ports[name]}"
        assert expected in other.fresh_text().strip().splitlines()[-1]


def test_sigterm_closes_the_port(watched: Watched) -> None:
    for name in ("metadata", "scheduler", "novncproxy"):
        process: Process = watched.stack.processes[name]
        process.signal(signal.SIGTERM)
        assert process.wait() == 0
        with pytest.raises(requests.ConnectionError):
            watched.health(name)
    watched.stack.restart("metadata", "scheduler", "novncproxy")
    watched.all_well(*DAEMONS)

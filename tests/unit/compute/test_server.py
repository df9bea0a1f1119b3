# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The daemon's parts, its start and its stop."""

from typing import Any

import oslo_messaging as messaging
import pytest

from nova_lite import concurrency, exception
from nova_lite.compute import recovery, server
from nova_lite.compute.builds import Builds
from nova_lite.compute.health import HypervisorWatch
from nova_lite.compute.resource_tracker import AUDIT_EVERY
from nova_lite.conf import CONF
from nova_lite.lifecycle import PowerState, TaskState, VmState
from nova_lite.rpc import compute as rpc
from nova_lite.rpc import transport
from tests.unit.compute.fakes import HOST, NODE_UUID, UUID, Cloud


class FakeConductor:
    """Stands for the client: answers after `silent` timeouts."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.pings: list[str] = []

    def client(self, url: str | None, topic: str) -> "FakeConductor":
        assert topic == "conductor"
        return self

    def prepare(self, **options: Any) -> "FakeConductor":
        assert options["timeout"] == 10
        return self

    def call(self, context: Any, method: str, arg: str) -> dict[str, str]:
        self.pings.append(arg)
        if self.errors:
            raise self.errors.pop(0)
        return {"service": "nova-conductor", "arg": arg}


@pytest.fixture
def conductor(monkeypatch: pytest.MonkeyPatch) -> FakeConductor:
    made = FakeConductor()
    monkeypatch.setattr(transport, "BUS", made)
    monkeypatch.setattr(server, "RETRY_S", 0.01)
    return made


def exposed(endpoint: Any) -> list[str]:
    return [name for name in dir(endpoint) if getattr(getattr(endpoint, name), "exposed", False)]


def test_table_of_methods_and_endpoints_agree(cloud: Cloud) -> None:
    names = [name for endpoint in server.endpoints(cloud.host, Builds()) for name in exposed(endpoint)]
    assert sorted(names) == sorted(rpc.METHODS)


def test_both_queues_serve_the_same(cloud: Cloud) -> None:
    made = server.assemble(cloud.host)
    assert set(made.endpoints) == {"compute", "compute-alt"}
    assert made.endpoints["compute"] == made.endpoints["compute-alt"]
    assert made.periodics
    assert made.end is not None
    made.end()
    assert cloud.driver.calls == ["cleanup_host"]


def _begun(cloud: Cloud, is_new: bool = False) -> server.Start:
    """The start of a host as a new process makes it: its first look at its resources compares the books."""
    for _ in range(AUDIT_EVERY - 1):
        cloud.tracker.refresh(cloud.context)
    if is_new:
        cloud.store.nodes.clear()
    cloud.store.calls.clear()
    cloud.driver.calls.clear()
    start = server.Start(cloud.host, HypervisorWatch(cloud.host.tracker))
    assert start.begin() == cloud.store.service.id
    return start


@pytest.mark.parametrize("is_new", [True, False])
def test_a_host_without_servers_asks_for_what_may_be_left(
    cloud: Cloud, conductor: FakeConductor, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    monkeypatch.setattr(concurrency, "spawn", lambda function, *arguments: function(*arguments))
    start = _begun(cloud, is_new)
    start.recover()
    begun = ["get_compute_nodes", "register_service", "get_instances_by_host", "save_compute_node"]
    assert cloud.store.calls == (begun if is_new else [*begun, "get_uncleaned_instances"])
    assert cloud.names_sent() == ([] if is_new else ["resume_operations"])


def test_start_reports_the_host_and_repairs_its_servers(
    cloud: Cloud, conductor: FakeConductor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.instance(vm_state=VmState.BUILDING, task_state=TaskState.SPAWNING)
    cloud.store.service.disabled = True
    monkeypatch.setattr(concurrency, "spawn", lambda function, *arguments: function(*arguments))
    cloud.driver.guests["stray"] = PowerState.RUNNING
    cloud.instance(uuid="stray", host="other")
    start = _begun(cloud)
    start.recover()
    assert conductor.pings == [HOST]
    assert cloud.driver.calls[0] == "init_host"
    assert cloud.store.rows[UUID].vm_state == VmState.ERROR
    assert cloud.driver.guests == {}
    assert cloud.names_sent() == ["resume_operations"]
    assert "COMPUTE_STATUS_DISABLED" in cloud.providers.names
    assert cloud.store.nodes[NODE_UUID].service_id == cloud.store.service.id
    assert cloud.driver.listener is not None


def test_host_that_was_taken_for_dead_looks_around(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conductor may be away itself at that moment."""
    cloud.driver.guests.update({"stray": PowerState.RUNNING, UUID: PowerState.RUNNING})
    cloud.instance(uuid="stray", host="other")
    cloud.instance(deleted=True, cleaned=False)
    cloud.driver.guests["gone"] = PowerState.RUNNING
    cloud.instance(uuid="gone", host="other", deleted=True, cleaned=True)
    cloud.store.fail("get_uncleaned_instances", exception.RpcTimeout(topic="conductor", method="x"))
    monkeypatch.setattr(concurrency, "sleep", lambda seconds: None)
    server.look_around(cloud.host)
    assert cloud.driver.guests == {}
    assert cloud.store.rows[UUID].cleaned


def test_foreign_host_does_not_start(cloud: Cloud, conductor: FakeConductor) -> None:
    cloud.store.nodes[NODE_UUID].host = "old"
    with pytest.raises(exception.ConfigInvalid, match="must not be renamed"):
        server.Start(cloud.host, HypervisorWatch(cloud.host.tracker)).begin()


def test_conductor_is_waited_for(cloud: Cloud, conductor: FakeConductor) -> None:
    conductor.errors = [messaging.MessagingTimeout("no"), messaging.MessageDeliveryFailure("no broker")]
    server.wait_for_conductor()
    assert len(conductor.pings) == 3


def test_services_that_are_away_are_waited_for(conductor: FakeConductor) -> None:
    answers: list[Any] = [exception.DatabaseUnavailable(reason="down"), exception.HypervisorUnavailable(), "there"]

    def step() -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert server.patiently("a test", step) == "there"


def test_placement_that_is_away_does_not_stop_the_start(
    cloud: Cloud, conductor: FakeConductor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.providers.error = exception.PeerUnavailable(service="placement", reason="refused")
    cloud.store.service.disabled = True
    monkeypatch.setattr(recovery, "run", lambda *arguments: None)
    server.Start(cloud.host, HypervisorWatch(cloud.host.tracker)).begin()
    assert cloud.driver.listener is not None


def test_stop_waits_for_builds_and_then_breaks_their_waits_off(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STOP_MARGIN_S", 2)
    CONF.set_override("manager_shutdown_timeout", 2)
    builds, ended = Builds(), []

    def build() -> None:
        try:
            with cloud.host.events.watch(UUID, set) as watch, watch.vifs_plugged(cloud.network.vifs):
                pass
        except exception.ServiceStops:
            ended.append("broken off")

    try:
        builds.submit(UUID, build)
        server.drain(cloud.host, builds)
    finally:
        CONF.clear_override("manager_shutdown_timeout")
    assert ended == ["broken off"]


def test_host_is_made_around_the_driver(cloud: Cloud) -> None:
    made = server.make_host(cloud.driver, cloud.network)
    assert (made.name, made.driver, made.network) == (HOST, cloud.driver, cloud.network)
    cloud.driver.guests[UUID] = PowerState.RUNNING
    assert made.driver.list_instance_uuids() == [UUID]

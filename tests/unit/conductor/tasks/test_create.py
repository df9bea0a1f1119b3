# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The create task: placing, burying, quota race, alternates."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.conductor.tasks import create
from nova_lite.conf import CONF
from nova_lite.db.api import build_requests
from nova_lite.db.engine import api_database
from nova_lite.operations import find
from nova_lite.placement.model import Consumer
from tests.unit.conductor.builders import a_request, a_spec, asked, chosen
from tests.unit.control_plane import Plane, an_instance


@pytest.fixture
def claims(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Placement: what was given back, and whether claims are refused."""
    state: dict[str, Any] = {"deleted": [], "claimed": [], "full": 0}

    def claim(context: object, consumer: Consumer) -> None:
        if state["full"]:
            state["full"] -= 1
            raise exception.InsufficientCapacity(consumer_uuid=consumer.uuid, error="full")
        state["claimed"].append(consumer.uuid)

    monkeypatch.setattr(create.allocations, "get", lambda context, uuid: None)
    monkeypatch.setattr(create.allocations, "claim", claim)
    monkeypatch.setattr(create.allocations, "delete", lambda context, uuid, force: state["deleted"].append(uuid))
    return state


def builds(plane: Plane) -> list[str | None]:
    return [host for name, host, _ in plane.sent if name == "build_and_run_instance"]


def test_every_server_goes_to_its_host(plane: Plane, claims: dict[str, Any]) -> None:
    servers = [asked(1), asked(2)]
    plane.answers["select_destinations"] = [chosen("host1", "host2"), chosen("host2")]
    create.CreateTasks().schedule_and_build_instances(plane.member, servers, a_spec(), a_request())
    assert builds(plane) == ["host1", "host2"]
    sent = next(arguments for name, _, arguments in plane.sent if name == "build_and_run_instance")
    assert sent["request_spec"].instance_uuid == servers[0].uuid and len(sent["selections"]) == 2


def test_without_a_host_all_are_buried(plane: Plane, claims: dict[str, Any]) -> None:
    servers = [asked(1), asked(2)]
    plane.answers["select_destinations"] = exception.NoValidHost(reason="full")
    create.CreateTasks().schedule_and_build_instances(plane.member, servers, a_spec(), a_request())
    assert [find.server(plane.member, one.uuid).instance.vm_state for one in servers] == ["error", "error"]
    assert builds(plane) == []


def test_a_server_deleted_meanwhile_gives_its_claim_back(plane: Plane, claims: dict[str, Any]) -> None:
    server = asked()
    with api_database().writer() as session:
        build_requests.destroy(session, [server.uuid])
    plane.answers["select_destinations"] = [chosen("host1")]
    create.CreateTasks().schedule_and_build_instances(plane.member, [server], a_spec(), a_request())
    assert claims["deleted"] == [server.uuid] and builds(plane) == []


def test_losing_a_race_for_quota(plane: Plane, claims: dict[str, Any]) -> None:
    plane.add(an_instance(5))
    server = asked()
    plane.answers["select_destinations"] = [chosen("host1")]
    CONF.set_override("instances", 1, "quota")
    try:
        create.CreateTasks().schedule_and_build_instances(plane.member, [server], a_spec(), a_request())
    finally:
        CONF.clear_override("instances", "quota")
    assert plane.stored(server.uuid).vm_state == "error"
    assert claims["deleted"] == [server.uuid] and builds(plane) == []


def retry(plane: Plane, *hosts: str) -> str:
    instance = plane.add(an_instance(vm_state="building", task_state="spawning", host="host1"))
    bound, server = find.instance(plane.member, instance.uuid)
    create.CreateTasks().build_instances(bound, server, a_spec(), a_request(), chosen(*hosts), "it broke")
    return instance.uuid


def test_the_next_alternate_that_has_room(plane: Plane, claims: dict[str, Any]) -> None:
    claims["full"] = 1
    uuid = retry(plane, "host2", "host3")
    assert builds(plane) == ["host3"] and claims["claimed"] == [uuid]


def test_no_alternate_left(plane: Plane, claims: dict[str, Any]) -> None:
    uuid = retry(plane)
    assert plane.stored(uuid).vm_state == "error" and builds(plane) == []

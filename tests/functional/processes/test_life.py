# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The life of a server through real processes, a real broker and a real database."""

from tests.functional.processes.harness import COMPUTES, until
from tests.functional.processes.stack import Stack


def test_services_and_hypervisors_are_up(stack: Stack) -> None:
    rows = stack.api.get("/os-services")["services"]
    assert {(row["binary"], row["host"]) for row in rows} == {
        ("nova-conductor", "controller"),
        ("nova-scheduler", "controller"),
        ("nova-compute", "host1"),
        ("nova-compute", "host2"),
    }
    assert {row["state"] for row in rows} == {"up"}
    hypervisors = stack.api.get("/os-hypervisors/detail")["hypervisors"]
    assert {(row["hypervisor_hostname"], row["state"]) for row in hypervisors} == {(host, "up") for host in COMPUTES}


def test_create_power_reboot_delete(stack: Stack) -> None:
    uuid = stack.api.boot(stack.image, "life")
    shown = stack.api.wait_for(uuid, "ACTIVE")
    assert shown["OS-EXT-SRV-ATTR:host"] in COMPUTES
    assert [row["id"] for row in stack.api.get("/servers?name=life")["servers"]] == [uuid]
    for action, arguments, status in (
        ("os-stop", None, "SHUTOFF"),
        ("os-start", None, "ACTIVE"),
        ("reboot", {"type": "SOFT"}, "ACTIVE"),
        ("reboot", {"type": "HARD"}, "ACTIVE"),
    ):
        stack.api.act(uuid, action, arguments)
        stack.api.wait_for(uuid, status)
    actions = stack.api.get(f"/servers/{uuid}/os-instance-actions")["instanceActions"]
    assert [row["action"] for row in reversed(actions)] == ["create", "stop", "start", "reboot", "reboot"]
    assert sum(stack.allocations().values()) == 1
    stack.api.delete(uuid)
    assert sum(stack.allocations().values()) == 0


def used_memory(stack: Stack) -> set[int]:
    """What the records of the hosts say, MiB."""
    rows = stack.api.request("GET", "/os-hypervisors/detail", version="2.87").json()["hypervisors"]
    return {row["memory_mb_used"] for row in rows}


def test_several_servers_spread_over_the_hosts(stack: Stack) -> None:
    # The host of an earlier server has said that it is gone.
    until(lambda: len(used_memory(stack)) == 1, lambda: f"{used_memory(stack)}")
    answer = stack.api.request(
        "POST",
        "/servers",
        {
            "server": {
                "name": "many",
                "flavorRef": "1",
                "imageRef": stack.image,
                "networks": "none",
                "min_count": 4,
                "max_count": 4,
                "return_reservation_id": True,
            }
        },
    )
    assert answer.status_code == 202, answer.text
    reservation = answer.json()["reservation_id"]
    rows = stack.api.get(f"/servers?reservation_id={reservation}")["servers"]
    assert len(rows) == 4
    hosts = [stack.api.wait_for(row["id"], "ACTIVE")["OS-EXT-SRV-ATTR:host"] for row in rows]
    assert sorted(hosts) == ["host1", "host1", "host2", "host2"]
    for row in rows:
        stack.api.delete(row["id"])


def test_an_administrator_can_force_a_host(stack: Stack) -> None:
    uuid = stack.api.boot(stack.image, "forced", availability_zone="nova:host2")
    assert stack.api.wait_for(uuid, "ACTIVE")["OS-EXT-SRV-ATTR:host"] == "host2"
    stack.api.delete(uuid)


def test_a_server_that_fits_nowhere_shows_why(stack: Stack) -> None:
    flavor = {"id": "huge", "name": "m1.huge", "ram": 128, "vcpus": 1, "disk": 2**20}
    assert stack.api.request("POST", "/flavors", {"flavor": flavor}).status_code == 200
    uuid = stack.api.boot(stack.image, "huge", flavorRef="huge")
    shown = stack.api.wait_for(uuid, "ERROR")
    assert shown["fault"]["code"] == 500
    assert "No valid host was found" in shown["fault"]["message"]
    assert uuid in [row["id"] for row in stack.api.get("/servers")["servers"]]
    stack.api.delete(uuid)

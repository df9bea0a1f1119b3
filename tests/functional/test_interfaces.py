# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Interfaces that come to a server and go from it."""

from typing import Any

from nova_lite import concurrency, exception
from tests.functional.stack import Stack


def booted(stack: Stack) -> tuple[str, dict[str, Any]]:
    """A server without interface, and a network that it may have."""
    network = stack.cloud.neutron.add_network("private", stack.cloud.demo.project_id, ["10.0.0.0/24"])
    uuid = stack.boot(networks="none")
    stack.wait_for(uuid, "ACTIVE")
    return uuid, network


def attach(stack: Stack, uuid: str, **wanted: Any) -> Any:
    return stack.request("POST", f"/servers/{uuid}/os-interface", {"interfaceAttachment": wanted})


def listed(stack: Stack, uuid: str) -> list[str]:
    found = stack.request("GET", f"/servers/{uuid}/os-interface").json["interfaceAttachments"]
    return [one["port_id"] for one in found]


def results(stack: Stack, uuid: str) -> list[tuple[str, str | None]]:
    """Actions of a server with the result of their event, newest first."""
    actions = stack.request("GET", f"/servers/{uuid}/os-instance-actions").json["instanceActions"]
    shown = [
        stack.request("GET", f"/servers/{uuid}/os-instance-actions/{one['request_id']}").json["instanceAction"]
        for one in actions
    ]
    return [(one["action"], one["events"][0]["result"]) for one in shown if one["events"]]


def test_an_interface_comes_and_goes(stack: Stack) -> None:
    uuid, network = booted(stack)
    answer = attach(stack, uuid, net_id=network["id"], tag="web")
    assert answer.status_code == 200
    shown = answer.json["interfaceAttachment"]
    assert (shown["net_id"], shown["tag"], listed(stack, uuid)) == (network["id"], "web", [shown["port_id"]])
    assert stack.driver.plugged == {shown["port_id"]}
    address = shown["fixed_ips"][0]["ip_address"]
    assert stack.request("GET", f"/servers/{uuid}").json["server"]["addresses"]["private"][0]["addr"] == address
    assert results(stack, uuid)[0] == ("attach_interface", "Success")

    assert stack.request("DELETE", f"/servers/{uuid}/os-interface/{shown['port_id']}").status_code == 202
    assert concurrency.wait_until(lambda: not stack.cloud.neutron.ports_of(uuid), 10, 0.05)
    assert concurrency.wait_until(lambda: results(stack, uuid)[0] == ("detach_interface", "Success"), 10, 0.1)
    assert stack.request("GET", f"/servers/{uuid}").json["server"]["addresses"] == {}
    assert stack.driver.plugged == set()


def test_neutron_is_asked_about_a_server_only_if_it_may_have_ports(stack: Stack) -> None:
    """What was made without networks has no port to be released, until an interface comes."""
    uuid, network = booted(stack)
    other, _ = booted(stack)
    assert attach(stack, uuid, net_id=network["id"]).status_code == 200
    before = stack.cloud.neutron.total()
    stack.request("DELETE", f"/servers/{other}")
    stack.wait_gone(other)
    assert stack.cloud.neutron.total() == before
    stack.request("DELETE", f"/servers/{uuid}")
    stack.wait_gone(uuid)
    assert stack.cloud.neutron.ports_of(uuid) == [] and stack.cloud.neutron.total() > before


def test_a_port_of_the_user_is_given_back(stack: Stack) -> None:
    uuid, network = booted(stack)
    own = stack.cloud.neutron.add_port(network, stack.cloud.demo.project_id)
    assert attach(stack, uuid, port_id=own["id"]).status_code == 200
    assert attach(stack, uuid, port_id=own["id"]).status_code == 409
    stack.request("DELETE", f"/servers/{uuid}/os-interface/{own['id']}")
    assert concurrency.wait_until(lambda: own["device_id"] == "", 10, 0.05)


def test_failure_leaves_no_port(stack: Stack) -> None:
    uuid, network = booted(stack)
    stack.driver.failures.plan("attach_interface", exception.InstanceDeployFailed(reason="planned"))
    assert attach(stack, uuid, net_id=network["id"]).status_code == 500
    assert stack.cloud.neutron.ports_of(uuid) == []
    assert listed(stack, uuid) == []
    assert results(stack, uuid)[0] == ("attach_interface", "Error")
    assert stack.request("GET", f"/servers/{uuid}").json["server"]["status"] == "ACTIVE"

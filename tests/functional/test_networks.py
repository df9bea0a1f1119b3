# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers with ports."""

import concurrent.futures

from nova_lite import concurrency
from nova_lite.context import get_admin_context
from nova_lite.operations import external_events
from tests.functional.stack import Stack


def plug(stack: Stack, uuid: str) -> None:
    """Say what Neutron says when the agent has plugged the server's ports."""
    assert concurrency.wait_until(lambda: bool(stack.cloud.neutron.ports_of(uuid)), 10, 0.05)
    for port in stack.cloud.neutron.ports_of(uuid):
        event = {"server_uuid": uuid, "name": "network-vif-plugged", "tag": port["id"], "status": "completed"}
        external_events.deliver(get_admin_context(), [event])


def test_a_port_is_made_shown_and_removed(stack: Stack) -> None:
    network = stack.cloud.neutron.add_network("private", stack.cloud.demo.project_id, ["10.0.0.0/24"])
    uuid = stack.boot(networks=[{"uuid": network["id"]}])
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(plug, stack, uuid)
        shown = stack.wait_for(uuid, "ACTIVE")
    (port,) = stack.cloud.neutron.ports_of(uuid)
    (address,) = shown["addresses"]["private"]
    assert address["addr"] == port["fixed_ips"][0]["ip_address"]
    assert address["OS-EXT-IPS-MAC:mac_addr"] == port["mac_address"]
    assert port["device_owner"] == "compute:nova" and port["binding:host_id"] == "host1"
    (listed,) = stack.request("GET", f"/servers/{uuid}/os-interface").json["interfaceAttachments"]
    assert listed["port_id"] == port["id"]
    assert stack.request("GET", "/servers?ip=10.0.0").json["servers"][0]["id"] == uuid
    assert stack.request("DELETE", f"/servers/{uuid}").status_code == 204
    stack.wait_gone(uuid)
    assert stack.cloud.neutron.ports_of(uuid) == []
    query = "/servers/detail?deleted=true&all_tenants=1"
    (gone,) = stack.request("GET", query, who=stack.cloud.admin).json["servers"]
    assert (gone["id"], gone["addresses"]) == (uuid, {})
    assert stack.request("GET", f"{query}&ip=10.0.0", who=stack.cloud.admin).json["servers"] == []


def test_a_port_of_the_user_survives(stack: Stack) -> None:
    network = stack.cloud.neutron.add_network("private", stack.cloud.demo.project_id, ["10.0.0.0/24"])
    own = stack.cloud.neutron.add_port(network, stack.cloud.demo.project_id)
    uuid = stack.boot(networks=[{"port": own["id"]}])
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(plug, stack, uuid)
        stack.wait_for(uuid, "ACTIVE")
    taken = {"name": "second", "flavorRef": "1", "imageRef": stack.image, "networks": [{"port": own["id"]}]}
    assert stack.request("POST", "/servers", {"server": taken}).status_code == 409
    stack.request("DELETE", f"/servers/{uuid}")
    stack.wait_gone(uuid)
    assert concurrency.wait_until(lambda: own["device_id"] == "", 10, 0.05)


def test_several_networks_and_none_chosen(stack: Stack) -> None:
    for number in (1, 2):
        stack.cloud.neutron.add_network(f"net{number}", stack.cloud.demo.project_id, [f"10.0.{number}.0/24"])
    body = {"server": {"name": "x", "flavorRef": "1", "imageRef": stack.image}}
    assert stack.request("POST", "/servers", body, version="2.1").status_code == 409

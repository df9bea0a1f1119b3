# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts as administrators see and change them, with daemons, Keystone and Placement at work."""

from typing import Any

from nova_lite.context import get_admin_context
from nova_lite.db.api import quotas
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import compute_nodes
from nova_lite.placement.providers import Providers
from tests.functional.stack import Stack

TRAIT_DISABLED = "COMPUTE_STATUS_DISABLED"


def _node_uuid() -> str:
    with cell_database().reader() as session:
        return str(compute_nodes.by_host(session, "host1")[0].uuid)


def _admin(stack: Stack, method: str, path: str, body: object = None, code: int = 200, version: str = "2.104") -> Any:
    response = stack.request(method, path, body, who=stack.cloud.admin, version=version)
    assert response.status_code == code, response.text
    return response.json if response.body else None


def test_services_and_hypervisors(stack: Stack) -> None:
    found = _admin(stack, "GET", "/os-services?binary=nova-compute")["services"]
    assert [(one["host"], one["state"], one["status"], one["zone"]) for one in found] == [
        ("host1", "up", "enabled", "nova")
    ]
    (node,) = _admin(stack, "GET", "/os-hypervisors/detail?with_servers=true")["hypervisors"]
    assert (node["id"], node["state"], node["servers"]) == (_node_uuid(), "up", [])
    assert node["service"]["id"] == found[0]["id"]
    (old,) = _admin(stack, "GET", "/os-hypervisors/detail", version="2.1")["hypervisors"]
    assert old["vcpus"] > 0
    assert stack.request("GET", "/os-services").status_code == 403


def test_disabling_a_host_reaches_placement(stack: Stack) -> None:
    (found,) = _admin(stack, "GET", "/os-services?binary=nova-compute")["services"]
    path = f"/os-services/{found['id']}"
    _admin(stack, "PUT", path, {"status": "disabled", "disabled_reason": "repair"})
    assert TRAIT_DISABLED in Providers().traits(get_admin_context(), _node_uuid())
    _admin(stack, "PUT", path, {"status": "enabled"})
    assert TRAIT_DISABLED not in Providers().traits(get_admin_context(), _node_uuid())


def test_zone_of_an_aggregate_moves_the_host(stack: Stack) -> None:
    made = _admin(stack, "POST", "/os-aggregates", {"aggregate": {"name": "a", "availability_zone": "west"}})
    path = f"/os-aggregates/{made['aggregate']['id']}/action"
    _admin(stack, "POST", path, {"add_host": {"host": "host1"}})
    assert made["aggregate"]["uuid"] in Providers().aggregates(get_admin_context(), _node_uuid())
    zones = stack.request("GET", "/os-availability-zone").json["availabilityZoneInfo"]
    assert [zone["zoneName"] for zone in zones] == ["west"]
    uuid = stack.boot(availability_zone="west")
    assert stack.wait_for(uuid, "ACTIVE")["OS-EXT-AZ:availability_zone"] == "west"
    _admin(stack, "POST", path, {"remove_host": {"host": "host1"}}, code=409)


def test_host_with_servers_cannot_be_deleted(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    (found,) = _admin(stack, "GET", "/os-services?binary=nova-compute")["services"]
    _admin(stack, "DELETE", f"/os-services/{found['id']}", code=409)
    (node,) = _admin(stack, "GET", "/os-hypervisors?with_servers=true")["hypervisors"]
    assert [one["uuid"] for one in node["servers"]] == [uuid]


def test_limits_count_servers_and_refuse_too_many(stack: Stack) -> None:
    with api_database().writer() as session:
        quotas.set_limits(session, {"instances": 1}, stack.cloud.demo.project_id)
    stack.wait_for(stack.boot(), "ACTIVE")
    absolute = stack.request("GET", "/limits").json["limits"]["absolute"]
    assert (absolute["totalInstancesUsed"], absolute["totalCoresUsed"], absolute["maxTotalInstances"]) == (1, 1, 1)
    body = {"server": {"name": "vm", "flavorRef": "1", "imageRef": stack.image, "networks": "none"}}
    response = stack.request("POST", "/servers", body)
    assert response.status_code == 403
    assert response.json["forbidden"]["message"] == (
        "Quota exceeded for instances: Requested 1, but already used 1 of 1 instances"
    )


def test_tokens(stack: Stack) -> None:
    response = stack.request("GET", "/flavors", X_Auth_Token="wrong")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Keystone uri=")


def test_projects_of_private_flavors_must_exist(stack: Stack) -> None:
    flavor = {"name": "private", "ram": 64, "vcpus": 1, "disk": 0, "os-flavor-access:is_public": False}
    ident = _admin(stack, "POST", "/flavors", {"flavor": flavor})["flavor"]["id"]
    path = f"/flavors/{ident}/action"
    _admin(stack, "POST", path, {"addTenantAccess": {"tenant": "nobody"}}, code=400)
    assert stack.request("GET", f"/flavors/{ident}").status_code == 404
    _admin(stack, "POST", path, {"addTenantAccess": {"tenant": stack.cloud.demo.project_id}})
    assert stack.request("GET", f"/flavors/{ident}").status_code == 200

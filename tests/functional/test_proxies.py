# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What old API versions did for other services, with a server in the middle."""

import concurrent.futures

from tests.functional.stack import Stack
from tests.functional.test_networks import plug


def test_floating_address_and_security_group_of_a_server(stack: Stack) -> None:
    neutron, project_id = stack.cloud.neutron, str(stack.cloud.demo.project_id)
    network = neutron.add_network("private", project_id, ["10.0.0.0/24"])
    neutron.add_network("public", "ops", ["172.24.4.0/24"], **{"router:external": True})
    wanted = {"security_group": {"name": "web", "description": ""}}
    group = stack.request("POST", "/os-security-groups", wanted, version="2.35").json["security_group"]
    rule = {"parent_group_id": group["id"], "ip_protocol": "tcp", "from_port": 80, "to_port": 80, "cidr": "0.0.0.0/0"}
    assert (
        stack.request("POST", "/os-security-group-rules", {"security_group_rule": rule}, version="2.1").status_code
        == 200
    )
    uuid = stack.boot(networks=[{"uuid": network["id"]}], security_groups=[{"name": "web"}])
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(plug, stack, uuid)
        stack.wait_for(uuid, "ACTIVE")
    (seen,) = stack.request("GET", f"/servers/{uuid}/os-security-groups").json["security_groups"]
    assert seen == stack.request("GET", f"/os-security-groups/{group['id']}", version="2.1").json["security_group"]
    assert [one["ip_range"] for one in seen["rules"]] == [{"cidr": "0.0.0.0/0"}]
    address = stack.request("POST", "/os-floating-ips", {"pool": "public"}, version="2.1").json["floating_ip"]
    (port,) = neutron.ports_of(uuid)
    neutron.tables["floatingips"][address["id"]].update(port_id=port["id"], fixed_ip_address="10.0.0.2")
    (leads,) = stack.request("GET", "/os-floating-ips", version="2.1").json["floating_ips"]
    assert (leads["instance_id"], leads["fixed_ip"], leads["pool"]) == (uuid, "10.0.0.2", "public")
    assert stack.request("DELETE", f"/os-floating-ips/{address['id']}", version="2.1").status_code == 202


def test_images_volumes_and_the_other_name_of_servers(stack: Stack) -> None:
    uuid = stack.boot(networks="none")
    stack.wait_for(uuid, "ACTIVE")
    assert stack.request("GET", f"/os-volumes_boot/{uuid}", version="2.102").json["server"]["id"] == uuid
    assert stack.request("GET", f"/os-volumes_boot/{uuid}").status_code == 404
    (image,) = stack.request("GET", "/images/detail", version="2.35").json["images"]
    assert (image["id"], image["status"]) == (stack.image, "ACTIVE")
    volume = stack.request("POST", "/os-volumes", {"volume": {"size": 1}}, version="2.35").json["volume"]
    assert stack.request("GET", "/os-volumes", version="2.35").json["volumes"] == [volume]
    assert stack.request("GET", "/os-volumes").status_code == 404

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fills the services of the stack through their APIs: users and endpoints, networks, the guest image, flavors.

Run by stack.sh with the administrator's OS_* variables. Everything is looked for first, so that it can run again.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

import openstack

REGION = os.environ["OS_REGION_NAME"]
ENDPOINTS = {
    "glance": ("image", "http://127.0.0.1:9292"),
    "placement": ("placement", "http://127.0.0.1:8778"),
    "neutron": ("network", "http://127.0.0.1:9696"),
    "nova": ("compute", "http://127.0.0.1:8774/v2.1"),
}
# Name, MiB of memory, virtual CPUs, GiB of disk.
FLAVORS = (("m1.nano", 192, 1, 1), ("m1.micro", 256, 1, 1), ("m1.tiny", 512, 1, 1), ("m1.small", 2048, 1, 20))
IMAGE = "nova-lite-guest"
AGENTS = ("neutron-dhcp-agent", "neutron-l3-agent", "neutron-metadata-agent", "neutron-openvswitch-agent")
WAIT_S = 120


def identities(cloud: Any) -> None:
    """Service users with their endpoints, and the demo project with its user."""
    service = cloud.identity.find_project("service") or cloud.identity.create_project(
        name="service", domain_id="default"
    )
    roles = {role.name: role for role in cloud.identity.roles()}
    for name, (kind, url) in ENDPOINTS.items():
        user = ensure_user(cloud, name)
        for role in ("admin", "service"):
            cloud.identity.assign_project_role_to_user(service, user, roles[role])
        found = cloud.identity.find_service(name) or cloud.identity.create_service(name=name, type=kind)
        known = {endpoint.interface for endpoint in cloud.identity.endpoints(service_id=found.id)}
        for interface in {"public", "internal", "admin"} - known:
            cloud.identity.create_endpoint(service_id=found.id, interface=interface, url=url, region_id=REGION)
    demo = cloud.identity.find_project("demo") or cloud.identity.create_project(name="demo", domain_id="default")
    cloud.identity.assign_project_role_to_user(demo, ensure_user(cloud, "demo"), roles["member"])


def ensure_user(cloud: Any, name: str) -> Any:
    """A user with the stack's password for it."""
    found = cloud.identity.find_user(name)
    return found or cloud.identity.create_user(name=name, password=os.environ[f"SECRET_{name}"], domain_id="default")


def networks(cloud: Any) -> None:
    """A public network on br-ex, a private one that all projects share, a router between them, open icmp and ssh."""
    net = cloud.network
    agents = live_agents(net)
    public = net.find_network("public") or net.create_network(
        name="public",
        is_router_external=True,
        provider_network_type="flat",
        provider_physical_network="public",
    )
    if not net.find_subnet("public-subnet"):
        net.create_subnet(
            name="public-subnet",
            network_id=public.id,
            ip_version=4,
            cidr="172.24.4.0/24",
            gateway_ip="172.24.4.1",
            is_dhcp_enabled=False,
            allocation_pools=[{"start": "172.24.4.10", "end": "172.24.4.250"}],
        )
    private = net.find_network("private") or net.create_network(name="private", is_shared=True)
    subnet = net.find_subnet("private-subnet") or net.create_subnet(
        name="private-subnet", network_id=private.id, ip_version=4, cidr="10.11.12.0/24", gateway_ip="10.11.12.1"
    )
    router = net.find_router("router")
    if not router:
        router = net.create_router(name="router", external_gateway_info={"network_id": public.id})
        net.add_interface_to_router(router, subnet_id=subnet.id)
    # What a run that failed made while no agent was there has none for good.
    if not any(net.network_hosting_dhcp_agents(private)):
        net.add_dhcp_agent_to_network(agents["neutron-dhcp-agent"], private)
    if not any(net.routers_hosting_l3_agents(router)):
        net.add_router_to_agent(agents["neutron-l3-agent"], router)
    for project in ("admin", "demo"):
        open_group(net, cloud.identity.find_project(project).id)


def live_agents(net: Any) -> dict[str, Any]:
    """Neutron's agents by name, once all of them have reported: it gives networks to those that live, and only once."""
    deadline = time.monotonic() + WAIT_S
    while True:
        agents = {agent.binary: agent for agent in net.agents() if agent.is_alive}
        if missing := set(AGENTS) - set(agents):
            if time.monotonic() > deadline:
                sys.exit(f"These agents of Neutron do not report: {', '.join(sorted(missing))}")
            time.sleep(0.5)
        else:
            return agents


def hosts(cloud: Any) -> None:
    """Wait until the compute hosts have reported: none gets a server before."""
    deadline = time.monotonic() + WAIT_S
    while not (found := list(cloud.compute.services(binary="nova-compute"))) or any(one.state != "up" for one in found):
        if time.monotonic() > deadline:
            sys.exit(f"These compute hosts do not report: {', '.join(one.host for one in found) or 'none is known'}")
        time.sleep(0.5)


def addresses(cloud: Any) -> None:
    """Wait until the agents serve the private network: a guest that asks earlier gets no address."""
    net = cloud.network
    private = net.find_network("private")
    owners = ("network:dhcp", "network:router_interface")
    deadline = time.monotonic() + WAIT_S
    while True:
        states = {port.device_owner: port.status for port in net.ports(network_id=private.id)}
        if all(states.get(owner) == "ACTIVE" for owner in owners):
            return
        if time.monotonic() > deadline:
            sys.exit(f"Neutron's agents do not serve the private network; its ports are {states}")
        time.sleep(1)


def open_group(net: Any, project_id: str) -> None:
    """Let ping and ssh into servers of a project's default group."""
    group = next(iter(net.security_groups(project_id=project_id, name="default")))
    known = {(rule.protocol, rule.direction) for rule in net.security_group_rules(security_group_id=group.id)}
    for protocol, port in (("icmp", None), ("tcp", 22)):
        if (protocol, "ingress") not in known:
            net.create_security_group_rule(
                security_group_id=group.id,
                direction="ingress",
                protocol=protocol,
                port_range_min=port,
                port_range_max=port,
                ethertype="IPv4",
            )


def image(cloud: Any) -> None:
    """Upload the guest image."""
    path = Path(os.environ["DEST"]) / "data" / "image" / "guest.qcow2"
    if cloud.image.find_image(IMAGE) is None:
        cloud.image.create_image(
            IMAGE,
            filename=str(path),
            disk_format="qcow2",
            container_format="bare",
            visibility="public",
            use_import=False,
            validate_checksum=False,
        )


def flavors(cloud: Any) -> None:
    """Small flavors, by numbers that begin at 1."""
    known = {flavor.name for flavor in cloud.compute.flavors()}
    for number, (name, ram, vcpus, disk) in enumerate(FLAVORS, 1):
        if name not in known:
            cloud.compute.create_flavor(name=name, ram=ram, vcpus=vcpus, disk=disk, id=str(number))


STAGES = {
    "identities": identities,
    "networks": networks,
    "image": image,
    "flavors": flavors,
    "hosts": hosts,
    "addresses": addresses,
}


def main() -> None:
    """Run the stages named on the command line."""
    cloud = openstack.connect()
    for stage in sys.argv[1:]:
        STAGES[stage](cloud)


if __name__ == "__main__":
    main()

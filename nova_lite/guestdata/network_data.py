# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""network_data.json: links, networks and DNS services of a server's interfaces."""

import ipaddress
import itertools
from collections.abc import Iterable
from typing import Any

from nova_lite.network.model import VIF, Subnet

LINK_TYPES = frozenset({"bridge", "dvs", "hw_veb", "hyperv", "ovs", "tap", "vhostuser", "vif"})
DEFAULT_ROUTES = {4: ("0.0.0.0", "0.0.0.0"), 6: ("::", "::")}


def document(vifs: Iterable[VIF]) -> dict[str, Any]:
    """The whole document; an empty one without interfaces."""
    usable = [vif for vif in vifs if vif.network.subnets]
    if not usable:
        return {}
    links, networks, services = [], [], []
    number = itertools.count()
    for index, vif in enumerate(usable):
        link = _link(vif, index)
        links.append(link)
        for version in (4, 6):
            subnet = next((one for one in vif.network.subnets if one.version == version), None)
            if subnet is not None and subnet.ips:
                networks.append(_network(subnet, f"network{next(number)}", link["id"], vif.network.id))
        for subnet in vif.network.subnets:
            services += [entry for entry in _services(subnet) if entry not in services]
    return {"links": links, "networks": networks, "services": services}


def _link(vif: VIF, index: int) -> dict[str, Any]:
    dhcp = any(_is_dhcp(subnet) for subnet in vif.network.subnets)
    return {
        "id": vif.devname or f"interface{index}",
        "vif_id": vif.id,
        "type": vif.type if vif.type in LINK_TYPES else "phy",
        "mtu": None if dhcp else vif.network.mtu,
        "ethernet_mac_address": vif.address,
    }


def _is_dhcp(subnet: Subnet) -> bool:
    return bool(subnet.meta.get("dhcp_server") or subnet.meta.get("dhcp_enabled"))


def _network(subnet: Subnet, network_id: str, link_id: str, neutron_id: str) -> dict[str, Any]:
    family = f"ipv{subnet.version}"
    entry: dict[str, Any] = {"id": network_id, "link": link_id, "network_id": neutron_id}
    mode = subnet.meta.get("ipv6_address_mode")
    if _is_dhcp(subnet):
        return {**entry, "type": f"ipv6_{mode}" if mode else f"{family}_dhcp"}
    mask = ipaddress.ip_network(subnet.cidr, strict=False).netmask
    return {
        **entry,
        "type": f"ipv6_{mode}" if mode else family,
        "ip_address": subnet.ips[0].address,
        "netmask": str(mask),
        "routes": _routes(subnet),
        "services": _services(subnet),
    }


def _routes(subnet: Subnet) -> list[dict[str, str]]:
    found = []
    if subnet.gateway is not None:
        network, mask = DEFAULT_ROUTES[subnet.version]
        found.append({"network": network, "netmask": mask, "gateway": subnet.gateway.address})
    for route in subnet.routes:
        target = ipaddress.ip_network(route.cidr, strict=False)
        gateway = route.gateway.address if route.gateway else ""
        found.append({"network": str(target.network_address), "netmask": str(target.netmask), "gateway": gateway})
    return found


def _services(subnet: Subnet) -> list[dict[str, str]]:
    return [{"type": "dns", "address": ip.address} for ip in subnet.dns]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The network information of a server, built from Neutron's ports in a fixed number of requests.

Reads only; saving the result in the server's record is the caller's business.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from oslo_log import log as logging

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.network.model import IP, VIF, Network, Route, Subnet, vifs_from_cache
from nova_lite.network.records import FloatingRecord, NetworkRecord, PortRecord, SubnetRecord
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)

NIC_NAME_LENGTH = 14
_OVS_TYPES = ("ovs", "agilio_ovs")
_TUNNELED_TYPES = ("vxlan", "gre", "geneve", "stt")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around the ports: networks and subnets by id, DHCP servers by subnet id, floating addresses."""

    networks: dict[str, NetworkRecord] = field(default_factory=dict)
    subnets: dict[str, SubnetRecord] = field(default_factory=dict)
    dhcp_servers: dict[str, str] = field(default_factory=dict)
    floating: tuple[FloatingRecord, ...] = ()

    def floating_of(self, port_id: str, address: str) -> list[str]:
        """Floating addresses that lead to one address of a port."""
        return [one.address for one in self.floating if (one.port_id, one.fixed_address) == (port_id, address)]


def refresh(context: RequestContext, instance: Instance, port_id: str | None = None) -> list[VIF]:
    """The interfaces as Neutron has them now, in the order that the server's record had; five requests.

    With `port_id` only that port is read and the others are kept as they are.
    """
    known = vifs_from_cache(instance.network_info)
    filters = {"device_id": instance.uuid}
    if port_id is not None:
        filters["id"] = port_id
    ports = client.ports(context, filters, as_service=True)
    built = {vif.id: vif for vif in build(context, ports, known)}
    if port_id is None:
        return _in_order(built, known)
    kept = [vif for vif in known if vif.id != port_id]
    return _in_order({**{vif.id: vif for vif in kept}, **built}, known)


def build(
    context: RequestContext,
    ports: Sequence[PortRecord],
    known: Iterable[VIF] = (),
    networks: Mapping[str, NetworkRecord] | None = None,
    fresh: bool = False,
) -> list[VIF]:
    """Interfaces for these ports. What only our record knows (tag, whose port it is) is taken from `known`.

    `networks` saves the request for those that the caller has read; `fresh` ports have no floating addresses yet.
    """
    if not ports:
        return []
    around = look_around(context, ports, networks, fresh)
    before = {vif.id: vif for vif in known}
    found = []
    for port in ports:
        if port.network_id not in around.networks:
            LOG.warning("Port %s is on network %s, which cannot be found", port.id, port.network_id)
            continue
        vif = vif_for(port, around)
        old = before.get(port.id)
        if old is not None:
            vif = replace(vif, preserve_on_delete=old.preserve_on_delete, meta=old.meta)
        found.append(vif)
    return found


def look_around(
    context: RequestContext,
    ports: Sequence[PortRecord],
    networks: Mapping[str, NetworkRecord] | None = None,
    fresh: bool = False,
) -> Surroundings:
    """Read networks, subnets, DHCP ports and floating addresses of some ports: one request each."""
    wanted = {port.network_id for port in ports}
    known = dict(networks or {})
    missing = sorted(wanted - known.keys())
    if missing:
        found = client.networks(context, {"id": missing}, as_service=True)
        known.update({one.id: one for one in found})
    subnet_ids = {fixed.subnet_id for port in ports for fixed in port.fixed_ips}
    subnets = {one.id: one for one in client.subnets(context, subnet_ids)}
    floating = [] if fresh else client.floating_ips(context, [port.id for port in ports])
    return Surroundings(known, subnets, _dhcp_servers(context, subnets), tuple(floating))


def _dhcp_servers(context: RequestContext, subnets: Mapping[str, SubnetRecord]) -> dict[str, str]:
    """Address of the DHCP server by subnet id; a backend that answers DHCP without a port gives none."""
    served = sorted({one.network_id for one in subnets.values() if one.dhcp_enabled})
    if not served:
        return {}
    filters = {"network_id": served, "device_owner": "network:dhcp"}
    ports = client.ports(context, filters, fields=["id", "fixed_ips"], as_service=True)
    return {fixed.subnet_id: fixed.address for port in ports for fixed in port.fixed_ips}


def vif_for(port: PortRecord, around: Surroundings) -> VIF:
    """One interface from what Neutron said."""
    bridge, interface_id = _bridge(port)
    record = around.networks[port.network_id]
    meta: dict[str, Any] = {
        "injected": CONF.flat_injected,
        "tenant_id": record.project_id,
        "mtu": record.mtu,
    }
    if record.network_type is not None:
        meta["physical_network"] = record.physical_network
        meta["tunneled"] = record.network_type in _TUNNELED_TYPES
    if port.vif_type == "bridge":
        meta["should_create_bridge"] = True
    return VIF(
        id=port.id,
        address=port.mac_address,
        network=Network(record.id, record.name, bridge, _subnets(port, around), meta),
        type=port.vif_type,
        details=port.vif_details,
        devname=f"tap{port.id}"[:NIC_NAME_LENGTH],
        ovs_interfaceid=interface_id,
        active=port.is_active,
        vnic_type=port.vnic_type,
        profile=port.profile,
        delegate_create=True,
    )


def _bridge(port: PortRecord) -> tuple[str | None, str | None]:
    """Bridge name and Open vSwitch interface id, for the kinds of binding that have them."""
    named = port.vif_details.get("bridge_name")
    ovs = port.vif_type in _OVS_TYPES
    ovs = ovs or (port.vif_type == "vhostuser" and bool(port.vif_details.get("vhostuser_ovs_plug")))
    if ovs:
        return str(named or CONF.neutron.ovs_bridge)[:NIC_NAME_LENGTH], port.id
    if port.vif_type == "bridge":
        return str(named or f"brq{port.network_id}")[:NIC_NAME_LENGTH], None
    return None, None


def _subnets(port: PortRecord, around: Surroundings) -> tuple[Subnet, ...]:
    """The subnets in which the port has addresses, in the order of its addresses."""
    order = dict.fromkeys(one.subnet_id for one in port.fixed_ips if one.subnet_id in around.subnets)
    return tuple(_subnet(port, around.subnets[subnet_id], around) for subnet_id in order)


def _subnet(port: PortRecord, record: SubnetRecord, around: Surroundings) -> Subnet:
    addresses = [one.address for one in port.fixed_ips if one.subnet_id == record.id]
    meta: dict[str, Any] = {}
    if record.id in around.dhcp_servers:
        meta["dhcp_server"] = around.dhcp_servers[record.id]
    if record.ipv6_address_mode:
        meta["ipv6_address_mode"] = record.ipv6_address_mode
    return Subnet(
        cidr=record.cidr,
        gateway=IP.of(record.gateway, "gateway") if record.gateway else None,
        dns=tuple(IP.of(one, "dns") for one in record.dns),
        ips=tuple(IP.of(one, "fixed", around.floating_of(port.id, one)) for one in addresses),
        routes=tuple(Route(cidr, IP.of(hop, "gateway")) for cidr, hop in record.routes),
        version=record.version,
        meta=meta,
    )


def _in_order(built: Mapping[str, VIF], known: Iterable[VIF]) -> list[VIF]:
    """Interfaces in the order of the record, new ones at the end."""
    order = [vif.id for vif in known if vif.id in built]
    order += [port_id for port_id in built if port_id not in order]
    return [built[port_id] for port_id in order]

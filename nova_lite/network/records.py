# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Networks, subnets, ports and the like as Neutron describes them, cut down to what the Compute service reads.

What a server's record keeps of them is in model.py. No HTTP here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACTIVE = "ACTIVE"
BINDING_FAILED = "binding_failed"


@dataclass(frozen=True, slots=True)
class NetworkRecord:
    """A network; provider values are None for callers who may not see them."""

    id: str
    name: str = ""
    project_id: str = ""
    shared: bool = False
    external: bool = False
    subnet_ids: tuple[str, ...] = ()
    mtu: int | None = None
    port_security_enabled: bool = True
    dns_domain: str = ""
    admin_state_up: bool = True
    physical_network: str | None = None
    network_type: str | None = None

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "NetworkRecord":
        """Read Neutron's form."""
        return cls(
            id=row["id"],
            name=row.get("name") or "",
            project_id=row.get("tenant_id") or "",
            shared=bool(row.get("shared")),
            external=bool(row.get("router:external")),
            subnet_ids=tuple(row.get("subnets") or ()),
            mtu=row.get("mtu"),
            port_security_enabled=row.get("port_security_enabled", True) is not False,
            dns_domain=row.get("dns_domain") or "",
            admin_state_up=row.get("admin_state_up", True) is not False,
            physical_network=row.get("provider:physical_network"),
            network_type=row.get("provider:network_type"),
        )


@dataclass(frozen=True, slots=True)
class SubnetRecord:
    """A subnet; `routes` are pairs of destination and next hop."""

    id: str
    network_id: str
    cidr: str
    version: int = 4
    gateway: str | None = None
    dns: tuple[str, ...] = ()
    routes: tuple[tuple[str, str], ...] = ()
    dhcp_enabled: bool = True
    ipv6_address_mode: str | None = None

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "SubnetRecord":
        """Read Neutron's form."""
        return cls(
            id=row["id"],
            network_id=row["network_id"],
            cidr=row["cidr"],
            version=row.get("ip_version") or 4,
            gateway=row.get("gateway_ip"),
            dns=tuple(row.get("dns_nameservers") or ()),
            routes=tuple((one["destination"], one["nexthop"]) for one in row.get("host_routes") or ()),
            dhcp_enabled=row.get("enable_dhcp", True) is not False,
            ipv6_address_mode=row.get("ipv6_address_mode"),
        )


@dataclass(frozen=True, slots=True)
class FixedAddress:
    """An address of a port."""

    subnet_id: str
    address: str


@dataclass(frozen=True, slots=True)
class PortRecord:
    """A port; binding values are empty for callers who may not see them."""

    id: str
    network_id: str
    mac_address: str = ""
    status: str = "DOWN"
    admin_state_up: bool = True
    project_id: str = ""
    device_id: str = ""
    device_owner: str = ""
    fixed_ips: tuple[FixedAddress, ...] = ()
    security_groups: tuple[str, ...] = ()
    ip_allocation: str | None = None
    dns_name: str = ""
    host: str = ""
    vif_type: str | None = None
    vif_details: dict[str, Any] = field(default_factory=dict)
    vnic_type: str = "normal"
    profile: dict[str, Any] = field(default_factory=dict)
    resource_request: dict[str, Any] | None = None

    @property
    def is_active(self) -> bool:
        """True when no network-vif-plugged is to be waited for."""
        return self.status == ACTIVE or not self.admin_state_up

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "PortRecord":
        """Read Neutron's form; keys that were not asked for get their defaults."""
        return cls(
            id=row["id"],
            network_id=row.get("network_id") or "",
            mac_address=row.get("mac_address") or "",
            status=row.get("status") or "DOWN",
            admin_state_up=row.get("admin_state_up", True) is not False,
            project_id=row.get("tenant_id") or "",
            device_id=row.get("device_id") or "",
            device_owner=row.get("device_owner") or "",
            fixed_ips=tuple(FixedAddress(one["subnet_id"], one["ip_address"]) for one in row.get("fixed_ips") or ()),
            security_groups=tuple(row.get("security_groups") or ()),
            ip_allocation=row.get("ip_allocation"),
            dns_name=row.get("dns_name") or "",
            host=row.get("binding:host_id") or "",
            vif_type=row.get("binding:vif_type"),
            vif_details=dict(row.get("binding:vif_details") or {}),
            vnic_type=row.get("binding:vnic_type") or "normal",
            profile=dict(row.get("binding:profile") or {}),
            resource_request=row.get("resource_request"),
        )


@dataclass(frozen=True, slots=True)
class FloatingRecord:
    """A floating address and where it leads."""

    address: str
    port_id: str | None
    fixed_address: str | None
    id: str = ""
    network_id: str = ""

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "FloatingRecord":
        """Read Neutron's form."""
        return cls(
            address=row["floating_ip_address"],
            port_id=row.get("port_id"),
            fixed_address=row.get("fixed_ip_address"),
            id=row.get("id") or "",
            network_id=row.get("floating_network_id") or "",
        )


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A security group; `rules` are Neutron's rows as they are, for the proxies of old API versions."""

    id: str
    name: str
    description: str = ""
    project_id: str = ""
    rules: tuple[dict[str, Any], ...] = ()

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "GroupRecord":
        """Read Neutron's form."""
        return cls(
            id=row["id"],
            name=row.get("name") or "",
            description=row.get("description") or "",
            project_id=row.get("tenant_id") or "",
            rules=tuple(row.get("security_group_rules") or ()),
        )

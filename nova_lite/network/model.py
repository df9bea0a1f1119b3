# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The network information of a server, as values: interfaces, networks, subnets, addresses, routes.

to_dict() and from_dict() speak the JSON layout of the instance_info_caches table, which other tools of the cloud read
too; keys that this release does not know are kept out of the values and dropped. Nothing here talks to Neutron.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

TAG_KEY = "tag"


def address_version(address: str) -> int:
    """4 or 6 for an address or CIDR text."""
    return 6 if ":" in address else 4


@dataclass(frozen=True, slots=True)
class IP:
    """One address: type is fixed, floating, gateway or dns; only fixed ones carry floating addresses."""

    address: str
    type: str = "fixed"
    version: int = 4
    floating_ips: tuple["IP", ...] = ()

    @classmethod
    def of(cls, address: str, kind: str, floating: Iterable[str] = ()) -> "IP":
        """An address whose version is read off its text."""
        floats = tuple(cls(one, "floating", address_version(one)) for one in floating)
        return cls(address, kind, address_version(address), floats)

    def to_dict(self) -> dict[str, Any]:
        """The cache layout."""
        values: dict[str, Any] = {
            "address": self.address,
            "type": self.type,
            "version": self.version,
            "meta": {},
        }
        if self.type == "fixed":
            values["floating_ips"] = [one.to_dict() for one in self.floating_ips]
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "IP":
        """Read the cache layout."""
        return cls(
            address=values["address"],
            type=values.get("type") or "fixed",
            version=values.get("version") or address_version(values["address"]),
            floating_ips=tuple(cls.from_dict(one) for one in values.get("floating_ips") or ()),
        )


def _optional_ip(values: dict[str, Any] | None) -> IP | None:
    return IP.from_dict(values) if values and values.get("address") else None


@dataclass(frozen=True, slots=True)
class Route:
    """A static route that guests of a subnet should use."""

    cidr: str
    gateway: IP | None = None

    def to_dict(self) -> dict[str, Any]:
        """The cache layout."""
        return {
            "cidr": self.cidr,
            "gateway": self.gateway.to_dict() if self.gateway else None,
            "interface": None,
            "meta": {},
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Route":
        """Read the cache layout."""
        return cls(cidr=values["cidr"], gateway=_optional_ip(values.get("gateway")))


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet with those of its addresses that the interface holds.

    `meta` may hold dhcp_server (address), ipv6_address_mode and dhcp_enabled.
    """

    cidr: str
    gateway: IP | None = None
    dns: tuple[IP, ...] = ()
    ips: tuple[IP, ...] = ()
    routes: tuple[Route, ...] = ()
    version: int = 4
    meta: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The cache layout."""
        return {
            "cidr": self.cidr,
            "gateway": self.gateway.to_dict() if self.gateway else None,
            "dns": [one.to_dict() for one in self.dns],
            "ips": [one.to_dict() for one in self.ips],
            "routes": [one.to_dict() for one in self.routes],
            "version": self.version,
            "meta": dict(self.meta),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Subnet":
        """Read the cache layout."""
        return cls(
            cidr=values["cidr"],
            gateway=_optional_ip(values.get("gateway")),
            dns=tuple(IP.from_dict(one) for one in values.get("dns") or ()),
            ips=tuple(IP.from_dict(one) for one in values.get("ips") or ()),
            routes=tuple(Route.from_dict(one) for one in values.get("routes") or ()),
            version=values.get("version") or address_version(values["cidr"]),
            meta=dict(values.get("meta") or {}),
        )


@dataclass(frozen=True, slots=True)
class Network:
    """A network with the subnets in which the interface has addresses.

    `meta` holds mtu (bytes), tunneled, injected (booleans), tenant_id, physical_network, should_create_bridge ...
    """

    id: str
    label: str = ""
    bridge: str | None = None
    subnets: tuple[Subnet, ...] = ()
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def mtu(self) -> int | None:
        """Largest packet in bytes, None when unknown."""
        value = self.meta.get("mtu")
        return int(value) if value is not None else None

    def to_dict(self) -> dict[str, Any]:
        """The cache layout."""
        return {
            "id": self.id,
            "label": self.label,
            "bridge": self.bridge,
            "subnets": [one.to_dict() for one in self.subnets],
            "meta": dict(self.meta),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Network":
        """Read the cache layout."""
        return cls(
            id=values["id"],
            label=values.get("label") or "",
            bridge=values.get("bridge"),
            subnets=tuple(Subnet.from_dict(one) for one in values.get("subnets") or ()),
            meta=dict(values.get("meta") or {}),
        )


@dataclass(frozen=True, slots=True)
class VIF:
    """One network interface of a server; `id` is the Neutron port, `address` the MAC.

    `preserve_on_delete` is true for ports that the user made. `meta` may hold the device tag of the user's request.
    """

    id: str
    address: str
    network: Network
    type: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    devname: str | None = None
    ovs_interfaceid: str | None = None
    qbh_params: dict[str, Any] | None = None
    qbg_params: dict[str, Any] | None = None
    active: bool = False
    vnic_type: str = "normal"
    profile: dict[str, Any] = field(default_factory=dict)
    preserve_on_delete: bool = False
    delegate_create: bool = False
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def tag(self) -> str | None:
        """The device tag that the user gave to this interface."""
        return self.meta.get(TAG_KEY)

    def fixed_ips(self) -> Iterator[IP]:
        """Addresses of the interface in subnet order."""
        for subnet in self.network.subnets:
            yield from (ip for ip in subnet.ips if ip.type == "fixed")

    def floating_ips(self) -> Iterator[IP]:
        """Floating addresses that lead to the interface."""
        for fixed in self.fixed_ips():
            yield from fixed.floating_ips

    def is_hybrid_plug(self) -> bool:
        """True when Neutron wants a Linux bridge between the interface and Open vSwitch."""
        return bool(self.details.get("ovs_hybrid_plug"))

    def to_dict(self) -> dict[str, Any]:
        """The cache layout."""
        return {
            "id": self.id,
            "address": self.address,
            "network": self.network.to_dict(),
            "type": self.type,
            "details": dict(self.details),
            "devname": self.devname,
            "ovs_interfaceid": self.ovs_interfaceid,
            "qbh_params": self.qbh_params,
            "qbg_params": self.qbg_params,
            "active": self.active,
            "vnic_type": self.vnic_type,
            "profile": dict(self.profile),
            "preserve_on_delete": self.preserve_on_delete,
            "delegate_create": self.delegate_create,
            "meta": dict(self.meta),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "VIF":
        """Read the cache layout; keys that older writers left out get their defaults."""
        return cls(
            id=values["id"],
            address=values["address"],
            network=Network.from_dict(values["network"]),
            type=values.get("type"),
            details=dict(values.get("details") or {}),
            devname=values.get("devname"),
            ovs_interfaceid=values.get("ovs_interfaceid"),
            qbh_params=values.get("qbh_params"),
            qbg_params=values.get("qbg_params"),
            active=bool(values.get("active")),
            vnic_type=values.get("vnic_type") or "normal",
            profile=dict(values.get("profile") or {}),
            preserve_on_delete=bool(values.get("preserve_on_delete")),
            delegate_create=bool(values.get("delegate_create")),
            meta=dict(values.get("meta") or {}),
        )


def vifs_from_cache(network_info: Iterable[dict[str, Any]]) -> list[VIF]:
    """The interfaces of Instance.network_info."""
    return [VIF.from_dict(one) for one in network_info]


def vifs_to_cache(vifs: Iterable[VIF]) -> list[dict[str, Any]]:
    """The form that Instance.network_info stores."""
    return [vif.to_dict() for vif in vifs]

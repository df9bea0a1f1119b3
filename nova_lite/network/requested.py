# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Are the networks, ports and addresses of a request usable, and for how many servers? Changes nothing.

Both the API (before it accepts) and the compute host (before it makes ports) ask here.
"""

from collections.abc import Sequence

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.network.records import NetworkRecord, PortRecord
from nova_lite.objects.request_spec import NetworkRequest

VNIC_TYPES = frozenset({"normal"})


def validate(context: RequestContext, requested: Sequence[NetworkRequest] | None, wanted_servers: int) -> int:
    """How many of the wanted servers Neutron's port quota allows; the request's networks, ports, addresses exist.

    Raises NetworkNotFound, NetworkAmbiguous, NetworkRequiresSubnet, PortNotFound, PortInUse, PortRequiresFixedIP,
    FixedIpAlreadyInUse, UnsupportedFeature, UnableToAutoAllocateNetwork, PortLimitExceeded when not one server has
    room.
    """
    if wants_none(requested):
        return wanted_servers
    if wants_any(requested):
        _check_default(context, requested)
        ports_each = 1
    else:
        ports_each = _check_named(context, requested or ())
    if not ports_each:
        return wanted_servers
    free = client.free_ports(context, str(context.project_id))
    if free == client.UNLIMITED:
        return wanted_servers
    if free < ports_each:
        raise exception.PortLimitExceeded()
    return min(wanted_servers, free // ports_each)


def wants_none(requested: Sequence[NetworkRequest] | None) -> bool:
    """True for the networks value "none": a server without interface."""
    return bool(requested) and any(one.no_allocate for one in requested or ())


def wants_auto(requested: Sequence[NetworkRequest] | None) -> bool:
    """True for the networks value "auto"."""
    return bool(requested) and any(one.auto_allocate for one in requested or ())


def wants_any(requested: Sequence[NetworkRequest] | None) -> bool:
    """True when nothing in particular was asked for: the only network that there is will do."""
    if not requested or wants_auto(requested):
        return True
    return len(requested) == 1 and not (requested[0].network_id or requested[0].port_id)


def default_networks(context: RequestContext, project_id: str) -> list[NetworkRecord]:
    """Networks that a server gets when it names none: the project's own, and shared ones."""
    own = client.networks(context, {"tenant_id": project_id, "shared": False})
    return [*own, *client.networks(context, {"shared": True})]


def one_default(
    context: RequestContext, project_id: str, requested: Sequence[NetworkRequest] | None
) -> NetworkRecord | None:
    """The network for a server that names none; None when there is none. Raises NetworkAmbiguous."""
    found = default_networks(context, project_id)
    if wants_auto(requested):
        found = [network for network in found if network.admin_state_up]
    if len(found) > 1:
        raise exception.NetworkAmbiguous()
    return found[0] if found else None


def existing_networks(context: RequestContext, ids: Sequence[str]) -> dict[str, NetworkRecord]:
    """Networks by id as the user sees them. Raises NetworkNotFound, NetworkRequiresSubnet."""
    if not ids:
        return {}
    found = {one.id: one for one in client.networks(context, {"id": sorted(set(ids))})}
    lost = sorted(set(ids) - found.keys())
    if lost:
        raise exception.NetworkNotFound(network_id=",".join(lost))
    for network in found.values():
        if not network.subnet_ids:
            raise exception.NetworkRequiresSubnet(network_uuid=network.id)
    return found


def existing_ports(context: RequestContext, ids: Sequence[str]) -> dict[str, PortRecord]:
    """Ports by id as the user sees them. Raises PortNotFound."""
    if not ids:
        return {}
    found = {one.id: one for one in client.ports(context, {"id": sorted(set(ids))})}
    for port_id in ids:
        if port_id not in found:
            raise exception.PortNotFound(port_id=port_id)
    return found


def _check_default(context: RequestContext, requested: Sequence[NetworkRequest] | None) -> None:
    project_id = str(context.project_id)
    network = one_default(context, project_id, requested)
    if network is None and wants_auto(requested):
        client.check_auto_topology(context, project_id)


def _check_named(context: RequestContext, requested: Sequence[NetworkRequest]) -> int:
    """Check ports, networks and addresses that were named; the number of ports that we would have to make."""
    adopted = existing_ports(context, [one.port_id for one in requested if one.port_id])
    for port in adopted.values():
        check_port(port)
    _check_no_resources(context, list(adopted))
    new = [one for one in requested if not one.port_id]
    existing_networks(context, [one.network_id for one in new if one.network_id])
    for one in new:
        if one.address:
            _check_address(context, str(one.network_id), one.address)
    return len(new)


def check_port(port: PortRecord) -> None:
    """Raise PortInUse for a port that serves something, PortRequiresFixedIP for one without address.

    UnsupportedFeature for one that needs a PCI device or other special hardware.
    """
    if port.device_id:
        raise exception.PortInUse(port_id=port.id)
    if port.vnic_type not in VNIC_TYPES:
        raise exception.UnsupportedFeature(feature=f"A port of type {port.vnic_type}")
    # Neutron gives a "deferred" port its address when the host is known; a port of kind "none" never has one.
    if not port.fixed_ips and port.ip_allocation not in ("deferred", "none"):
        raise exception.PortRequiresFixedIP(port_id=port.id)


def _check_no_resources(context: RequestContext, port_ids: list[str]) -> None:
    """A port that asks for bandwidth must be scheduled for; only administrators see what it asks for."""
    if not port_ids:
        return
    found = client.ports(context, {"id": port_ids}, fields=["id", "resource_request"], as_service=True)
    for port in found:
        if port.resource_request:
            raise exception.UnsupportedFeature(feature=f"Port {port.id} with a resource request")


def _check_address(context: RequestContext, network_id: str, address: str) -> None:
    filters = {"network_id": network_id, "fixed_ips": f"ip_address={address}"}
    taken = client.ports(context, filters, fields=["id", "device_id"], as_service=True)
    if taken:
        raise exception.FixedIpAlreadyInUse(address=address, instance_uuid=taken[0].device_id)

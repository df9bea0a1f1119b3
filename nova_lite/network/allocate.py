# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Give a server its ports: make new ones in one request, adopt the user's, bind all to the server's host.

When anything fails, nothing that was made or adopted is left. Releasing is in release.py.
"""

import importlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.network import client, info, release, security_groups
from nova_lite.network import requested as requests
from nova_lite.network.model import TAG_KEY, VIF
from nova_lite.network.records import BINDING_FAILED, NetworkRecord, PortRecord
from nova_lite.objects.instance import Instance
from nova_lite.objects.request_spec import NetworkRequest

LOG = logging.getLogger(__name__)

ATTACH_EXTERNAL_RULE = "network:attach_external_network"
DNS_EXTENSION = "dns-integration"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One interface to be: the request, its network, and the user's port if there is one."""

    request: NetworkRequest
    network: NetworkRecord
    port: PortRecord | None = None


def allocate(
    context: RequestContext,
    instance: Instance,
    requested: Sequence[NetworkRequest] | None,
    groups: Sequence[str] = (),
) -> list[VIF]:
    """Ports for a new server, or for one more interface of it, bound to instance.host; in the order of the request.

    `groups` are security groups by id or name for the ports that we make. Runs under the server lock.
    Raises the errors of requested.validate(), PortNotUsable, ExternalNetworkAttachForbidden, NoMoreFixedIps,
    SecurityGroupCannotBeApplied, PortBindingFailed, NetworkAllocationFailed, PeerUnavailable.
    """
    wanted = _plan(context, instance, requested)
    if not wanted:
        return []
    _check_external(context, [one.network for one in wanted])
    group_ids = security_groups.ids_of(context, groups, str(instance.project_id))
    _check_groups(wanted, group_ids)
    with ExitStack() as undo:
        adopted = [one.port.id for one in wanted if one.port]
        undo.callback(release.undo_allocation, context, instance, adopted)
        ports = _make_and_adopt(context, instance, wanted, group_ids)
        networks = {one.network.id: one.network for one in wanted}
        vifs = info.build(context, ports, networks=networks, fresh=not adopted)
        undo.pop_all()
    by_port = {port.id: one for port, one in zip(ports, wanted, strict=True)}
    LOG.info("Instance %s has ports %s", instance.uuid, ", ".join(by_port))
    return [_with_request(vif, by_port[vif.id]) for vif in vifs]


# ---- what to make ---------------------------------------------------------------------------------------------------


def _plan(context: RequestContext, instance: Instance, requested: Sequence[NetworkRequest] | None) -> list[_Wanted]:
    if requests.wants_none(requested):
        return []
    if requests.wants_any(requested):
        return _plan_default(context, instance, requested)
    ports = _usable_ports(context, instance, requested or ())
    new = [str(one.network_id) for one in requested or () if not one.port_id]
    networks = requests.existing_networks(context, new)
    missing = {port.network_id for port in ports.values()} - networks.keys()
    if missing:
        # A port of the user may be on a network that only an administrator sees, or without subnet.
        found = client.networks(context, {"id": sorted(missing)}, as_service=True)
        networks.update({one.id: one for one in found})
    return [_wanted(one, ports, networks) for one in requested or ()]


def _wanted(request: NetworkRequest, ports: Mapping[str, PortRecord], networks: Mapping[str, NetworkRecord]) -> _Wanted:
    port = ports[request.port_id] if request.port_id else None
    network_id = port.network_id if port else str(request.network_id)
    if network_id not in networks:
        raise exception.NetworkNotFound(network_id=network_id)
    return _Wanted(request, networks[network_id], port)


def _plan_default(
    context: RequestContext, instance: Instance, requested: Sequence[NetworkRequest] | None
) -> list[_Wanted]:
    """The only network there is; for "auto" one that Neutron makes; else no interface at all."""
    project_id = str(instance.project_id)
    network = requests.one_default(context, project_id, requested)
    if network is None and requests.wants_auto(requested):
        network_id = client.auto_topology(context, project_id)
        network = requests.existing_networks(context, [network_id])[network_id]
    if network is None:
        LOG.info("No network for instance %s: it gets no interface", instance.uuid)
        return []
    if not network.subnet_ids:
        raise exception.NetworkRequiresSubnet(network_uuid=network.id)
    tag = requested[0].tag if requested else None
    return [_Wanted(NetworkRequest(network_id=network.id, tag=tag), network)]


def _usable_ports(
    context: RequestContext, instance: Instance, requested: Sequence[NetworkRequest]
) -> dict[str, PortRecord]:
    """The user's ports, as the service sees them. Raises PortNotFound, PortNotUsable, PortInUse."""
    ids = [one.port_id for one in requested if one.port_id]
    if not ids:
        return {}
    found = {one.id: one for one in client.ports(context, {"id": sorted(set(ids))}, as_service=True)}
    for port_id in ids:
        if port_id not in found:
            raise exception.PortNotFound(port_id=port_id)
        _check_usable(instance, found[port_id])
    return found


def _check_usable(instance: Instance, port: PortRecord) -> None:
    if port.project_id != instance.project_id:
        raise exception.PortNotUsable(port_id=port.id, instance=instance.uuid)
    if port.device_id != instance.uuid:
        requests.check_port(port)
    if port.dns_name and port.dns_name != instance.hostname:
        raise exception.PortNotUsable(
            f"Port {port.id} not usable for instance {instance.uuid}. Value {port.dns_name} assigned to "
            f"dns_name attribute does not match instance's hostname {instance.hostname}"
        )


def _check_external(context: RequestContext, networks: Sequence[NetworkRecord]) -> None:
    """Whether a server may be on an external network that is not shared is the operator's policy."""
    for network in networks:
        hidden = network.external and not network.shared
        if hidden and not _policy().authorize(context, ATTACH_EXTERNAL_RULE, do_raise=False):
            raise exception.ExternalNetworkAttachForbidden(network_uuid=network.id)


def _policy() -> Any:
    """Most hosts never see such a network; the rules are loaded by those that do."""
    return importlib.import_module("nova_lite.policy")


def _check_groups(wanted: Sequence[_Wanted], group_ids: Sequence[str]) -> None:
    for one in wanted:
        if one.port is None and group_ids and not one.network.port_security_enabled:
            raise exception.SecurityGroupCannotBeApplied()


# ---- making it ------------------------------------------------------------------------------------------------------


def _make_and_adopt(
    context: RequestContext,
    instance: Instance,
    wanted: Sequence[_Wanted],
    group_ids: Sequence[str],
) -> list[PortRecord]:
    """All ports in the order wanted: one request for all that we make, one for each that we adopt."""
    with_dns = DNS_EXTENSION in client.extensions(context)
    new = [one for one in wanted if one.port is None]
    made: dict[int, PortRecord] = {}
    for as_user in (False, True):
        part = [one for one in new if _needs_user(context, instance, one) is as_user]
        bodies = [_body(instance, one, group_ids, with_dns) for one in part]
        if as_user:
            ports = [_make_as_user(context, body) for body in bodies]
        else:
            ports = client.create_ports(context, bodies)
        made.update({id(one): port for one, port in zip(part, ports, strict=True)})
    for one in wanted:
        if one.port is not None:
            made[id(one)] = _adopt(context, instance, one.port, with_dns)
    ports = [made[id(one)] for one in wanted]
    for port in ports:
        _check_binding(port)
    return ports


def _needs_user(context: RequestContext, instance: Instance, wanted: _Wanted) -> bool:
    """True when Neutron must judge by the user's own rights: a chosen address, or names in the user's DNS zone."""
    acts_for_itself = bool(context.auth_token) and context.project_id == instance.project_id
    return acts_for_itself and bool(wanted.request.address or wanted.network.dns_domain)


def _body(instance: Instance, wanted: _Wanted, group_ids: Sequence[str], with_dns: bool) -> dict[str, Any]:
    body: dict[str, Any] = {
        "network_id": wanted.network.id,
        "tenant_id": instance.project_id,
        "admin_state_up": True,
        "name": "",
        "binding:host_id": _host(instance),
        "device_id": instance.uuid,
        "device_owner": _owner(instance),
    }
    if wanted.request.address:
        body["fixed_ips"] = [{"ip_address": wanted.request.address}]
    if group_ids:
        body["security_groups"] = list(group_ids)
    if with_dns and instance.hostname:
        body["dns_name"] = instance.hostname
    return body


def _make_as_user(context: RequestContext, body: dict[str, Any]) -> PortRecord:
    """Two requests, since the user may not choose the host."""
    ours = {"binding:host_id": body["binding:host_id"]}
    theirs = {key: value for key, value in body.items() if key not in ours}
    (made,) = client.create_ports(context, [theirs], as_service=False)
    return client.update_port(context, made.id, ours)


def _adopt(context: RequestContext, instance: Instance, port: PortRecord, with_dns: bool) -> PortRecord:
    changes: dict[str, Any] = {
        "binding:host_id": _host(instance),
        "device_id": instance.uuid,
        "device_owner": _owner(instance),
    }
    if with_dns and instance.hostname and not port.dns_name:
        changes["dns_name"] = instance.hostname
    return client.update_port(context, port.id, changes)


def _host(instance: Instance) -> str:
    return str(instance.host or CONF.host)


def _owner(instance: Instance) -> str:
    return f"compute:{instance.availability_zone}"


def _check_binding(port: PortRecord) -> None:
    if port.vif_type == BINDING_FAILED:
        raise exception.PortBindingFailed(port_id=port.id)


def _with_request(vif: VIF, wanted: _Wanted) -> VIF:
    """Add what only the request knows: the device tag, and whether the port is the user's."""
    meta = {**vif.meta, TAG_KEY: wanted.request.tag} if wanted.request.tag else vif.meta
    return replace(vif, preserve_on_delete=wanted.port is not None, meta=meta)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/os-interface."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.api.views import interfaces as view
from nova_lite.network import client
from nova_lite.objects.request_spec import NetworkRequest
from nova_lite.operations import interfaces


def index(req: ApiRequest) -> dict[str, Any]:
    """Ports of the server."""
    instance = req.target.instance
    ports = client.ports(req.context, {"device_id": instance.uuid})
    return {"interfaceAttachments": [view.full(req, instance, port) for port in ports]}


def show(req: ApiRequest) -> dict[str, Any]:
    """One port of the server; raises PortNotFound also for a port of somebody else."""
    instance = req.target.instance
    port = client.port(req.context, req.params["id"])
    if port.device_id != instance.uuid:
        raise exception.PortNotFound(port_id=port.id)
    return {"interfaceAttachment": view.full(req, instance, port)}


def attach(req: ApiRequest) -> dict[str, Any]:
    """Give the server one more interface, and show it."""
    wanted = req.body.get("interfaceAttachment") or {}
    network_id, port_id, fixed_ips = wanted.get("net_id"), wanted.get("port_id"), wanted.get("fixed_ips")
    if network_id and port_id:
        raise exception.ValidationError(detail="Must not input both network_id and port_id")
    if fixed_ips and not network_id:
        raise exception.ValidationError(detail="Must input network_id when request IP address")
    address = fixed_ips[0]["ip_address"] if fixed_ips else None
    request = NetworkRequest(network_id=network_id, port_id=port_id, address=address, tag=wanted.get("tag"))
    port = client.port(req.context, interfaces.attach(req.target, request))
    return {"interfaceAttachment": view.full(req, req.target.instance, port)}


def detach(req: ApiRequest) -> None:
    """Take an interface away."""
    interfaces.detach(req.target, req.params["id"])

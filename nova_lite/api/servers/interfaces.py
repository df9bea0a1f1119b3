# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/os-interface, reading."""

from typing import Any

from nova_lite import exception
from nova_lite.api.request import ApiRequest
from nova_lite.network import client
from nova_lite.network.records import PortRecord
from nova_lite.objects.instance import Instance


def index(req: ApiRequest) -> dict[str, Any]:
    """Ports of the server."""
    instance = req.target.instance
    ports = client.ports(req.context, {"device_id": instance.uuid})
    return {"interfaceAttachments": [_shown(req, instance, port) for port in ports]}


def show(req: ApiRequest) -> dict[str, Any]:
    """One port of the server; raises PortNotFound also for a port of somebody else."""
    instance = req.target.instance
    port = client.port(req.context, req.params["id"])
    if port.device_id != instance.uuid:
        raise exception.PortNotFound(port_id=port.id)
    return {"interfaceAttachment": _shown(req, instance, port)}


def _shown(req: ApiRequest, instance: Instance, port: PortRecord) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "net_id": port.network_id,
        "port_id": port.id,
        "mac_addr": port.mac_address,
        "port_state": port.status,
        "fixed_ips": [{"subnet_id": ip.subnet_id, "ip_address": ip.address} for ip in port.fixed_ips] or None,
    }
    if req.version >= (2, 70):
        tags = {vif["id"]: (vif.get("meta") or {}).get("tag") for vif in instance.network_info}
        shown["tag"] = tags.get(port.id)
    return shown

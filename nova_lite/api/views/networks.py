# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Networks in the form of old API versions, of which only id and name still mean anything."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.network.records import NetworkRecord

EMPTY = ("cidr", "netmask", "gateway", "broadcast", "dns1", "dns2", "cidr_v6", "gateway_v6", "netmask_v6")
EMPTY_FOR_ADMINS = (
    "created_at",
    "updated_at",
    "deleted_at",
    "deleted",
    "injected",
    "bridge",
    "vlan",
    "vpn_public_address",
    "vpn_public_port",
    "vpn_private_address",
    "dhcp_start",
    "project_id",
    "host",
    "bridge_interface",
    "multi_host",
    "priority",
    "rxtx_base",
    "mtu",
    "dhcp_server",
    "enable_dhcp",
    "share_address",
)


def full(req: ApiRequest, record: NetworkRecord) -> dict[str, Any]:
    """One network of os-networks."""
    names = (*EMPTY, *EMPTY_FOR_ADMINS) if req.context.is_admin else EMPTY
    return {"id": record.id, "label": record.name, **dict.fromkeys(names)}


def brief(record: NetworkRecord) -> dict[str, Any]:
    """One network of os-tenant-networks; the text None stands where an address range was."""
    return {"id": record.id, "cidr": "None", "label": record.name}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which server uses an address: for metadata requests that come without signed server id."""

from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.network.records import PortRecord

_FIELDS = ("id", "network_id", "device_id", "tenant_id")


def owners_by_address(context: RequestContext, address: str) -> list[PortRecord]:
    """Ports of servers with that fixed address on any network; several when projects use the same range."""
    return _servers(client.ports(context, {"fixed_ips": f"ip_address={address}"}, _FIELDS, as_service=True))


def owners_by_provider(context: RequestContext, provider_id: str, address: str) -> list[PortRecord]:
    """Ports of servers with that fixed address on networks whose metadata a load balancer serves."""
    network_ids = client.networks_of_provider(context, provider_id)
    if not network_ids:
        return []
    filters = {"fixed_ips": f"ip_address={address}", "network_id": network_ids}
    return _servers(client.ports(context, filters, _FIELDS, as_service=True))


def _servers(ports: list[PortRecord]) -> list[PortRecord]:
    return [port for port in ports if port.device_id]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Segments of routed networks: which parts of a network the requested interfaces may be on. Reads only."""

from collections.abc import Iterable, Mapping
from typing import Any

from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.objects.request_spec import NetworkRequest


def of_requests(context: RequestContext, requested: Iterable[NetworkRequest]) -> list[list[str]]:
    """Ids of the segments that each requested network or port may be on, in two requests to Neutron at most.

    Networks without segments, and ports whose address is not chosen yet on such networks, are left out.
    """
    wanted = list(requested)
    port_ids = sorted({one.port_id for one in wanted if one.port_id})
    ports = client.ports(context, {"id": port_ids}, as_service=True) if port_ids else []
    networks = {port.network_id for port in ports} | {one.network_id for one in wanted if one.network_id}
    if not networks:
        return []
    subnets = _subnets(context, sorted(networks))
    of_subnet = {str(row["id"]): str(row["segment_id"]) for row in subnets}
    of_network: dict[str, set[str]] = {}
    for row in subnets:
        of_network.setdefault(str(row["network_id"]), set()).add(str(row["segment_id"]))
    found = [of_network.get(str(one.network_id), set()) for one in wanted if one.network_id]
    for port in ports:
        fixed = {of_subnet[one.subnet_id] for one in port.fixed_ips if one.subnet_id in of_subnet}
        found.append(fixed or of_network.get(port.network_id, set()))
    return [sorted(one) for one in found if one]


def _subnets(context: RequestContext, network_ids: list[str]) -> list[Mapping[str, Any]]:
    """Subnets of the networks that belong to a segment."""
    fields = ["id", "network_id", "segment_id"]
    reply = client.request(
        context, "GET", "/subnets", params={"network_id": network_ids, "fields": fields}, as_service=True
    )
    if not reply.ok:
        raise client.refuse(reply)
    return [row for row in reply.body["subnets"] if row.get("segment_id")]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Floating addresses as things of their own: listed with pool and server, taken from a pool, given back.

Which of them lead to a server's ports is part of its network information (info.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.network import client
from nova_lite.network.records import FloatingRecord, NetworkRecord


@dataclass(frozen=True, slots=True)
class FloatingAddress:
    """A floating address with the name of its pool and the server it leads to."""

    record: FloatingRecord
    pool: str
    server_id: str | None = None


def pools(context: RequestContext) -> list[str]:
    """Names of the networks that floating addresses come from; the id of one without name."""
    return [one.name or one.id for one in _pools(context)]


def listed(context: RequestContext, project_id: str) -> list[FloatingAddress]:
    """All floating addresses of a project, in at most three requests."""
    return _known(context, client.floating_ips_where(context, {"tenant_id": project_id}))


def show(context: RequestContext, floating_id: str) -> FloatingAddress:
    """One floating address; raises NotFound."""
    return _known(context, [_record(context, floating_id)])[0]


def create(context: RequestContext, pool: str) -> FloatingAddress:
    """An address from the pool of that name or id.

    Raises NotFound for an unknown pool and for one without free addresses, OverQuota, InvalidInput.
    """
    network = _pool(context, pool)
    body = {"floatingip": {"floating_network_id": network.id}}
    reply = client.request(context, "POST", "/floatingips", json=body)
    if not reply.ok:
        kind, text = client.error_type(reply), client.error_text(reply)
        if kind == "OverQuota":
            raise exception.OverQuota(text)
        if kind in ("IpAddressGenerationFailure", "ExternalIpAddressExhausted"):
            raise exception.NotFound(f"No more floating IPs in pool {pool}.")
        raise client.refuse(reply)
    return FloatingAddress(FloatingRecord.from_json(reply.body["floatingip"]), network.name or network.id)


def delete(context: RequestContext, floating_id: str) -> None:
    """Give an address back, also from under a server. Raises NotFound, Forbidden, Conflict."""
    reply = client.request(context, "DELETE", f"/floatingips/{floating_id}")
    if not reply.ok:
        raise client.refuse(reply)


def _record(context: RequestContext, floating_id: str) -> FloatingRecord:
    found = client.floating_ips_where(context, {"id": floating_id})
    if not found:
        raise exception.NotFound(f"Floating IP not found for ID {floating_id}")
    return found[0]


def _pools(context: RequestContext) -> list[NetworkRecord]:
    return client.networks(context, {"router:external": True})


def _pool(context: RequestContext, name: str) -> NetworkRecord:
    key = "id" if uuidutils.is_uuid_like(name) else "name"
    found = [one for one in _pools(context) if getattr(one, key) == name]
    if not found:
        raise exception.NotFound("Floating IP pool not found.")
    if len(found) > 1:
        raise exception.InvalidInput(reason=f"Multiple floating IP pools matches found for name '{name}'")
    return found[0]


def _known(context: RequestContext, records: Sequence[FloatingRecord]) -> list[FloatingAddress]:
    if not records:
        return []
    names = {one.id: one.name or one.id for one in _pools(context)}
    ids = sorted({one.port_id for one in records if one.port_id})
    servers = {}
    if ids:
        servers = {one.id: one.device_id for one in client.ports(context, {"id": ids}, fields=["id", "device_id"])}
    return [
        FloatingAddress(one, names.get(one.network_id, one.network_id), servers.get(one.port_id or "") or None)
        for one in records
    ]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Neutron's REST API, one function per request, in our records and errors.

`as_service` requests use the credentials of [neutron] instead of the user's token. Which requests a server needs, and
in which order, is decided in requested.py, allocate.py, release.py, info.py and security_groups.py.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nova_lite import exception, keystone_auth
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.keystone_auth import Reply
from nova_lite.network.records import (
    FloatingRecord,
    GroupRecord,
    NetworkRecord,
    PortRecord,
    SubnetRecord,
)

GROUP = "neutron"
UNLIMITED = -1
IDS_PER_REQUEST = 150
"""Ids are filters in the URL, whose length servers limit."""

Filters = Mapping[str, Any]


def request(
    context: RequestContext,
    method: str,
    path: str,
    *,
    json: Any = None,
    params: Any = None,
    as_service: bool = False,
) -> Reply:
    """One request below /v2.0; raises PeerUnavailable and nothing else."""
    rest = keystone_auth.rest(
        GROUP,
        context,
        as_service=as_service,
        strip=("/v2.0",),
        connect_retries=CONF.neutron.http_retries,
    )
    return rest.request(method, f"/v2.0{path}", json=json, params=params)


def error_type(reply: Reply) -> str:
    """Neutron's name of an error; empty when it gave none."""
    error = reply.body.get("NeutronError")
    return str(error.get("type", "")) if isinstance(error, dict) else ""


def error_text(reply: Reply) -> str:
    """Neutron's own words."""
    error = reply.body.get("NeutronError")
    if isinstance(error, dict):
        return str(error.get("message") or error.get("type") or reply.status)
    return str(error or f"HTTP {reply.status}")


def refuse(reply: Reply) -> exception.NovaException:
    """The error for an answer that no caller expects."""
    text = error_text(reply)
    if reply.status == 401:
        return exception.PeerUnavailable(service=GROUP, reason=f"the token was refused: {text}")
    if reply.status == 403:
        return exception.Forbidden(f"Neutron refused: {text}")
    if reply.status == 404:
        return exception.NotFound(text)
    if reply.status == 409:
        return exception.Conflict(text)
    return exception.InvalidInput(reason=text)


def _rows(
    context: RequestContext,
    collection: str,
    filters: Filters,
    fields: Sequence[str] = (),
    as_service: bool = False,
) -> list[dict[str, Any]]:
    """All rows that match; the value list of a filter is OR. A long id list is split over several requests."""
    long_key, chunks = _split(filters)
    found: list[dict[str, Any]] = []
    for chunk in chunks:
        params = {**filters, **({long_key: chunk} if long_key else {})}
        if fields:
            params["fields"] = list(fields)
        path = "/" + collection.replace("_", "-")
        reply = request(context, "GET", path, params=params, as_service=as_service)
        if not reply.ok:
            raise refuse(reply)
        found += reply.body[collection]
    return found


def _split(filters: Filters) -> tuple[str, list[list[Any]]]:
    for key, value in filters.items():
        if isinstance(value, list) and len(value) > IDS_PER_REQUEST:
            starts = range(0, len(value), IDS_PER_REQUEST)
            return key, [value[start : start + IDS_PER_REQUEST] for start in starts]
    return "", [[]]


# ---- networks, subnets, floating addresses --------------------------------------------------------------------------


def networks(context: RequestContext, filters: Filters, as_service: bool = False) -> list[NetworkRecord]:
    """Networks that the caller can see and that match."""
    rows = _rows(context, "networks", filters, as_service=as_service)
    return [NetworkRecord.from_json(row) for row in rows]


def subnets(context: RequestContext, ids: Iterable[str]) -> list[SubnetRecord]:
    """Subnets by id; those that are gone are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    rows = _rows(context, "subnets", {"id": wanted}, as_service=True)
    return [SubnetRecord.from_json(row) for row in rows]


def networks_of_provider(context: RequestContext, provider_id: str) -> list[str]:
    """Ids of networks with a subnet that an advanced service (metadata load balancer) provides for."""
    filters = {"advanced_service_providers": provider_id}
    rows = _rows(context, "subnets", filters, fields=["network_id"], as_service=True)
    return sorted({row["network_id"] for row in rows})


def floating_ips(context: RequestContext, port_ids: Iterable[str]) -> list[FloatingRecord]:
    """Floating addresses that lead to these ports; none when Neutron has no routers."""
    wanted = sorted(set(port_ids))
    if not wanted or "router" not in extensions(context):
        return []
    rows = _rows(context, "floatingips", {"port_id": wanted}, as_service=True)
    return [FloatingRecord.from_json(row) for row in rows]


def floating_ips_where(context: RequestContext, filters: Filters) -> list[FloatingRecord]:
    """Floating addresses that the caller can see and that match."""
    return [FloatingRecord.from_json(row) for row in _rows(context, "floatingips", filters)]


def auto_topology(context: RequestContext, project_id: str) -> str:
    """Id of the network that Neutron makes (or made) for a project. Raises UnableToAutoAllocateNetwork."""
    return _auto_topology(context, project_id, {})


def check_auto_topology(context: RequestContext, project_id: str) -> None:
    """Raise UnableToAutoAllocateNetwork unless Neutron could make a network for the project. Changes nothing."""
    _auto_topology(context, project_id, {"fields": "dry-run"})


def _auto_topology(context: RequestContext, project_id: str, params: dict[str, str]) -> str:
    path = f"/auto-allocated-topology/{project_id}"
    reply = request(context, "GET", path, params=params)
    if reply.status in (400, 404, 409):
        raise exception.UnableToAutoAllocateNetwork(project_id=project_id)
    if not reply.ok:
        raise refuse(reply)
    return str(reply.body["auto_allocated_topology"]["id"])


# ---- ports ----------------------------------------------------------------------------------------------------------


def ports(
    context: RequestContext,
    filters: Filters,
    fields: Sequence[str] = (),
    as_service: bool = False,
) -> list[PortRecord]:
    """Ports that the caller can see and that match; with `fields` only these are filled."""
    rows = _rows(context, "ports", filters, fields, as_service)
    return [PortRecord.from_json(row) for row in rows]


def port(context: RequestContext, port_id: str) -> PortRecord:
    """One port as the caller sees it. Raises PortNotFound, Forbidden."""
    reply = request(context, "GET", f"/ports/{port_id}")
    if reply.status == 404:
        raise exception.PortNotFound(port_id=port_id)
    if not reply.ok:
        raise refuse(reply)
    return PortRecord.from_json(reply.body["port"])


def create_ports(
    context: RequestContext, bodies: Sequence[dict[str, Any]], as_service: bool = True
) -> list[PortRecord]:
    """Make ports in one request, all or none; answers in the order of the bodies. Errors of a refused port."""
    if not bodies:
        return []
    reply = request(context, "POST", "/ports", json={"ports": list(bodies)}, as_service=as_service)
    if not reply.ok:
        raise _port_refusal(reply, bodies)
    return [PortRecord.from_json(row) for row in reply.body["ports"]]


def update_port(context: RequestContext, port_id: str, changes: dict[str, Any], as_service: bool = True) -> PortRecord:
    """Change a port. Raises PortNotFound and the errors of a refused port."""
    body = {"port": changes}
    reply = request(context, "PUT", f"/ports/{port_id}", json=body, as_service=as_service)
    if reply.status == 404 and error_type(reply) in ("PortNotFound", ""):
        raise exception.PortNotFound(port_id=port_id)
    if not reply.ok:
        raise _port_refusal(reply, [changes])
    return PortRecord.from_json(reply.body["port"])


def delete_port(context: RequestContext, port_id: str) -> bool:
    """Delete a port; False when it is gone already. Idempotent."""
    reply = request(context, "DELETE", f"/ports/{port_id}", as_service=True)
    if not reply.ok and reply.status != 404:
        raise refuse(reply)
    return reply.ok


def _port_refusal(reply: Reply, bodies: Sequence[dict[str, Any]]) -> exception.NovaException:
    """What a refused port means to the server that needs it."""
    kind, text = error_type(reply), error_text(reply)
    nets = ", ".join(sorted({body["network_id"] for body in bodies if "network_id" in body}))
    wanted = [one["ip_address"] for body in bodies for one in body.get("fixed_ips") or () if "ip_address" in one]
    if kind in ("IpAddressInUse", "IpAddressAlreadyAllocated"):
        return exception.FixedIpAlreadyInUse(address=", ".join(wanted), instance_uuid="unknown")
    if kind == "OverQuota":
        return exception.PortLimitExceeded()
    if kind in ("IpAddressGenerationFailure", "IpAddressGenerationFailureAllSubnets"):
        return exception.NoMoreFixedIps(net=nets)
    if kind == "NetworkNotFound":
        return exception.NetworkNotFound(network_id=nets)
    if kind == "SecurityGroupNotFound":
        return exception.SecurityGroupNotFound(text)
    if kind in ("PortSecurityPortHasSecurityGroup", "PortSecurityAndIPRequiredForSecurityGroups"):
        return exception.SecurityGroupCannotBeApplied()
    if reply.status == 400:
        return exception.InvalidInput(reason=text)
    return exception.NetworkAllocationFailed(reason=text)


# ---- quota, extensions, security groups -----------------------------------------------------------------------------


def free_ports(context: RequestContext, project_id: str) -> int:
    """How many more ports the project's quota allows; UNLIMITED for no limit. May be negative."""
    if "quota_details" in extensions(context):
        reply = request(context, "GET", f"/quotas/{project_id}/details")
        if not reply.ok:
            raise refuse(reply)
        row = reply.body["quota"].get("port") or {"limit": UNLIMITED, "used": 0}
        limit, used = int(row["limit"]), int(row["used"]) + int(row.get("reserved", 0))
        return UNLIMITED if limit == UNLIMITED else limit - used
    reply = request(context, "GET", f"/quotas/{project_id}")
    if not reply.ok:
        raise refuse(reply)
    limit = int(reply.body["quota"].get("port", UNLIMITED))
    if limit == UNLIMITED:
        return UNLIMITED
    return limit - len(ports(context, {"tenant_id": project_id}, fields=["id"]))


def security_groups(
    context: RequestContext, filters: Filters, fields: Sequence[str] = (), as_service: bool = False
) -> list[GroupRecord]:
    """Security groups that the caller can see and that match."""
    rows = _rows(context, "security_groups", filters, fields, as_service)
    return [GroupRecord.from_json(row) for row in rows]


@dataclass(slots=True)
class _Extensions:
    """The extension list and when it was read."""

    aliases: frozenset[str] = frozenset()
    read_at: float | None = None


_EXTENSIONS = _Extensions()


def extensions(context: RequestContext) -> frozenset[str]:
    """Aliases of Neutron's extensions, remembered for [neutron]extension_sync_interval seconds."""
    now = time.monotonic()
    age = None if _EXTENSIONS.read_at is None else now - _EXTENSIONS.read_at
    if age is None or age >= CONF.neutron.extension_sync_interval:
        reply = request(context, "GET", "/extensions", as_service=True)
        if not reply.ok:
            raise refuse(reply)
        _EXTENSIONS.aliases = frozenset(row["alias"] for row in reply.body["extensions"])
        _EXTENSIONS.read_at = now
    return _EXTENSIONS.aliases


def forget_extensions() -> None:
    """Read the extension list again at the next use (reload, tests)."""
    _EXTENSIONS.read_at = None

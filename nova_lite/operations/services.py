# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Daemons of all cells: list, find, disable, force down, delete. The API's own daemons are not among them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import aggregates, host_mappings
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.db.main import compute_nodes, instances, migrations
from nova_lite.db.main import services as query
from nova_lite.db.main.models import Service
from nova_lite.objects.service import is_up
from nova_lite.placement.providers import Providers
from nova_lite.rpc import compute as rpc

LOG = logging.getLogger(__name__)

COMPUTE = "nova-compute"
_HAS_SERVERS = "Unable to delete compute service that is hosting instances. Migrate or delete them first."
_HAS_MIGRATIONS = (
    "Unable to delete compute service that has in-progress migrations. Complete the migrations or delete the"
    " instances first."
)
HIDDEN = frozenset({"nova-osapi_compute", "nova-metadata"})


@dataclass(frozen=True, slots=True)
class FoundService:
    """A daemon, its zone and the context of its cell. `reachable` is False if its cell does not answer: then only
    host and binary are known."""

    context: RequestContext
    host: str
    binary: str
    zone: str
    id: int = 0
    uuid: str = ""
    disabled: bool = False
    disabled_reason: str | None = None
    forced_down: bool = False
    up: bool = False
    updated_at: datetime.datetime | None = None
    reachable: bool = True


def listed(
    context: RequestContext, host: str | None = None, binary: str | None = None, with_down_cells: bool = False
) -> list[FoundService]:
    """Daemons of all cells, cell0 included; `with_down_cells` adds compute hosts of cells that do not answer."""
    zones = _zones()
    wanted = cells.all_cells(with_cell0=True)
    results = cells.scatter(context, lambda bound: _read(bound, zones, host, binary), wanted)
    found: list[FoundService] = []
    for cell in wanted:
        result = results[cell.uuid]
        if not isinstance(result, Exception):
            found.extend(result)
        elif with_down_cells and binary in (None, COMPUTE):
            found.extend(_unreachable(cells.target(context, cell), cell, zones, host))
    return found


def find(context: RequestContext, ident: str) -> FoundService:
    """A daemon by uuid or number; raises ServiceNotFound, or Invalid if several cells have that number."""
    found = [one for one in listed(context) if ident in (one.uuid, str(one.id))]
    if not found:
        raise exception.ServiceNotFound(service_id=ident)
    if len(found) > 1:
        raise exception.Invalid(f"Service id {ident} refers to multiple services.")
    return found[0]


def require_compute(binary: str) -> None:
    """Raise Invalid for daemons that run no servers: they can be neither disabled nor forced down."""
    if binary != COMPUTE:
        text = f"Updating a {binary} service is not supported. Only nova-compute services can be updated."
        raise exception.Invalid(text)


def find_compute(context: RequestContext, host: str, binary: str) -> FoundService:
    """The compute daemon of a host; raises Invalid for another binary and HostMappingNotFound for an unknown host."""
    require_compute(binary)
    bound = cells.target(context, cells.of_host(host))
    for found in _read(bound, _zones(), host, binary):
        return found
    raise exception.HostBinaryNotFound(binary=binary, host=host)


@retry_on_deadlock
def update(found: FoundService, values: Mapping[str, Any]) -> FoundService:
    """Change disabled, disabled_reason or forced_down; a changed `disabled` is told to placement by the host.

    Raises Invalid for a host that is to be up again while it may still hold servers that were evacuated from it.
    """
    if found.forced_down and values.get("forced_down") is False:
        _check_evacuations(found)
    with cells.database(found.context).writer() as session:
        query.save(session, found.id, values)
        row = query.get(session, found.id)
    LOG.info("Service %s on host %s is set to %s", found.binary, found.host, dict(values))
    changed = _from_row(found.context, row, {found.host: found.zone})
    if values.get("disabled", found.disabled) != found.disabled:
        _tell_placement(changed)
    return changed


def _check_evacuations(found: FoundService) -> None:
    with cells.database(found.context).reader() as session:
        pending = migrations.evacuated_from(session, found.host)
    if pending:
        raise exception.Invalid(
            f"Unable to force up host {found.host} as it has evacuations that are done but not cleaned up."
            " Restart its nova-compute first."
        )


@retry_on_deadlock
def delete(context: RequestContext, found: FoundService) -> None:
    """Delete a daemon's record; for a compute host all that hangs on it.

    Raises Conflict while the host has servers or servers move from or to it.
    """
    if found.binary == COMPUTE:
        _delete_host(context, found)
    with cells.database(found.context).writer() as session:
        query.destroy(session, found.id)
    LOG.info("Service %s on host %s is deleted", found.binary, found.host)


@retry_on_deadlock
def _delete_host(context: RequestContext, found: FoundService) -> None:
    with cells.database(found.context).reader() as session:
        if instances.by_host(session, found.host):
            raise exception.Conflict(_HAS_SERVERS)
        if migrations.unfinished_on(session, found.host):
            raise exception.Conflict(_HAS_MIGRATIONS)
        nodes = compute_nodes.by_host(session, found.host)
    providers = Providers()
    for node in nodes:
        providers.delete(context, str(node.uuid))
    with api_database().writer() as session:
        for aggregate in aggregates.listed(session):
            if found.host in aggregate.hosts:
                aggregates.remove_host(session, aggregate.row.id, found.host)
        host_mappings.destroy(session, found.host)
    with cells.database(found.context).writer() as session:
        for node in nodes:
            compute_nodes.destroy(session, node.id)


def _tell_placement(found: FoundService) -> None:
    """Have the host set or remove its trait; a host that is down does it when it starts."""
    if not found.up:
        LOG.info("Host %s is down and will tell placement of its status when it starts", found.host)
        return
    try:
        rpc.set_host_enabled(found.context, found.host, not found.disabled)
    except exception.Unavailable as error:
        LOG.warning("Host %s did not confirm its new status: %s", found.host, error)


def _zones() -> dict[str, str]:
    with api_database().reader() as session:
        return aggregates.zones(session)


def _read(bound: RequestContext, zones: Mapping[str, str], host: str | None, binary: str | None) -> list[FoundService]:
    with cells.database(bound).reader() as session:
        rows = query.listed(session, host, binary)
    return [_from_row(bound, row, zones) for row in rows if row.binary not in HIDDEN]


def _from_row(bound: RequestContext, row: Service, zones: Mapping[str, str]) -> FoundService:
    return FoundService(
        context=bound,
        host=str(row.host),
        binary=str(row.binary),
        zone=_zone(str(row.host), str(row.binary), zones),
        id=row.id,
        uuid=str(row.uuid),
        disabled=bool(row.disabled),
        disabled_reason=row.disabled_reason,
        forced_down=bool(row.forced_down),
        up=is_up(row.forced_down, row.last_seen_up or row.created_at),
        updated_at=row.updated_at,
    )


def _zone(host: str, binary: str, zones: Mapping[str, str]) -> str:
    if binary != COMPUTE:
        return str(CONF.internal_service_availability_zone)
    return zones.get(host, str(CONF.default_availability_zone))


def _unreachable(
    bound: RequestContext, cell: cells.Cell, zones: Mapping[str, str], host: str | None
) -> list[FoundService]:
    with api_database().reader() as session:
        hosts = [name for name, _ in host_mappings.listed(session, cell.id)]
    return [
        FoundService(bound, name, COMPUTE, _zone(name, COMPUTE, zones), reachable=False)
        for name in hosts
        if host in (None, name)
    ]

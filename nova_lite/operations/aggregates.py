# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Host aggregates: their rules, the record, and telling the schedulers and Placement of each change.

A host is in one availability zone at most, and a zone does not change under servers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db.api import aggregates as query
from nova_lite.db.api.aggregates import FullAggregate
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.db.main import compute_nodes, instances
from nova_lite.image import client as image_client
from nova_lite.operations import services
from nova_lite.placement.providers import Providers
from nova_lite.rpc import conductor
from nova_lite.rpc import scheduler as rpc

LOG = logging.getLogger(__name__)

ZONE = "availability_zone"

Refusal = Callable[[str], exception.NovaException]


def listed() -> list[FullAggregate]:
    """All aggregates."""
    with api_database().reader() as session:
        return query.listed(session)


def get(aggregate_id: int) -> FullAggregate:
    """One aggregate; raises AggregateNotFound."""
    with api_database().reader() as session:
        return query.get(session, aggregate_id)


@retry_on_deadlock
def create(context: RequestContext, name: str, zone: str | None) -> FullAggregate:
    """A new aggregate without hosts; raises AggregateNameExists."""
    with api_database().writer() as session:
        ident = query.create(session, name, {} if zone is None else {ZONE: zone})
    LOG.info("Aggregate %s (%s) is created", ident, name)
    return _changed(context, ident)


@retry_on_deadlock
def update(
    context: RequestContext, aggregate_id: int, name: str | None, metadata: Mapping[str, str | None]
) -> FullAggregate:
    """Rename and change metadata (None removes a key); raises Invalid if the zone cannot change."""
    found = get(aggregate_id)
    if ZONE in metadata:
        _check_zone_change(context, found, metadata[ZONE])
    with api_database().writer() as session:
        if name is not None:
            query.rename(session, aggregate_id, name)
        if metadata:
            query.set_metadata(session, aggregate_id, metadata)
    LOG.info("Aggregate %s is changed", aggregate_id)
    return _changed(context, aggregate_id)


@retry_on_deadlock
def delete(context: RequestContext, aggregate_id: int) -> None:
    """Delete an aggregate; raises Invalid while it has hosts."""
    if get(aggregate_id).hosts:
        raise _invalid("delete", aggregate_id)("Host aggregate is not empty")
    with api_database().writer() as session:
        query.destroy(session, aggregate_id)
    LOG.info("Aggregate %s is deleted", aggregate_id)
    rpc.delete_aggregate(context, aggregate_id)


@retry_on_deadlock
def add_host(context: RequestContext, aggregate_id: int, host: str) -> FullAggregate:
    """Add a compute host; raises NotFound for an unknown host and Conflict if its zone would change."""
    _bound(context, host)
    found = get(aggregate_id)
    zone = found.metadata.get(ZONE)
    if zone is not None:
        refuse = _conflict("add host to", aggregate_id)
        _check_other_zones(found, [host], zone, refuse)
        _check_servers(context, [host], zone, refuse)
    with api_database().writer() as session:
        query.add_host(session, aggregate_id, host)
    LOG.info("Host %s is added to aggregate %s", host, aggregate_id)
    _mirror(context, host, add=[str(found.row.uuid)])
    return _changed(context, aggregate_id)


@retry_on_deadlock
def remove_host(context: RequestContext, aggregate_id: int, host: str) -> FullAggregate:
    """Take a host out; raises NotFound if it is not in, Conflict if the zone of its servers would change."""
    found = get(aggregate_id)
    if host not in found.hosts:
        raise exception.NotFound(f"Cannot remove host {host} in aggregate {aggregate_id}")
    zone = found.metadata.get(ZONE)
    if zone is not None and zone not in _zones_elsewhere(found, host):
        _check_servers(
            context, [host], str(CONF.default_availability_zone), _conflict("remove host from", aggregate_id)
        )
    with api_database().writer() as session:
        query.remove_host(session, aggregate_id, host)
    LOG.info("Host %s is removed from aggregate %s", host, aggregate_id)
    _mirror(context, host, remove=[str(found.row.uuid)])
    return _changed(context, aggregate_id)


def cache_images(context: RequestContext, aggregate_id: int, image_ids: Sequence[str]) -> None:
    """Have its hosts fetch images that the caller can see.

    Raises AggregateNotFound, ImageNotFound, ImageNotAuthorized, and Invalid if an image is named twice.
    """
    if len(set(image_ids)) < len(image_ids):
        raise exception.Invalid("Duplicate images in request")
    found = get(aggregate_id)
    for image_id in image_ids:
        image_client.show(context, image_id)
    conductor.cache_images(context, aggregate_id, list(found.hosts), list(image_ids))
    LOG.info("Aggregate %s: its hosts are asked to cache %d images", aggregate_id, len(image_ids))


# ---- rules of zones --------------------------------------------------------------------------------------------------


def _check_zone_change(context: RequestContext, found: FullAggregate, zone: str | None) -> None:
    refuse = _invalid("update", found.row.id)
    if not zone:
        raise refuse("Aggregate does not support empty named availability zone")
    _check_other_zones(found, found.hosts, zone, refuse)
    if zone != found.metadata.get(ZONE):
        _check_servers(context, found.hosts, zone, refuse)


def _check_other_zones(found: FullAggregate, hosts: Iterable[str], zone: str, refuse: Refusal) -> None:
    for host in hosts:
        others = _zones_elsewhere(found, host) - {zone}
        if others:
            raise refuse(f"Host {host} already in availability zone(s) {', '.join(sorted(others))}")


def _zones_elsewhere(found: FullAggregate, host: str) -> set[str]:
    """Zones that other aggregates give the host."""
    return {
        other.metadata[ZONE]
        for other in listed()
        if other.row.id != found.row.id and host in other.hosts and ZONE in other.metadata
    }


def _check_servers(context: RequestContext, hosts: Iterable[str], zone: str, refuse: Refusal) -> None:
    """Refuse to move a host with servers into another zone."""
    with api_database().reader() as session:
        zones = query.zones(session)
    for host in hosts:
        if zones.get(host, str(CONF.default_availability_zone)) == zone:
            continue
        with cells.database(_bound(context, host)).reader() as session:
            occupied = bool(instances.by_host(session, host))
        if occupied:
            raise refuse("One or more hosts contain instances in this zone")


def _invalid(action: str, aggregate_id: int) -> Refusal:
    return lambda reason: exception.Invalid(f"Cannot {action} aggregate {aggregate_id}. Reason: {reason}.")


def _conflict(action: str, aggregate_id: int) -> Refusal:
    return lambda reason: exception.Conflict(f"Cannot {action} aggregate {aggregate_id}. Reason: {reason}.")


# ---- others that know aggregates -------------------------------------------------------------------------------------


def _bound(context: RequestContext, host: str) -> RequestContext:
    """The context of a compute host's cell; raises HostMappingNotFound or HostBinaryNotFound."""
    return services.find_compute(context, host, services.COMPUTE).context


def _changed(context: RequestContext, aggregate_id: int) -> FullAggregate:
    rpc.update_aggregates(context, [aggregate_id])
    return get(aggregate_id)


def _mirror(context: RequestContext, host: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
    """Tell Placement; a provider that it does not have yet is only logged, nova-manage can mirror it later."""
    with cells.database(_bound(context, host)).reader() as session:
        nodes = compute_nodes.by_host(session, host)
    providers = Providers()
    for node in nodes:
        try:
            providers.change_aggregates(context, str(node.uuid), add, remove)
        except (exception.ResourceProviderNotFound, exception.PeerUnavailable) as error:
            LOG.warning("Placement does not know the aggregates of host %s now: %s", host, error)

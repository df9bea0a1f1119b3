# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Host aggregates with hosts and metadata."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from oslo_utils import uuidutils
from sqlalchemy import delete, insert, select, update

from nova_lite import exception
from nova_lite.db import key_values, unique
from nova_lite.db.api.models import Aggregate, AggregateHost, AggregateMetadata
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session


@dataclass(frozen=True, slots=True)
class FullAggregate:
    """An aggregate's row with its hosts and metadata."""

    row: Aggregate
    hosts: tuple[str, ...]
    metadata: dict[str, str]


def listed(session: Session, ids: Iterable[int] | None = None) -> list[FullAggregate]:
    """Aggregates in order of their ids, in three queries."""
    query = select(Aggregate).order_by(Aggregate.id)
    if ids is not None:
        query = query.where(Aggregate.id.in_(list(ids)))
    rows = session.all(Aggregate, query)
    found = [row.id for row in rows]
    hosts: dict[int, list[str]] = {one: [] for one in found}
    if found:
        pairs = select(AggregateHost.aggregate_id, AggregateHost.host).where(AggregateHost.aggregate_id.in_(found))
        for aggregate_id, host in session.execute(pairs.order_by(AggregateHost.id)):
            hosts[aggregate_id].append(str(host))
    metadata = key_values.read(session, AggregateMetadata, AggregateMetadata.aggregate_id, found)
    return [FullAggregate(row, tuple(hosts[row.id]), metadata[row.id]) for row in rows]


def get(session: Session, aggregate_id: int) -> FullAggregate:
    """One aggregate; raises AggregateNotFound."""
    found = listed(session, [aggregate_id])
    if not found:
        raise exception.AggregateNotFound(aggregate_id=aggregate_id)
    return found[0]


def create(session: Session, name: str, metadata: Mapping[str, str]) -> int:
    """A new aggregate; returns its id. Raises AggregateNameExists."""
    with unique.or_raise(session, exception.AggregateNameExists(aggregate_name=name)):
        row = session.add(Aggregate(name=name, uuid=uuidutils.generate_uuid()))
    key_values.write(session, AggregateMetadata, AggregateMetadata.aggregate_id, row.id, metadata)
    return row.id


def rename(session: Session, aggregate_id: int, name: str) -> None:
    """Change the name; raises AggregateNameExists."""
    with unique.or_raise(session, exception.AggregateNameExists(aggregate_name=name)):
        session.execute(update(Aggregate).where(Aggregate.id == aggregate_id).values(name=name))


def set_metadata(session: Session, aggregate_id: int, metadata: Mapping[str, str | None]) -> None:
    """Add and change items; a value of None removes the key."""
    gone = [key for key, value in metadata.items() if value is None]
    owner = AggregateMetadata.aggregate_id
    if gone:
        key_values.remove(session, AggregateMetadata, owner, aggregate_id, gone)
    kept = {key: value for key, value in metadata.items() if value is not None}
    key_values.write(session, AggregateMetadata, owner, aggregate_id, kept)
    session.execute(update(Aggregate).where(Aggregate.id == aggregate_id).values(updated_at=utcnow()))


def add_host(session: Session, aggregate_id: int, host: str) -> None:
    """Add a host; raises AggregateNotFound, AggregateHostExists."""
    get(session, aggregate_id)
    with unique.or_raise(session, exception.AggregateHostExists(aggregate_id=aggregate_id, host=host)):
        session.execute(insert(AggregateHost).values(aggregate_id=aggregate_id, host=host))


def remove_host(session: Session, aggregate_id: int, host: str) -> bool:
    """Remove a host; False when it was not in the aggregate."""
    result: Any = session.execute(
        delete(AggregateHost).where(AggregateHost.aggregate_id == aggregate_id, AggregateHost.host == host)
    )
    return bool(result.rowcount)


def destroy(session: Session, aggregate_id: int) -> None:
    """Remove an aggregate that has no hosts."""
    session.execute(delete(AggregateMetadata).where(AggregateMetadata.aggregate_id == aggregate_id))
    session.execute(delete(Aggregate).where(Aggregate.id == aggregate_id))


def zones(session: Session) -> dict[str, str]:
    """Availability zone by host, for hosts whose aggregates name one, in one query."""
    query = (
        select(AggregateHost.host, AggregateMetadata.value)
        .join(AggregateMetadata, AggregateMetadata.aggregate_id == AggregateHost.aggregate_id)
        .where(AggregateMetadata.key == "availability_zone")
        .order_by(AggregateMetadata.value.desc())
    )
    return {str(host): zone for host, zone in session.execute(query)}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Compute nodes."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, select

from nova_lite import exception
from nova_lite.db import paging, soft_delete, statements
from nova_lite.db.main.models import ComputeNode, Service
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session


def find(session: Session, uuid: str) -> ComputeNode | None:
    """The node of a uuid."""
    query = select(ComputeNode).where(ComputeNode.uuid == uuid, ComputeNode.deleted == 0)
    return session.first(ComputeNode, query)


def get(session: Session, node_id: int | str) -> ComputeNode:
    """A node by id or uuid; raises ComputeHostNotFound."""
    column = ComputeNode.uuid if isinstance(node_id, str) else ComputeNode.id
    row = session.first(ComputeNode, select(ComputeNode).where(column == node_id, ComputeNode.deleted == 0))
    if row is None:
        raise exception.ComputeHostNotFound(host=node_id)
    return row


def save(session: Session, uuid: str, values: Mapping[str, Any]) -> int:
    """Create the node or change it; returns its id.

    A node that was deleted with its service comes back to life: its uuid is that of the host, and is kept. Host
    discovery has to find it anew.
    """
    present = session.execute(select(ComputeNode.id, ComputeNode.deleted).where(ComputeNode.uuid == uuid)).first()
    if present is None:
        return statements.insert_one(session, ComputeNode, {"uuid": uuid, **values})
    if present.deleted:
        _revive(session, present.id)
    change(session, present.id, values)
    return int(present.id)


def _revive(session: Session, node_id: int) -> None:
    values = {"deleted": 0, "deleted_at": None, "mapped": 0, "created_at": utcnow()}
    statements.change(session, ComputeNode, {"id": node_id}, values)


def change(session: Session, node_id: int, values: Mapping[str, Any]) -> bool:
    """Change a node that is known by its id, in one statement; False when it is gone."""
    where = {"id": node_id, "deleted": 0}
    return bool(statements.change(session, ComputeNode, where, {"updated_at": utcnow(), **values}))


def with_services(session: Session, uuids: Iterable[str] | None = None) -> list[tuple[ComputeNode, Service]]:
    """Nodes with the service of their host, in one query."""
    query = (
        select(ComputeNode, Service)
        .join(Service, (Service.host == ComputeNode.host) & (Service.binary == "nova-compute") & (Service.deleted == 0))
        .where(ComputeNode.deleted == 0)
        .order_by(ComputeNode.id)
    )
    if uuids is not None:
        query = query.where(ComputeNode.uuid.in_(list(uuids)))
    columns = len(ComputeNode.__table__.c)
    return [(ComputeNode.of(row), Service.of(row[columns:])) for row in session.execute(query)]


def for_scheduling(session: Session, uuids: Iterable[str]) -> list[Any]:
    """What the scheduler reads of nodes and of the services of their hosts: plain rows, in one query.

    The service's created_at is service_created_at; last comes last_seen_up, the only column that changes all the time.
    Rows instead of objects: a request may concern thousands of nodes.
    """
    return list(session.execute(_for_scheduling(), {"uuids": list(uuids)}))


@functools.cache
def _for_scheduling() -> Select[Any]:
    node = ComputeNode
    return (
        select(
            *(node.host, node.hypervisor_hostname, node.uuid, node.created_at, node.updated_at),
            *(node.memory_mb, node.free_ram_mb, node.local_gb, node.free_disk_gb, node.disk_available_least),
            *(node.vcpus, node.vcpus_used, node.cpu_allocation_ratio, node.ram_allocation_ratio),
            *(node.disk_allocation_ratio, node.host_ip, node.hypervisor_type, node.hypervisor_version, node.cpu_info),
            *(node.numa_topology, node.pci_stats, node.supported_instances, node.stats, node.metrics),
            *(Service.disabled, Service.disabled_reason, Service.forced_down),
            *(Service.created_at.label("service_created_at"), Service.last_seen_up),
        )
        .join(Service, (Service.host == node.host) & (Service.binary == "nova-compute") & (Service.deleted == 0))
        .where(node.deleted == 0, node.uuid.in_(bindparam("uuids", expanding=True)))
        .order_by(node.id)
    )


def listed(session: Session, limit: int | None = None, marker: int | None = None) -> list[ComputeNode]:
    """Nodes in order of their ids, after the node whose id is `marker`."""
    query = select(ComputeNode).where(ComputeNode.deleted == 0)
    sort = [(ComputeNode.id, "asc")]
    return session.all(ComputeNode, paging.page(query, sort, None if marker is None else [marker], limit))


def by_host(session: Session, host: str, node: str | None = None) -> list[ComputeNode]:
    """Nodes of a host, or the one of that name."""
    query = select(ComputeNode).where(ComputeNode.host == host, ComputeNode.deleted == 0)
    if node is not None:
        query = query.where(ComputeNode.hypervisor_hostname == node)
    return session.all(ComputeNode, query)


def by_name(session: Session, node: str) -> list[ComputeNode]:
    """Nodes of a hypervisor host name."""
    query = select(ComputeNode).where(ComputeNode.hypervisor_hostname == node, ComputeNode.deleted == 0)
    return session.all(ComputeNode, query)


def matching(session: Session, pattern: str) -> list[ComputeNode]:
    """Nodes whose hypervisor host name contains a text."""
    name = ComputeNode.hypervisor_hostname
    query = select(ComputeNode).where(name.contains(pattern, autoescape=True), ComputeNode.deleted == 0)
    return session.all(ComputeNode, query.order_by(ComputeNode.id))


def unmapped(session: Session) -> list[ComputeNode]:
    """Nodes that host discovery has not seen."""
    return session.all(ComputeNode, select(ComputeNode).where(ComputeNode.mapped == 0, ComputeNode.deleted == 0))


def set_mapped(session: Session, host: str, mapped: int) -> None:
    """Note whether discovery has seen a host's nodes."""
    statements.change(session, ComputeNode, {"host": host}, {"mapped": mapped})


def destroy(session: Session, node_id: int) -> bool:
    """Mark a node deleted."""
    return bool(soft_delete.mark(session, ComputeNode, {"id": node_id}))

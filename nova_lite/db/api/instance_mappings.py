# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which cell each server is in."""

import functools
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select

from nova_lite.db import statements
from nova_lite.db.api.models import BuildRequest, InstanceGroup, InstanceGroupMember, InstanceMapping, RequestSpec
from nova_lite.db.session import Session


def find(session: Session, instance_uuid: str) -> InstanceMapping | None:
    """The mapping of a server."""
    return session.first(InstanceMapping, select(InstanceMapping).where(InstanceMapping.instance_uuid == instance_uuid))


def located(session: Session, instance_uuid: str) -> Any:
    """What this database knows of a server, in one row: cell_id, instance (of its build request), spec, group (uuid).

    None for an unknown server.
    """
    return session.execute(_located(), {"uuid": instance_uuid}).first()


@functools.cache
def _located() -> Select[Any]:
    """Built once: it is the first statement of most requests."""
    mapping, member = InstanceMapping, InstanceGroupMember
    return (
        select(mapping.cell_id, BuildRequest.instance, RequestSpec.spec, InstanceGroup.uuid.label("group"))
        .select_from(mapping)
        .outerjoin(BuildRequest, BuildRequest.instance_uuid == mapping.instance_uuid)
        .outerjoin(RequestSpec, RequestSpec.instance_uuid == mapping.instance_uuid)
        .outerjoin(member, member.instance_uuid == mapping.instance_uuid)
        .outerjoin(InstanceGroup, InstanceGroup.id == member.group_id)
        .where(mapping.instance_uuid == bindparam("uuid"))
    )


def of(session: Session, uuids: Iterable[str]) -> list[InstanceMapping]:
    """Mappings of several servers."""
    return session.all(InstanceMapping, select(InstanceMapping).where(InstanceMapping.instance_uuid.in_(list(uuids))))


def in_cells(session: Session, cell_ids: Iterable[int], project_id: str | None, limit: int) -> list[InstanceMapping]:
    """Mappings of cells' servers that are not being deleted, of one project if given, oldest first."""
    query = select(InstanceMapping).where(
        InstanceMapping.cell_id.in_(list(cell_ids)), InstanceMapping.queued_for_delete.is_not(True)
    )
    if project_id is not None:
        query = query.where(InstanceMapping.project_id == project_id)
    return session.all(InstanceMapping, query.order_by(InstanceMapping.id).limit(limit))


def create(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert mappings: instance_uuid, project_id, user_id, cell_id."""
    statements.insert_all(session, InstanceMapping, rows)


def set_cell(session: Session, uuids: Iterable[str], cell_id: int) -> None:
    """Put servers into a cell, in one statement."""
    statements.change(session, InstanceMapping, {"instance_uuid": list(uuids)}, {"cell_id": cell_id})


def queue_for_delete(session: Session, instance_uuid: str, queued: bool = True) -> None:
    """Note that a server is being deleted."""
    statements.change(session, InstanceMapping, {"instance_uuid": instance_uuid}, {"queued_for_delete": queued})


def destroy(session: Session, instance_uuid: str) -> None:
    """Forget a server."""
    session.execute(delete(InstanceMapping).where(InstanceMapping.instance_uuid == instance_uuid))


def count(session: Session, project_id: str, user_id: str | None = None) -> int:
    """Servers of a project (of one user of it) that are not queued for deletion."""
    query = select(func.count(InstanceMapping.id)).where(
        InstanceMapping.project_id == project_id, InstanceMapping.queued_for_delete.is_not(True)
    )
    if user_id is not None:
        query = query.where(InstanceMapping.user_id == user_id)
    return int(session.execute(query).scalar() or 0)


def count_in_cell(session: Session, cell_id: int, queued: bool) -> int:
    """Servers of a cell, by whether they are queued for deletion."""
    wanted = InstanceMapping.queued_for_delete.is_(True) if queued else InstanceMapping.queued_for_delete.is_not(True)
    query = select(func.count(InstanceMapping.id)).where(InstanceMapping.cell_id == cell_id, wanted)
    return int(session.execute(query).scalar() or 0)


def destroy_in_cell(session: Session, cell_id: int) -> None:
    """Forget all servers of a cell."""
    session.execute(delete(InstanceMapping).where(InstanceMapping.cell_id == cell_id))

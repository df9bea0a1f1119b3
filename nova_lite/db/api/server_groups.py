# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Server groups with policy, rules and members."""

import json
from dataclasses import dataclass
from typing import Any

from oslo_utils import uuidutils
from sqlalchemy import delete, func, insert, select, update

from nova_lite import exception
from nova_lite.db import statements
from nova_lite.db.api.models import InstanceGroup, InstanceGroupMember, InstanceGroupPolicy
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session


@dataclass(frozen=True, slots=True)
class FullGroup:
    """A group's row with policy, rules and member uuids."""

    row: InstanceGroup
    policy: str
    rules: dict[str, Any]
    members: tuple[str, ...]


def _full(session: Session, rows: list[InstanceGroup]) -> list[FullGroup]:
    ids = [row.id for row in rows]
    if not ids:
        return []
    of_groups = select(InstanceGroupPolicy).where(InstanceGroupPolicy.group_id.in_(ids))
    policies = {one.group_id: one for one in session.all(InstanceGroupPolicy, of_groups)}
    members: dict[int, list[str]] = {one: [] for one in ids}
    table = InstanceGroupMember
    query = select(table.group_id, table.instance_uuid).where(table.group_id.in_(ids)).order_by(table.id)
    for group_id, uuid in session.execute(query):
        members[group_id].append(str(uuid))
    return [
        FullGroup(
            row,
            policy=str(policies[row.id].policy) if row.id in policies else "",
            rules=json.loads(policies[row.id].rules or "{}") if row.id in policies else {},
            members=tuple(members[row.id]),
        )
        for row in rows
    ]


def get(session: Session, uuid: str) -> FullGroup:
    """A group by uuid; raises InstanceGroupNotFound."""
    found = _full(session, session.all(InstanceGroup, select(InstanceGroup).where(InstanceGroup.uuid == uuid)))
    if not found:
        raise exception.InstanceGroupNotFound(group_uuid=uuid)
    return found[0]


def of_member(session: Session, instance_uuid: str) -> FullGroup | None:
    """The group that a server is in."""
    query = (
        select(InstanceGroup)
        .join(InstanceGroupMember, InstanceGroupMember.group_id == InstanceGroup.id)
        .where(InstanceGroupMember.instance_uuid == instance_uuid)
    )
    found = _full(session, session.all(InstanceGroup, query))
    return found[0] if found else None


def page(session: Session, project_id: str | None, limit: int, offset: int = 0) -> list[FullGroup]:
    """Some groups of a project, or of all, in order of their ids."""
    query = select(InstanceGroup).order_by(InstanceGroup.id).limit(limit).offset(offset)
    if project_id is not None:
        query = query.where(InstanceGroup.project_id == project_id)
    return _full(session, session.all(InstanceGroup, query))


def hold(session: Session, uuid: str) -> None:
    """Let nobody else change a group until the transaction of the session ends."""
    session.execute(update(InstanceGroup).where(InstanceGroup.uuid == uuid).values(updated_at=utcnow()))


def create(session: Session, policy: str, rules: dict[str, Any], **values: Any) -> str:
    """A new group: name, project_id, user_id; returns its uuid."""
    row = session.add(InstanceGroup(uuid=uuidutils.generate_uuid(), **values))
    session.execute(insert(InstanceGroupPolicy).values(group_id=row.id, policy=policy, rules=json.dumps(rules)))
    return row.uuid


def add_members(session: Session, uuid: str, instance_uuids: list[str]) -> None:
    """Add servers that are not members yet; raises InstanceGroupNotFound."""
    group = get(session, uuid)
    rows = [{"group_id": group.row.id, "instance_uuid": one} for one in instance_uuids if one not in group.members]
    statements.insert_all(session, InstanceGroupMember, rows)


def remove_member(session: Session, instance_uuid: str) -> None:
    """Take a server out of its group."""
    statements.remove(session, InstanceGroupMember, {"instance_uuid": instance_uuid})


def destroy(session: Session, uuid: str) -> None:
    """Remove a group; raises InstanceGroupNotFound."""
    group = get(session, uuid)
    for model in (InstanceGroupMember, InstanceGroupPolicy):
        session.execute(delete(model).where(model.group_id == group.row.id))
    session.execute(delete(InstanceGroup).where(InstanceGroup.id == group.row.id))


def count(session: Session, project_id: str, user_id: str | None = None) -> int:
    """How many groups a project (a user of it) has."""
    query = select(func.count(InstanceGroup.id)).where(InstanceGroup.project_id == project_id)
    if user_id is not None:
        query = query.where(InstanceGroup.user_id == user_id)
    return int(session.execute(query).scalar() or 0)

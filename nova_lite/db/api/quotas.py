# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits of projects, of users within projects, and of classes."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, delete, func, insert, literal, select, union_all, update

from nova_lite.db.api.models import ProjectUserQuota, Quota, QuotaClass
from nova_lite.db.session import Session

DEFAULT_CLASS = "default"


@dataclass(frozen=True, slots=True)
class Stored:
    """Limits in the database that bear on a user of a project, by resource."""

    of_class: dict[str, int] = field(default_factory=dict)
    of_project: dict[str, int] = field(default_factory=dict)
    of_user: dict[str, int] = field(default_factory=dict)


def stored(session: Session, project_id: str, user_id: str | None = None) -> Stored:
    """All limits that bear on a project, and on one of its users, in one statement."""

    found = Stored()
    for kind, resource, limit in session.execute(_stored(), {"project": project_id, "user": user_id}):
        if limit is not None:
            getattr(found, kind)[resource] = int(limit)
    return found


@functools.cache
def _stored() -> CompoundSelect[Any]:
    """Built once: every check of a quota asks it."""

    def rows(kind: str, model: Any, *conditions: Any) -> Any:
        return select(literal(kind).label("kind"), model.resource, model.hard_limit).where(*conditions)

    own = ProjectUserQuota
    return union_all(
        rows("of_class", QuotaClass, QuotaClass.class_name == DEFAULT_CLASS),
        rows("of_project", Quota, Quota.project_id == bindparam("project")),
        rows("of_user", own, own.project_id == bindparam("project"), own.user_id == bindparam("user")),
    )


def of_project(session: Session, project_id: str) -> dict[str, int]:
    """Limits set for a project."""
    return _limits(session, Quota, Quota.project_id == project_id)


def of_user(session: Session, project_id: str, user_id: str) -> dict[str, int]:
    """Limits set for a user in a project."""
    table = ProjectUserQuota
    return _limits(session, table, table.project_id == project_id, table.user_id == user_id)


def given_to_users(session: Session, project_id: str, but: str | None = None) -> dict[str, int]:
    """Sums of what the users of a project were given, by resource, without one of them; unlimited ones do not count."""
    table = ProjectUserQuota
    query = select(table.resource, func.sum(table.hard_limit)).where(
        table.project_id == project_id, table.user_id != (but or ""), table.hard_limit > 0
    )
    return {resource: int(total) for resource, total in session.execute(query.group_by(table.resource))}


def of_class(session: Session, name: str = DEFAULT_CLASS) -> dict[str, int]:
    """Limits set for a class."""
    return _limits(session, QuotaClass, QuotaClass.class_name == name)


def _limits(session: Session, model: Any, *conditions: Any) -> dict[str, int]:
    rows = session.execute(select(model.resource, model.hard_limit).where(*conditions))
    return {resource: int(limit) for resource, limit in rows if limit is not None}


def set_limits(session: Session, limits: Mapping[str, int], project_id: str, user_id: str | None = None) -> None:
    """Set limits of a project, or of a user in it."""
    if user_id is None:
        _write(session, Quota, {"project_id": project_id}, limits)
    else:
        _write(session, ProjectUserQuota, {"project_id": project_id, "user_id": user_id}, limits)


def set_class(session: Session, name: str, limits: Mapping[str, int]) -> None:
    """Set limits of a class."""
    _write(session, QuotaClass, {"class_name": name}, limits)


def _write(session: Session, model: Any, owner: dict[str, str], limits: Mapping[str, int]) -> None:
    conditions = [getattr(model, key) == value for key, value in owner.items()]
    present = set(session.scalars(select(model.resource).where(*conditions)))
    for resource, limit in limits.items():
        if resource in present:
            session.execute(update(model).where(*conditions, model.resource == resource).values(hard_limit=limit))
        else:
            session.execute(insert(model).values(resource=resource, hard_limit=limit, **owner))


def remove(session: Session, project_id: str, user_id: str | None = None) -> None:
    """Forget the limits of a user, or of a project and all its users."""
    table = ProjectUserQuota
    statement = delete(table).where(table.project_id == project_id)
    if user_id is not None:
        session.execute(statement.where(table.user_id == user_id))
        return
    session.execute(statement)
    session.execute(delete(Quota).where(Quota.project_id == project_id))

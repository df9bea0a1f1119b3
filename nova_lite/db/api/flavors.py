# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Flavors with extra specs and access."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, or_, select, update

from nova_lite import exception
from nova_lite.db import key_values, paging, unique
from nova_lite.db.api.models import Flavor, FlavorExtraSpec, FlavorProject
from nova_lite.db.session import Session

_BY_FLAVORID = select(Flavor).where(Flavor.flavorid == bindparam("flavorid"))


def get(session: Session, flavorid: str) -> Flavor:
    """A flavor by its public id; raises FlavorNotFound."""
    row = session.first(Flavor, _BY_FLAVORID, {"flavorid": flavorid})
    if row is None:
        raise exception.FlavorNotFound(flavor_id=flavorid)
    return row


_WITH_SPECS = (
    select(Flavor, FlavorExtraSpec.key, FlavorExtraSpec.value)
    .outerjoin(FlavorExtraSpec, FlavorExtraSpec.flavor_id == Flavor.id)
    .where(Flavor.flavorid == bindparam("flavorid"))
)


def with_specs(session: Session, flavorid: str) -> tuple[Flavor, dict[str, str]]:
    """A flavor by its public id with its extra specs, in one query; raises FlavorNotFound."""
    rows = session.execute(_WITH_SPECS, {"flavorid": flavorid}).all()
    if not rows:
        raise exception.FlavorNotFound(flavor_id=flavorid)
    return Flavor.of(rows[0]), {key: value for *_, key, value in rows if key is not None}


def by_name(session: Session, name: str) -> Flavor:
    """A flavor by its name; raises FlavorNotFound."""
    row = session.first(Flavor, select(Flavor).where(Flavor.name == name))
    if row is None:
        raise exception.FlavorNotFound(flavor_id=name)
    return row


def visible(session: Session, row: Flavor, project_id: str | None) -> bool:
    """True when a project may use the flavor."""
    return bool(row.is_public or project_id in projects(session, row.id))


def page(
    session: Session,
    filters: Mapping[str, Any],
    sort: Sequence[tuple[str, str]] = (("flavorid", "asc"),),
    limit: int | None = None,
    marker: Flavor | None = None,
) -> list[Flavor]:
    """Flavors. Filters: is_public (bool or None for both), project_id (also private ones of it), disabled, min_ram
    (MiB), min_disk (GiB), name (regular expression)."""
    query = select(Flavor)
    if filters.get("disabled") is not None:
        query = query.where(Flavor.disabled.is_(filters["disabled"]))
    if filters.get("min_ram") is not None:
        query = query.where(Flavor.memory_mb >= filters["min_ram"])
    if filters.get("min_disk") is not None:
        query = query.where(Flavor.root_gb >= filters["min_disk"])
    if filters.get("name"):
        query = query.where(Flavor.name.regexp_match(filters["name"]))
    public = filters.get("is_public")
    if public is not None:
        wanted: Any = Flavor.is_public.is_(public)
        project_id = filters.get("project_id")
        if project_id is not None:
            allowed = exists().where(FlavorProject.flavor_id == Flavor.id, FlavorProject.project_id == project_id)
            wanted = or_(wanted, allowed)
        query = query.where(wanted)
    order = [(getattr(Flavor, name), direction) for name, direction in sort]
    if not any(name == "id" for name, _ in sort):
        order.append((Flavor.id, sort[0][1]))
    after = None if marker is None else [getattr(marker, column.key) for column, _ in order]
    return session.all(Flavor, paging.page(query, order, after, limit))


def create(session: Session, values: Mapping[str, Any]) -> Flavor:
    """A new flavor; raises FlavorExists, FlavorIdExists."""
    taken = select(Flavor.flavorid, Flavor.name).where(
        or_(Flavor.flavorid == values["flavorid"], Flavor.name == values["name"])
    )
    for flavorid, _name in session.execute(taken):
        if flavorid == values["flavorid"]:
            raise exception.FlavorIdExists(flavor_id=flavorid)
        raise exception.FlavorExists(name=values["name"])
    with unique.or_raise(session, exception.FlavorIdExists(flavor_id=values["flavorid"])):
        return session.add(Flavor(**values))


def set_description(session: Session, flavorid: str, description: str | None) -> Flavor:
    """Change the description of a flavor; returns the flavor. Raises FlavorNotFound."""
    session.execute(update(Flavor).where(Flavor.flavorid == flavorid).values(description=description))
    return get(session, flavorid)


def destroy(session: Session, flavorid: str) -> None:
    """Remove a flavor with everything that hangs on it; raises FlavorNotFound."""
    row = get(session, flavorid)
    session.execute(delete(FlavorExtraSpec).where(FlavorExtraSpec.flavor_id == row.id))
    session.execute(delete(FlavorProject).where(FlavorProject.flavor_id == row.id))
    session.execute(delete(Flavor).where(Flavor.id == row.id))


def extra_specs(session: Session, flavor_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Extra specs of several flavors, by internal id, in one query."""
    return key_values.read(session, FlavorExtraSpec, FlavorExtraSpec.flavor_id, flavor_ids)


def set_extra_specs(session: Session, flavor_id: int, specs: Mapping[str, str]) -> None:
    """Add and change extra specs."""
    key_values.write(session, FlavorExtraSpec, FlavorExtraSpec.flavor_id, flavor_id, specs)


def remove_extra_spec(session: Session, flavor_id: int, key: str) -> bool:
    """Remove one extra spec; False when the flavor has none of that key."""
    return bool(key_values.remove(session, FlavorExtraSpec, FlavorExtraSpec.flavor_id, flavor_id, [key]))


def projects(session: Session, flavor_id: int) -> list[str]:
    """Projects with access to a private flavor."""
    query = select(FlavorProject.project_id).where(FlavorProject.flavor_id == flavor_id).order_by(FlavorProject.id)
    return list(session.scalars(query))


def add_project(session: Session, row: Flavor, project_id: str) -> None:
    """Give access; raises FlavorAccessExists."""
    with unique.or_raise(session, exception.FlavorAccessExists(flavor_id=row.flavorid, project_id=project_id)):
        session.execute(insert(FlavorProject).values(flavor_id=row.id, project_id=project_id))


def remove_project(session: Session, row: Flavor, project_id: str) -> None:
    """Take access away; raises FlavorAccessNotFound."""
    if project_id not in projects(session, row.id):
        raise exception.FlavorAccessNotFound(flavor_id=row.flavorid, project_id=project_id)
    session.execute(
        delete(FlavorProject).where(FlavorProject.flavor_id == row.id, FlavorProject.project_id == project_id)
    )

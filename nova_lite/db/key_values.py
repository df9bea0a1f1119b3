# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tables of keys and values that hang on one owner: metadata of servers, extra specs of flavors."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import BindParameter, Column, Select, bindparam, delete, select, update

from nova_lite.db import statements
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session


def read(session: Session, model: Any, owner: Column[Any], owners: Iterable[Any]) -> dict[Any, dict[str, Any]]:
    """Items of several owners in one query: {owner: {key: value}}."""
    ids = list(owners)
    found: dict[Any, dict[str, Any]] = {one: {} for one in ids}
    if not ids:
        return found
    for owner_id, key, value in session.execute(_reading(model, owner), {"owners": ids}):
        found[owner_id][key] = value
    return found


@functools.cache
def _reading(model: Any, owner: Column[Any]) -> Select[Any]:
    owners: BindParameter[Any] = bindparam("owners", expanding=True)
    return select(owner, model.key, model.value).where(owner.in_(owners), *_live(model))


def write(session: Session, model: Any, owner: Column[Any], owner_id: Any, items: Mapping[str, Any]) -> None:
    """Add and change items of one owner; others stay."""
    if not items:
        return
    present = {
        row[0]: row[1]
        for row in session.execute(
            select(model.key, model.value).where(owner == owner_id, model.key.in_(list(items)), *_live(model))
        )
    }
    for key, value in items.items():
        if key in present and present[key] != value:
            session.execute(
                update(model)
                .where(owner == owner_id, model.key == key, *_live(model))
                .values(value=value, updated_at=utcnow())
            )
    rows = [{"key": key, "value": value, owner.key: owner_id} for key, value in items.items() if key not in present]
    statements.insert_all(session, model, rows)


def replace(session: Session, model: Any, owner: Column[Any], owner_id: Any, items: Mapping[str, Any]) -> None:
    """Make the owner's items exactly these."""
    remove(session, model, owner, owner_id, keep=list(items))
    write(session, model, owner, owner_id, items)


def remove(
    session: Session,
    model: Any,
    owner: Column[Any],
    owner_id: Any,
    keys: Iterable[str] | None = None,
    keep: list[str] | None = None,
) -> int:
    """Remove named keys, or all but `keep`; returns how many went."""
    statement = delete(model).where(owner == owner_id)
    if keys is not None:
        statement = statement.where(model.key.in_(list(keys)))
    if keep:
        statement = statement.where(model.key.not_in(keep))
    result: Any = session.execute(statement)
    return int(result.rowcount)


def _live(model: Any) -> list[Any]:
    return [model.deleted == 0] if hasattr(model, "deleted") else []

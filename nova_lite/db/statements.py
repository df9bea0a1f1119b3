# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Statements that write rows, built once for each shape: to build one costs more than to run it.

Which rows are meant is said by columns and values: None is NULL, a list means one of its members, be NULL among them or
not.
"""

import functools
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Insert,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    or_,
    update,
)

from nova_lite.db.session import Session

# What tells a column that chooses rows from the same column when it is set.
_CHOSEN, _NEW = "chosen_", "new_"
_built_once = functools.lru_cache(maxsize=1024)

Where = Mapping[str, Any]
# Columns by name, each with whether a list is given, and whether NULL is meant.
Shape = tuple[tuple[str, bool, bool], ...]


def insert_all(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows, those with the same keys that follow each other in one statement."""
    for names, alike in itertools.groupby(rows, frozenset):
        session.execute(_insert(model.__table__, names), list(alike))


def insert_one(session: Session, model: Any, row: Mapping[str, Any]) -> int:
    """Insert a row; returns its id."""
    result: Any = session.execute(_insert(model.__table__, frozenset(row)), row)
    return int(result.inserted_primary_key[0])


def change(
    session: Session, model: Any, where: Where, values: Mapping[str, Any], copies: tuple[tuple[str, str], ...] = ()
) -> int:
    """Set columns of the chosen rows to plain values; returns how many rows there are.

    copies: (column, the column of the same row that it is set to).
    """
    shape, chosen = _split(where)
    new = {f"{_NEW}{name}": value for name, value in values.items()}
    result: Any = session.execute(_update(model.__table__, shape, tuple(values), copies), {**new, **chosen})
    return int(result.rowcount)


def remove(session: Session, model: Any, where: Where) -> int:
    """Delete the chosen rows; returns how many there were."""
    shape, chosen = _split(where)
    result: Any = session.execute(_delete(model.__table__, shape), chosen)
    return int(result.rowcount)


@_built_once
def _insert(table: Table, names: frozenset[str]) -> Insert:
    return insert(table).values({name: bindparam(name) for name in names})


@_built_once
def _update(table: Table, shape: Shape, names: tuple[str, ...], copies: tuple[tuple[str, str], ...]) -> Update:
    values: dict[str, Any] = {name: bindparam(f"{_NEW}{name}") for name in names}
    values.update((name, table.c[other]) for name, other in copies)
    return update(table).where(*_conditions(table, shape)).values(values)


@_built_once
def _delete(table: Table, shape: Shape) -> Delete:
    return delete(table).where(*_conditions(table, shape))


def _conditions(table: Table, shape: Shape) -> Iterator[ColumnElement[bool]]:
    for name, is_list, has_null in shape:
        column = table.c[name]
        bound: BindParameter[Any] = bindparam(f"{_CHOSEN}{name}", expanding=is_list)
        if is_list:
            yield or_(column.in_(bound), column.is_(None)) if has_null else column.in_(bound)
        else:
            yield column.is_(None) if has_null else column == bound


def _split(where: Where) -> tuple[Shape, dict[str, Any]]:
    """What a statement is built from, and what it is run with."""
    shape, chosen = [], {}
    for name, value in where.items():
        is_list = isinstance(value, list)
        shape.append((name, is_list, None in value if is_list else value is None))
        if value is not None:
            chosen[f"{_CHOSEN}{name}"] = [one for one in value if one is not None] if is_list else value
    return tuple(shape), chosen

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sorted pages after a marker, in plain SQL that uses indexes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Ascending(FunctionElement[Any]):
    """A sort column whose nulls come first: MySQL and SQLite do that by themselves, and can use an index for it."""

    inherit_cache = True


class _Descending(FunctionElement[Any]):
    """A sort column whose nulls come last."""

    inherit_cache = True


ORDERS = {"asc": _Ascending, "desc": _Descending}


@compiles(_Ascending)
def _ascending(element: Any, compiler: Any, **options: Any) -> str:
    return f"{compiler.process(element.clauses, **options)} ASC"


@compiles(_Ascending, "postgresql")
def _ascending_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"{compiler.process(element.clauses, **options)} ASC NULLS FIRST"


@compiles(_Descending)
def _descending(element: Any, compiler: Any, **options: Any) -> str:
    return f"{compiler.process(element.clauses, **options)} DESC"


@compiles(_Descending, "postgresql")
def _descending_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"{compiler.process(element.clauses, **options)} DESC NULLS LAST"


def page(
    query: Select[Any],
    sort: Sequence[tuple[Any, str]],
    marker: Sequence[Any] | None = None,
    limit: int | None = None,
) -> Select[Any]:
    """Sort by (column, "asc" or "desc") pairs, begin after the marker's values, end after `limit` rows.

    The last sort column must be unique. Nulls sort first ascending, last descending, as MySQL does.
    """
    if marker is not None:
        query = query.where(_after(sort, marker))
    for column, direction in sort:
        if column.nullable:
            query = query.order_by(ORDERS[direction](column))
        else:
            query = query.order_by(column.asc() if direction == "asc" else column.desc())
    return query if limit is None else query.limit(limit)


def _after(sort: Sequence[tuple[Any, str]], marker: Sequence[Any]) -> Any:
    """Rows behind the marker: for each column, equal in all before it and beyond in it."""
    choices = []
    for index, (column, direction) in enumerate(sort):
        equal = [
            (other.is_(None) if value is None else other == value)
            for (other, _), value in zip(sort[:index], marker[:index], strict=True)
        ]
        beyond = _beyond(column, direction, marker[index])
        if beyond is not None:
            choices.append(and_(*equal, beyond))
    return or_(*choices)


def _beyond(column: Any, direction: str, value: Any) -> Any:
    if direction == "asc":
        return column.is_not(None) if value is None else column > value
    if value is None:
        return None
    return or_(column < value, column.is_(None)) if column.nullable else column < value

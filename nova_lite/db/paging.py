# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sorted pages after a marker, in plain SQL that uses indexes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, case, or_


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
            empty_first = case((column.is_(None), 0), else_=1)
            query = query.order_by(empty_first if direction == "asc" else empty_first.desc())
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

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What is read and written together: one transaction on one connection."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, NestedTransaction, ScalarResult, Select, insert

from nova_lite.db.model_base import Rows

R = TypeVar("R", bound=Rows)
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Session:
    """A transaction that takes its connection for the first statement and gives it back when it is closed.

    What is not committed by then is rolled back. Objects that were read do not belong to it: to change them changes no
    row.
    """

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def connection(self) -> Connection:
        """The connection of this transaction."""
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run a statement, of values for its parameters, or once for each of several; returns plain rows."""
        return self.connection.execute(statement, values)

    def scalar(self, query: Executable, values: Values | None = None) -> Any:
        """The first value of a query; None without one."""
        return self.execute(query, values).scalar()

    def scalars(self, query: Executable, values: Values | None = None) -> ScalarResult[Any]:
        """The values of a query's only column."""
        found = self.execute(query, values)
        assert len(found.keys()) == 1, "all() and first() read whole rows"
        return found.scalars()

    def all(self, model: type[R], query: Select[Any], values: Values | None = None) -> list[R]:
        """The rows of a query whose first columns are those of a table."""
        return list(self._objects(model, query, values))

    def first(self, model: type[R], query: Select[Any], values: Values | None = None) -> R | None:
        """As all(), but the first row only; None without one."""
        row = self.execute(query, values).first()
        return None if row is None else model.of(row)

    def _objects(self, model: type[R], query: Select[Any], values: Values | None) -> Iterator[R]:
        for row in self.execute(query, values):
            yield model.of(row)

    def add(self, row: R) -> R:
        """Insert a row; returns it with all its columns, those that nobody set at their defaults."""
        table = type(row).__table__
        result = self.execute(insert(table), vars(row))
        written: Any = result.last_inserted_params()
        made: dict[str, Any] = {**dict.fromkeys(table.c.keys()), **written}
        made.update(zip(table.primary_key.columns.keys(), result.inserted_primary_key or (), strict=True))
        vars(row).update(made)
        return row

    def begin_nested(self) -> NestedTransaction:
        """A part that can be rolled back alone."""
        return self.connection.begin_nested()

    def commit(self) -> None:
        """Keep what was written; what follows is the next transaction."""
        if self._connection is not None:
            self._connection.commit()

    def rollback(self) -> None:
        """Undo what was written since the last commit."""
        if self._connection is not None:
            self._connection.rollback()

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

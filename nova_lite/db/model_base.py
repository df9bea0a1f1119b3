# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tables as classes, and the columns that many tables share.

A class stands for its table in statements, as select(Service).where(Service.host == host); its objects are rows that
were read, or that Session.add() is to write. SQLAlchemy's ORM does more, of which nothing is used here, and to load it
and to map 36 tables took a sixth of a daemon's start.
"""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from oslo_utils import timeutils
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects import mysql

T = TypeVar("T")


def utcnow() -> datetime.datetime:
    """Now, UTC, as stored: without zone and microseconds."""
    now: datetime.datetime = timeutils.utcnow().replace(microsecond=0)
    return now


def long_text() -> Text:
    """Text beyond MySQL's 64 KiB."""
    return Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")


def medium_text() -> Text:
    """Text up to 16 MiB on MySQL."""
    return Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


class Stored(Generic[T]):
    """A column of a class of rows, declared with what SQLAlchemy's Column takes but the name.

    In the class it is the column of the table, in an object its value.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._arguments = arguments
        self._options = options
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, row: None, owner: Any) -> Column[T]: ...

    @overload
    def __get__(self, row: object, owner: Any) -> T: ...

    def __get__(self, row: object | None, owner: Any) -> Any:
        """Asked of a class, or of a new object that was given no such value: an object's values come before this."""
        return owner.__table__.c[self._name] if row is None else None

    def column(self) -> Column[T]:
        """The column, made anew for each table that has it."""
        return Column(self._name, *self._arguments, **self._options)


class Rows:
    """A class of rows; with a __tablename__ it has a table. Its parts in __table_args__ are those of a Table."""

    metadata: ClassVar[MetaData]
    __table__: ClassVar[Table]
    __table_args__: ClassVar[tuple[Any, ...]] = ()

    def __init_subclass__(cls) -> None:
        name = vars(cls).get("__tablename__")
        if name is None:
            return
        classes = (cls, *(base for base in cls.__mro__ if base is not cls))
        columns = [one.column() for base in classes for one in vars(base).values() if isinstance(one, Stored)]
        cls.__table__ = Table(name, cls.metadata, *columns, *cls.__table_args__)

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{name} would change in this object alone: rows are changed by statements")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def __clause_element__(cls) -> Table:
        """What SQLAlchemy takes this class for."""
        return cls.__table__

    @classmethod
    def of(cls, values: Iterable[Any]) -> Self:
        """A row from the values of all columns, in their order; what comes behind them is left out."""
        made = cls.__new__(cls)
        vars(made).update(zip(cls.__table__.c.keys(), values, strict=False))
        return made


class Timestamps(Rows):
    """When a row was made and last changed."""

    created_at: Stored[datetime.datetime | None] = Stored(DateTime, default=utcnow)
    updated_at: Stored[datetime.datetime | None] = Stored(DateTime, onupdate=utcnow)


class SoftDelete(Timestamps):
    """Rows that are marked instead of removed: `deleted` becomes the row's id."""

    deleted_at: Stored[datetime.datetime | None] = Stored(DateTime)
    deleted: Stored[int] = Stored(Integer, default=0, nullable=False)


class Journalled(Timestamps):
    """Columns of the operation journal, alike in the API database (creates without a cell) and in the cells.

    attempt counts who took the operation: whoever acts for it names the attempt it holds, so that one who was replaced
    meanwhile changes nothing. lease: until when the holder is believed to be at work. outcome: null while it is open.
    """

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    uuid: Stored[str] = Stored(String(36), nullable=False)
    request_id: Stored[str] = Stored(String(255), nullable=False)
    instance_uuid: Stored[str] = Stored(String(36), nullable=False)
    kind: Stored[str] = Stored(String(32), nullable=False)
    arguments: Stored[str | None] = Stored(medium_text())
    step: Stored[str] = Stored(String(64), nullable=False)
    owner: Stored[str | None] = Stored(String(255))
    attempt: Stored[int] = Stored(Integer, nullable=False)
    lease: Stored[datetime.datetime] = Stored(DateTime, nullable=False)
    deadline: Stored[datetime.datetime] = Stored(DateTime, nullable=False)
    outcome: Stored[str | None] = Stored(String(16))
    finished_at: Stored[datetime.datetime | None] = Stored(DateTime)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pages: markers with nulls on every kind of column, checked on a table of numbers."""

import itertools

import pytest
from sqlalchemy import Integer, create_engine, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from nova_lite.db import paging


class Base(DeclarativeBase):
    """Base of this test's table."""


class Row(Base):
    """A row with a column that may be null and one that may not."""

    __tablename__ = "rows"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    loose: Mapped[int | None] = mapped_column(Integer)
    firm: Mapped[int] = mapped_column(Integer)


@pytest.fixture(scope="module")
def session() -> Session:
    """All combinations of few values, twice."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    made = Session(engine)
    pairs = list(itertools.product((None, 1, 2), (1, 2))) * 2
    made.execute(insert(Row), [{"id": n, "loose": loose, "firm": firm} for n, (loose, firm) in enumerate(pairs)])
    return made


DIRECTIONS = list(itertools.product(("asc", "desc"), repeat=3))


@pytest.mark.parametrize("directions", DIRECTIONS)
def test_pages_after_each_marker(session: Session, directions: tuple[str, str, str]) -> None:
    columns = (Row.loose, Row.firm, Row.id)
    sort = list(zip(columns, directions, strict=True))
    everything = list(session.scalars(paging.page(select(Row), sort)))
    for index, row in enumerate(everything):
        marker = [row.loose, row.firm, row.id]
        page = list(session.scalars(paging.page(select(Row), sort, marker, 4)))
        assert page == everything[index + 1 : index + 5]


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_order_of_nulls(session: Session, direction: str) -> None:
    order = session.scalars(paging.page(select(Row.loose), [(Row.loose, direction), (Row.id, "asc")]))
    values = [key for key, _ in itertools.groupby(order)]
    assert values == ([None, 1, 2] if direction == "asc" else [2, 1, None])


def test_no_limit_and_no_marker_is_everything(session: Session) -> None:
    assert len(list(session.scalars(paging.page(select(Row), [(Row.id, "asc")])))) == 12
    assert list(session.scalars(paging.page(select(Row), [(Row.id, "asc")], limit=0))) == []

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pages: markers with nulls on every kind of column, checked on a table of numbers."""

import itertools

import pytest
from sqlalchemy import Integer, MetaData, create_engine, insert, select

from nova_lite.db import paging
from nova_lite.db.model_base import Rows, Stored
from nova_lite.db.session import Session


class Row(Rows):
    """A row with a column that may be null and one that may not."""

    metadata = MetaData()
    __tablename__ = "rows"

    id: Stored[int] = Stored(Integer, primary_key=True)
    loose: Stored[int | None] = Stored(Integer)
    firm: Stored[int] = Stored(Integer, nullable=False)


@pytest.fixture(scope="module")
def session() -> Session:
    """All combinations of few values, twice."""
    engine = create_engine("sqlite://")
    Row.metadata.create_all(engine)
    made = Session(engine.connect)
    pairs = list(itertools.product((None, 1, 2), (1, 2))) * 2
    made.execute(insert(Row), [{"id": n, "loose": loose, "firm": firm} for n, (loose, firm) in enumerate(pairs)])
    return made


DIRECTIONS = list(itertools.product(("asc", "desc"), repeat=3))


@pytest.mark.parametrize("directions", DIRECTIONS)
def test_pages_after_each_marker(session: Session, directions: tuple[str, str, str]) -> None:
    columns = (Row.loose, Row.firm, Row.id)
    sort = list(zip(columns, directions, strict=True))
    everything = session.all(Row, paging.page(select(Row), sort))
    for index, row in enumerate(everything):
        marker = [row.loose, row.firm, row.id]
        page = session.all(Row, paging.page(select(Row), sort, marker, 4))
        assert page == everything[index + 1 : index + 5]


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_order_of_nulls(session: Session, direction: str) -> None:
    order = session.scalars(paging.page(select(Row.loose), [(Row.loose, direction), (Row.id, "asc")]))
    values = [key for key, _ in itertools.groupby(order)]
    assert values == ([None, 1, 2] if direction == "asc" else [2, 1, None])


def test_no_limit_and_no_marker_is_everything(session: Session) -> None:
    assert len(session.all(Row, paging.page(select(Row), [(Row.id, "asc")]))) == 12
    assert session.all(Row, paging.page(select(Row), [(Row.id, "asc")], limit=0)) == []

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sessions: rows as objects, defaults of new ones, parts that are undone."""

import pytest
from oslo_db import exception as db_exception
from sqlalchemy import select

from nova_lite.db.main.models import ComputeNode, Service
from nova_lite.db.session import Session
from tests.unit.db import rows


def test_an_added_row_has_its_id_and_defaults(session: Session) -> None:
    made = session.add(Service(host="h1", binary="nova-compute", topic="compute", report_count=0))
    assert (made.id > 0, made.deleted, made.created_at is None, made.disabled_reason) == (True, 0, False, None)
    assert made == session.first(Service, select(Service).where(Service.id == made.id))


def test_rows_are_objects_of_their_table(session: Session) -> None:
    rows.node(session, "h1")
    number = rows.service(session, "h1")
    query = select(ComputeNode, Service).join(Service, Service.host == ComputeNode.host)
    (node,) = session.all(ComputeNode, query)
    assert (node.host, node.deleted) == ("h1", 0)
    assert session.first(ComputeNode, query) == node
    assert session.first(Service, select(Service).where(Service.id == number + 1)) is None


def test_a_column_by_itself(session: Session) -> None:
    for host in ("h1", "h2"):
        rows.service(session, host)
    assert session.scalars(select(Service.host).order_by(Service.host)).all() == ["h1", "h2"]
    with pytest.raises(AssertionError, match="whole rows"):
        session.scalars(select(Service))


def test_a_part_that_is_undone_leaves_the_rest(session: Session) -> None:
    made = session.add(Service(host="h1", binary="b", topic="t", report_count=0))
    with pytest.raises(db_exception.DBDuplicateEntry), session.begin_nested():
        session.add(Service(id=made.id, host="h2", binary="b", topic="t", report_count=0))
    assert session.scalars(select(Service.host)).all() == ["h1"]


def test_without_a_statement_no_connection_is_taken() -> None:
    def connect() -> None:
        raise AssertionError("taken")

    with Session(connect) as session:  # type: ignore[arg-type]
        session.commit()
        session.rollback()

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Statements that write rows."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import CompileError

from nova_lite.db import statements
from nova_lite.db.main.models import Instance, Tag
from nova_lite.db.session import Session


def tags(session: Session) -> list[tuple[str, str]]:
    return sorted(session.execute(select(Tag.resource_id, Tag.tag)).tuples())


def test_rows_with_other_keys_lose_none(session: Session) -> None:
    statements.insert_all(session, Instance, [{"uuid": "a"}, {"uuid": "b", "host": "h"}, {"uuid": "c"}])
    found = session.execute(select(Instance.uuid, Instance.host).order_by(Instance.uuid)).tuples().all()
    assert found == [("a", None), ("b", "h"), ("c", None)]


def test_an_inserted_row_has_its_defaults_and_an_id(session: Session) -> None:
    number = statements.insert_one(session, Instance, {"uuid": "a"})
    (row,) = session.all(Instance, select(Instance))
    assert (row.id, row.deleted, row.created_at is None, row.updated_at) == (number, 0, False, None)


@pytest.mark.parametrize(
    ("where", "changed"),
    [
        ({"host": "h1"}, {"a"}),
        ({"host": None}, {"c"}),
        ({"host": ["h1", "h2"]}, {"a", "b"}),
        ({"host": ["h2", None]}, {"b", "c"}),
        ({"host": []}, set()),
        ({"host": ["h1", None], "uuid": "c"}, {"c"}),
    ],
)
def test_what_is_changed(session: Session, where: dict[str, Any], changed: set[str]) -> None:
    rows = [{"uuid": uuid, "host": host} for uuid, host in (("a", "h1"), ("b", "h2"), ("c", None))]
    statements.insert_all(session, Instance, rows)
    assert statements.change(session, Instance, where, {"node": "n", "task_state": None}) == len(changed)
    assert set(session.scalars(select(Instance.uuid).where(Instance.node == "n"))) == changed
    touched = set(session.scalars(select(Instance.uuid).where(Instance.updated_at.is_not(None))))
    assert touched == changed


def test_the_column_that_chooses_may_change(session: Session) -> None:
    statements.insert_all(session, Tag, [{"resource_id": "a", "tag": "x"}])
    assert statements.change(session, Tag, {"tag": "x"}, {"tag": "y"}) == 1
    assert tags(session) == [("a", "y")]


def test_removal(session: Session) -> None:
    statements.insert_all(session, Tag, [{"resource_id": "a", "tag": tag} for tag in "xyz"])
    assert statements.remove(session, Tag, {"resource_id": "a", "tag": ["x", "y"]}) == 2
    assert tags(session) == [("a", "z")]


def test_unknown_columns_are_refused(session: Session) -> None:
    with pytest.raises(CompileError, match="colour"):
        statements.insert_all(session, Tag, [{"resource_id": "a", "tag": "x", "colour": "red"}])
    with pytest.raises(CompileError, match="colour"):
        statements.change(session, Tag, {"tag": "x"}, {"colour": "red"})

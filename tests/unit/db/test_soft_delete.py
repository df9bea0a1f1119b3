# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Marking rows deleted."""

from sqlalchemy import select

from nova_lite.db import soft_delete
from nova_lite.db.main.models import Service
from nova_lite.db.session import Session
from tests.unit.db import rows


def test_only_live_matching_rows_are_marked(session: Session) -> None:
    ids = [rows.service(session, host) for host in ("h1", "h2", "h3")]
    assert soft_delete.mark(session, Service, {"host": ["h1", "h2"]}) == 2
    assert soft_delete.mark(session, Service, {"host": "h1"}) == 0
    found = session.all(Service, select(Service).order_by(Service.id))
    assert [row.deleted for row in found] == [ids[0], ids[1], 0]
    assert [row.deleted_at is None for row in found] == [False, False, True]


def test_marking_is_no_change_of_the_row(session: Session) -> None:
    number = rows.service(session, "h1")
    soft_delete.mark(session, Service, {"id": number})
    assert session.scalars(select(Service.updated_at)).one() is None

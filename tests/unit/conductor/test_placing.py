# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The hold on requests that are being placed."""

from typing import Any

import pytest
from sqlalchemy import event, select

from nova_lite import exception
from nova_lite.conductor import placing
from nova_lite.db import journal, statements
from nova_lite.db.engine import api_database
from nova_lite.lifecycle import Outcome
from tests.unit.conductor.builders import a_lease, asked
from tests.unit.control_plane import Plane


def test_one_conductor_holds_a_request(plane: Plane) -> None:
    lease = a_lease(plane.member, [asked()])
    held = placing.take(lease)
    assert held is not None and held.attempt == 1
    assert placing.take(lease) is None
    held.expires_at = 0
    placing.check(held)
    other = placing.take(held.copy())
    assert other is not None
    placing.release(other)
    with pytest.raises(exception.OperationTaken):
        placing.check(held)
    placing.check(other)


def test_a_message_that_came_twice_is_taken_once_also_at_the_same_time(plane: Plane) -> None:
    lease, other = a_lease(plane.member, [asked(1)]), a_lease(plane.member, [asked(2)])
    again = lease.copy()
    assert placing._take_all([lease, again, other]) == {id(lease), id(other)}


def test_requests_that_nobody_else_wants_are_taken_in_one_statement(plane: Plane) -> None:
    *leases, late = [a_lease(plane.member, [asked(number)]) for number in (1, 2, 3, 4)]
    statements = list[str]()

    def count(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        statements.extend([statement] * statement.startswith("UPDATE"))

    event.listen(api_database().engine, "before_cursor_execute", count)
    assert placing._take_all(leases) == {id(lease) for lease in leases}
    assert len(statements) == 1
    assert placing._take_all([late, *leases]) == {id(late)}


def test_what_is_in_hand_is_renewed(plane: Plane) -> None:
    held = placing.take(a_lease(plane.member, [asked()]))
    assert held is not None
    with api_database().writer() as session:
        statements.change(session, journal.PLACING, {}, {"lease": journal.after(-5)})
    placing.renew()
    with api_database().reader() as session:
        assert journal.due(session, journal.PLACING, 10) == []
    placing.release(held)
    placing.renew()


def test_end(plane: Plane) -> None:
    held = placing.take(a_lease(plane.member, [asked()]))
    assert held is not None
    with api_database().writer() as session:
        placing.finish(session, held, Outcome.DONE)
    with pytest.raises(exception.OperationTaken), api_database().writer() as session:
        placing.finish(session, held, Outcome.DONE)
    assert not placing.is_idle()
    placing.release(held)
    assert placing.is_idle()


def test_who_lets_go_late_leaves_the_next_attempt_of_its_process_alone(plane: Plane) -> None:
    first = placing.take(a_lease(plane.member, [asked()]))
    assert first is not None
    second = placing.take(first)
    assert second is not None
    placing.release(first)
    assert placing._held[second.uuid] == second
    placing.release(second)
    assert second.uuid not in placing._held


def test_what_could_not_be_done_is_due_soon(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    held = placing.take(a_lease(plane.member, [asked()]))
    assert held is not None
    placing.postpone(held)
    with api_database().reader() as session:
        assert not journal.due(session, journal.PLACING, 10)
        (row,) = session.all(journal.PLACING, select(journal.PLACING))
        assert row.lease <= journal.after(placing.PAUSE_S)
    placing.postpone(held, 0)
    with api_database().reader() as session:
        (row,) = session.all(journal.PLACING, select(journal.PLACING))
    assert row.lease <= journal.after(0)
    other = placing.take(held.copy())
    assert other is not None
    with pytest.raises(exception.OperationTaken):
        placing.postpone(held)

    def away() -> None:
        raise exception.DatabaseUnavailable(reason="gone")

    monkeypatch.setattr(placing, "api_database", away)
    placing.postpone(other)
    placing.release(other)

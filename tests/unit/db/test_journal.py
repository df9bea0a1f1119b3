# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The journal's queries: who holds what."""

from typing import Any

import pytest

from nova_lite.db import journal
from nova_lite.db.journal import CELL
from nova_lite.db.session import Session
from nova_lite.lifecycle import Outcome


def row(uuid: str, **values: Any) -> dict[str, Any]:
    return {
        "uuid": uuid,
        "request_id": "req-1",
        "instance_uuid": f"server-{uuid}",
        "kind": "create",
        "arguments": "{}",
        "step": "sent",
        "owner": "h1",
        "attempt": 1,
        "lease": journal.after(60),
        "deadline": journal.after(600),
        **values,
    }


def test_one_of_two_takes_an_operation(session: Session) -> None:
    journal.create(session, CELL, [row("a", owner=None, attempt=0)])
    assert journal.take(session, CELL, "a", 0, "c1", 20)
    assert not journal.take(session, CELL, "a", 0, "c2", 20)
    found = journal.find(session, CELL, "a")
    assert found is not None and (found.owner, found.attempt) == ("c1", 1)


def test_replaced_attempt_changes_nothing(session: Session) -> None:
    journal.create(session, CELL, [row("a")])
    assert journal.take(session, CELL, "a", 1, "h2", 20)
    assert not journal.change(session, CELL, "a", 1, {"step": "x"})
    assert not journal.finish(session, CELL, "a", 1, Outcome.DONE)
    assert journal.finish(session, CELL, "a", 2, Outcome.DONE)
    assert not journal.finish(session, CELL, "a", 2, Outcome.DONE)


def test_end_forgets_what_was_asked(session: Session) -> None:
    journal.create(session, CELL, [row("a", arguments="secret")])
    journal.finish(session, CELL, "a", 1, Outcome.FAILED)
    found = journal.find(session, CELL, "a")
    assert found is not None and (found.arguments, found.outcome) == (None, "failed")
    assert found.finished_at is not None


def test_renewal_tells_what_is_lost(session: Session) -> None:
    journal.create(session, CELL, [row("a"), row("b"), row("c", outcome="done")])
    assert journal.renew(session, CELL, [("a", 1), ("b", 0), ("c", 1)], 20) == {"a"}
    assert journal.renew(session, CELL, [], 20) == set()


@pytest.mark.parametrize(
    ("values", "is_due"),
    [
        ({}, False),
        ({"lease": journal.after(-10)}, True),
        ({"deadline": journal.after(-10)}, True),
        ({"lease": journal.after(-10), "outcome": "done"}, False),
    ],
)
def test_due(session: Session, values: dict[str, Any], is_due: bool) -> None:
    journal.create(session, CELL, [row("a", **values)])
    assert [one.uuid for one in journal.due(session, CELL, 10)] == (["a"] if is_due else [])


@pytest.mark.parametrize(("owner", "is_due"), [(None, True), ("h1", False)])
def test_what_nobody_has_begun_is_due_earlier(session: Session, owner: str | None, is_due: bool) -> None:
    journal.create(session, CELL, [row("a", owner=owner, lease=journal.after(5))])
    assert journal.due(session, CELL, 10, 4) == journal.due(session, CELL, 10) == []
    assert [one.uuid for one in journal.due(session, CELL, 10, 6)] == (["a"] if is_due else [])


@pytest.mark.parametrize(
    ("left_s", "values", "is_quiet"),
    [(4, {}, True), (6, {}, False), (-2, {}, False), (4, {"owner": None}, False), (4, {"outcome": "done"}, False)],
)
def test_what_should_have_been_renewed(session: Session, left_s: int, values: dict[str, Any], is_quiet: bool) -> None:
    journal.create(session, CELL, [row("a", lease=journal.after(left_s), **values)])
    assert [one.uuid for one in journal.quiet(session, CELL, 5, 10)] == (["a"] if is_quiet else [])


def test_owners_of_what_is_open(session: Session) -> None:
    rows = [row("a", owner="c_1:x"), row("b", owner="c_1:x"), row("c", owner="c_1:y"), row("d", owner="cc1:x")]
    journal.create(session, CELL, rows)
    journal.finish(session, CELL, "c", 1, Outcome.DONE)
    assert journal.owners(session, CELL, "c_1:") == {"c_1:x"}


def test_owned_close_and_purge(session: Session) -> None:
    alike = {"outcome": None, "finished_at": None}
    ended = {"outcome": "done", "finished_at": journal.after(-100)}
    journal.create(session, CELL, [row("a", **alike), row("b", **alike, owner="h2"), row("c", **{**alike, **ended})])
    assert [one.uuid for one in journal.owned(session, CELL, "h1")] == ["a"]
    assert journal.close_all(session, CELL, "server-a", Outcome.DONE) == 1
    assert journal.owned(session, CELL, "h1") == []
    assert journal.purge(session, CELL, 50) == 1
    assert journal.find(session, CELL, "c") is None
    assert journal.find(session, CELL, "a") is not None


def test_open_operations_by_kind_and_state(session: Session) -> None:
    late, over = journal.after(-5), journal.after(-100)
    rows = [
        row("a", created_at=journal.after(-40)),
        row("b", created_at=journal.after(-50)),
        row("c", lease=late, created_at=journal.after(-60)),
        row("d", lease=late, deadline=late, created_at=over),
        row("e", kind="delete", deadline=late, created_at=over),
        row("f", outcome="done", created_at=over),
    ]
    journal.create(session, CELL, rows)
    found = {(one.kind, one.state): one for one in journal.census(session, CELL)}
    assert {key: one.number for key, one in found.items()} == {
        ("create", "held"): 2,
        ("create", "due"): 1,
        ("create", "stuck"): 1,
        ("delete", "stuck"): 1,
    }
    assert 50 <= found["create", "held"].age_s < 80 and found["delete", "stuck"].age_s >= 100

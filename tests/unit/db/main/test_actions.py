# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Actions and events: order, ends, errors, pages."""

import datetime

import pytest

from nova_lite.db.main import actions
from nova_lite.db.session import Session
from tests.unit.db import rows

REQUEST = "req-1"


@pytest.fixture
def server(session: Session) -> str:
    """A server with one action."""
    uuid = rows.server(session)
    actions.start(session, uuid, "reboot", request_id=REQUEST, user_id="u", project_id="p")
    return uuid


def test_an_action_is_found_by_request_and_server(session: Session, server: str) -> None:
    found = actions.find(session, server, REQUEST)
    assert found is not None
    assert (found.action, found.user_id, found.project_id, found.message) == ("reboot", "u", "p", None)
    assert found.start_time is not None and found.updated_at == found.start_time
    assert actions.find(session, server, "req-2") is None
    assert actions.find(session, rows.server(session), REQUEST) is None


def test_a_request_that_acts_twice(session: Session, server: str) -> None:
    actions.start(session, server, "stop", request_id=REQUEST)
    found = actions.find(session, server, REQUEST)
    assert found is not None and found.action == "stop"


def test_events_begin_and_end(session: Session, server: str) -> None:
    for name in ("first", "second"):
        assert actions.start_event(session, server, REQUEST, name, "h1")
    assert actions.finish_event(session, server, REQUEST, "first", "h1", None)
    action = actions.find(session, server, REQUEST)
    assert action is not None and action.message is None
    second, first = actions.events(session, action.id)
    assert (first.event, first.result, first.finish_time is None) == ("first", "Success", False)
    assert (second.event, second.result, second.finish_time, second.host) == ("second", None, None, "h1")


def test_an_event_that_breaks_marks_its_action(session: Session, server: str) -> None:
    actions.start_event(session, server, REQUEST, "compute_reboot", "h1")
    actions.finish_event(session, server, REQUEST, "compute_reboot", "h1", "Traceback")
    action = actions.find(session, server, REQUEST)
    assert action is not None
    assert action.message == "Error"
    [event] = actions.events(session, action.id)
    assert (event.result, event.traceback) == ("Error", "Traceback")


def test_only_the_event_of_that_host_ends(session: Session, server: str) -> None:
    for host in ("h1", "h2"):
        actions.start_event(session, server, REQUEST, "build", host)
    actions.finish_event(session, server, REQUEST, "build", "h1", None)
    action = actions.find(session, server, REQUEST)
    assert action is not None
    assert {event.host: event.result for event in actions.events(session, action.id)} == {"h1": "Success", "h2": None}


def test_a_long_traceback_is_cut(session: Session, server: str) -> None:
    """Text holds 64 KiB on MySQL, which refuses more."""
    actions.start_event(session, server, REQUEST, "build", "h1")
    actions.finish_event(session, server, REQUEST, "build", "h1", "é" * 100_000 + "ValueError")
    action = actions.find(session, server, REQUEST)
    assert action is not None
    [event] = actions.events(session, action.id)
    assert event.traceback is not None and event.traceback.endswith("éValueError")
    assert 65_000 < len(event.traceback.encode()) <= 65_535


def test_events_without_action(session: Session) -> None:
    uuid = rows.server(session)
    assert not actions.start_event(session, uuid, REQUEST, "e", "h")
    assert not actions.finish_event(session, uuid, REQUEST, "e", "h", None)


def test_an_action_without_events_ends(session: Session, server: str) -> None:
    actions.finish(session, server, REQUEST, "Error")
    actions.finish(session, server, "unknown request")
    action = actions.find(session, server, REQUEST)
    assert action is not None
    assert (action.finish_time is None, action.message) == (False, "Error")


def test_pages_are_newest_first(session: Session, server: str) -> None:
    for number in range(4):
        actions.start(session, server, f"a{number}", request_id=f"req-{number + 2}")
    everything = [row.action for row in actions.page(session, server)]
    assert everything == ["a3", "a2", "a1", "a0", "reboot"]
    first = actions.page(session, server, limit=2)
    assert [row.action for row in actions.page(session, server, limit=2, marker=first[-1])] == ["a1", "a0"]


def test_changes_since_and_before(session: Session, server: str) -> None:
    action = actions.find(session, server, REQUEST)
    assert action is not None and action.updated_at is not None
    hour = datetime.timedelta(hours=1)
    assert len(actions.page(session, server, changes_since=action.updated_at)) == 1
    assert len(actions.page(session, server, changes_before=action.updated_at)) == 1
    assert actions.page(session, server, changes_since=action.updated_at + hour) == []
    assert actions.page(session, server, changes_before=action.updated_at - hour) == []


@pytest.mark.parametrize("count", [1, 3])
def test_new_servers_begin_with_an_event_each(session: Session, count: int) -> None:
    uuids = [rows.server(session) for _ in range(count)]
    servers = [
        actions.New(uuid, f"host{number}", {"request_id": f"req-{number}", "user_id": "u", "project_id": "p"})
        for number, uuid in enumerate(uuids)
    ]
    actions.start_new(session, "create", "build", servers)
    for number, uuid in enumerate(uuids):
        action = actions.find(session, uuid, f"req-{number}")
        assert action is not None and (action.action, action.project_id) == ("create", "p")
        (event,) = actions.events(session, action.id)
        assert (event.event, event.host, event.finish_time, event.deleted) == ("build", f"host{number}", None, 0)
        assert event.start_time is not None and event.created_at is not None

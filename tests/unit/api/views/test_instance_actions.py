# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Actions and events, as far as the caller may see them."""

import pytest

from nova_lite.api.views import instance_actions as view
from nova_lite.db.main.models import InstanceAction, InstanceActionEvent
from tests.unit.api.views.requests import at

ACTION = InstanceAction(action="create", instance_uuid="u", request_id="r")
EVENT = InstanceActionEvent(event="e", host="h", result="Success", traceback="t", details="d")


def test_events_until_2_50_are_for_those_who_see_everything() -> None:
    for full, shown in ((True, True), (False, False)):
        assert ("events" in view.full(at(50), ACTION, view.Events([EVENT], "p", full, False))) == shown
    assert len(view.full(at(51), ACTION, view.Events([EVENT], "p", False, False))["events"]) == 1


@pytest.mark.parametrize(
    ("full", "details", "keys"),
    [(False, False, set()), (True, False, {"traceback", "host"}), (False, True, {"details"})],
)
def test_policy_hides_keys_of_events(full: bool, details: bool, keys: set[str]) -> None:
    shown = view.event(at(84), EVENT, view.Events([EVENT], "p", full, details))
    assert set(shown) - {"event", "start_time", "finish_time", "result", "hostId"} == keys
    assert len(shown["hostId"]) == 56


def test_items_show_their_last_change_from_2_58_on() -> None:
    assert set(view.item(at(58), ACTION)) - set(view.item(at(57), ACTION)) == {"updated_at"}

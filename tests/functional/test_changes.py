# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Whoever watches hears of every change of a server's states and name, from whichever daemon makes it."""

from typing import Any

import pytest

from nova_lite.context import RequestContext
from nova_lite.objects import instance as instances
from nova_lite.objects.instance import Before, Instance
from tests.functional.stack import Stack


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Server, states before and after, new name if it is one."""
    found: list[tuple[Any, ...]] = []

    def watcher(context: RequestContext, instance: Instance, before: Before) -> None:
        renamed = before.display_name is not None and instance.display_name != before.display_name
        states = (before.vm_state, before.task_state, instance.vm_state, instance.task_state)
        found.append((instance.uuid, *states, instance.display_name if renamed else None))

    monkeypatch.setattr(instances, "_watchers", [watcher])
    return found


def test_the_life_of_a_server_is_told(stack: Stack, told: list[tuple[Any, ...]]) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    assert stack.request("PUT", f"/servers/{uuid}", {"server": {"name": "another"}}).status_code == 200
    assert stack.request("POST", f"/servers/{uuid}/action", {"os-stop": None}).status_code == 202
    stack.wait_for(uuid, "SHUTOFF")
    assert stack.request("DELETE", f"/servers/{uuid}").status_code == 204
    stack.wait_gone(uuid)
    assert [one[1:] for one in told if one[0] == uuid] == [
        (None, None, "building", "scheduling", None),
        ("building", "scheduling", "building", "networking", None),
        ("building", "networking", "building", "spawning", None),
        ("building", "spawning", "active", None, None),
        ("active", None, "active", None, "another"),
        ("active", None, "active", "powering-off", None),
        ("active", "powering-off", "stopped", None, None),
        ("stopped", None, "stopped", "deleting", None),
        ("stopped", "deleting", "deleted", None, None),
    ]

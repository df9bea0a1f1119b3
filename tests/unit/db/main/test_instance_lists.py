# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Lists of servers: filters, order with nulls, pages without gaps and repetitions."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from nova_lite.db.main import instance_lists, instances
from nova_lite.db.session import Session
from tests.unit.db import rows

PROJECT = "listing"
MORNING = datetime.datetime(2026, 3, 1, 6)


def names(session: Session, filters: Mapping[str, Any], sort: Any = (("display_name", "asc"),)) -> list[str]:
    found = instance_lists.brief(session, {"project_id": PROJECT, **filters}, sort)
    return [row.display_name for row in found]


@pytest.fixture
def servers(session: Session) -> dict[str, str]:
    """Three servers that differ in everything that is filtered."""
    hour = datetime.timedelta(hours=1)
    locked = {"locked": True, "locked_by": "owner", "auto_disk_config": True, "power_state": 4}
    locked.update(host="h2", vm_state="error")
    made = {
        "a": ({"tags": ["red"], "metadata": {"k": "v"}}, {"host": "h1", "vm_state": "active", "power_state": 1}),
        "b": ({"tags": ["red", "blue"], "metadata": {"k": "w"}}, locked),
        "c": ({}, {"host": None, "vm_state": "building", "task_state": "spawning"}),
    }
    return {
        name: rows.server(
            session,
            satellites,
            display_name=f"vm-{name}.1",
            project_id=PROJECT,
            created_at=MORNING + index * hour,
            updated_at=MORNING + index * hour,
            **values,
        )
        for index, (name, (satellites, values)) in enumerate(made.items())
    }


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "abc"),
        ({"host": "h1"}, "a"),
        ({"host": ["h1", None]}, "ac"),
        ({"host": None}, "c"),
        ({"host": []}, ""),
        ({"vm_state": ("active", "error")}, "ab"),
        ({"not_vm_state": ["active"]}, "bc"),
        ({"task_state": "spawning"}, "c"),
        ({"name": "vm-b"}, "b"),
        ({"name": "VM-b"}, "b"),
        ({"name": "vm-[ab]"}, "ab"),
        ({"name": "VM-(a|C)"}, "ac"),
        ({"name": "^vm-.\\.1$"}, "abc"),
        ({"name": "b%"}, ""),
        ({"name": "_"}, ""),
        ({"locked": True}, "b"),
        ({"locked": False}, "ac"),
        ({"metadata": {"k": "v"}}, "a"),
        ({"metadata": {"k": "v", "other": "x"}}, ""),
        ({"tags": ["red", "blue"]}, "b"),
        ({"tags_any": ["red", "blue"]}, "ab"),
        ({"not_tags": ["red", "blue"]}, "ac"),
        ({"not_tags_any": ["red", "blue"]}, "c"),
        ({"changes_since": MORNING + datetime.timedelta(hours=1)}, "bc"),
        ({"changes_before": MORNING + datetime.timedelta(hours=1)}, "ab"),
        ({"unknown": "ignored"}, "abc"),
        ({"created_at": "2026-03-01 07"}, "b"),
        ({"created_at": "0[67]:00"}, "ab"),
        ({"created_at": "yesterday"}, ""),
        ({"power_state": "4"}, "b"),
        ({"power_state": "^[14]$"}, "ab"),
        ({"power_state": "off"}, ""),
        ({"power_state": "99999999999"}, ""),
        ({"auto_disk_config": "True"}, "b"),
        ({"auto_disk_config": "perhaps"}, ""),
        ({"locked_by": "owner"}, "b"),
        ({"locked_by": "nobody"}, ""),
    ],
)
def test_filters(session: Session, servers: dict[str, str], filters: dict[str, Any], expected: str) -> None:
    assert names(session, filters) == [f"vm-{name}.1" for name in expected]


def test_deleted_servers(session: Session, servers: dict[str, str]) -> None:
    instances.destroy(session, servers["a"])
    assert names(session, {}) == ["vm-b.1", "vm-c.1"]
    assert names(session, {"deleted": True}) == ["vm-a.1"]
    assert names(session, {"deleted": "any"}) == ["vm-a.1", "vm-b.1", "vm-c.1"]


def test_hidden_servers_are_never_listed(session: Session, servers: dict[str, str]) -> None:
    instances.save(session, servers["a"], {"hidden": True})
    assert names(session, {"deleted": "any"}) == ["vm-b.1", "vm-c.1"]


def test_servers_are_found_by_uuid(session: Session, servers: dict[str, str]) -> None:
    assert names(session, {"uuid": [servers["b"], servers["c"]]}) == ["vm-b.1", "vm-c.1"]


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_nulls_are_first_ascending_and_last_descending(
    session: Session, servers: dict[str, str], direction: str
) -> None:
    order = ["vm-c.1", "vm-a.1", "vm-b.1"]
    found = names(session, {}, (("host", direction),))
    assert found == (order if direction == "asc" else order[::-1])


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("key", ["host", "created_at", "display_name", "vm_state", "uuid"])
def test_pages_hold_each_server_once(session: Session, key: str, direction: str) -> None:
    for index in range(11):
        host = None if index % 3 == 0 else f"h{index % 2}"
        rows.server(session, project_id=PROJECT, host=host, display_name=f"vm{index % 4}", created_at=MORNING)
    everything = instance_lists.brief(session, {"project_id": PROJECT}, [(key, direction)])
    seen: list[str] = []
    marker = None
    while True:
        found = instance_lists.brief(session, {"project_id": PROJECT}, [(key, direction)], 3, marker)
        if not found:
            break
        seen += [row.uuid for row in found]
        marker = found[-1]._mapping
    assert seen == [row.uuid for row in everything]
    assert len(seen) == len(set(seen)) == 11


def test_two_keys_in_different_directions(session: Session) -> None:
    for host, name in (("h1", "a"), ("h2", "a"), ("h1", "b")):
        rows.server(session, project_id=PROJECT, host=host, display_name=name)
    found = instance_lists.brief(session, {"project_id": PROJECT}, [("host", "desc"), ("display_name", "asc")])
    assert [(row.host, row.display_name) for row in found] == [("h2", "a"), ("h1", "a"), ("h1", "b")]


@pytest.mark.parametrize("pattern", ["1", "9" * 5000, "^1$"])
def test_numbers_and_times_are_searched_as_text(session: Session, pattern: str) -> None:
    rows.server(session, launch_index=1)
    found = instance_lists._matches(instance_lists.Instance.launch_index, pattern)
    matches = session.execute(select(instance_lists.Instance.uuid).where(found)).all()
    assert len(matches) == (0 if pattern.startswith("9") else 1)


@pytest.mark.parametrize(("text", "found"), [(str(2**31 - 1), 1), (str(2**31), 0), (str(-(2**31)), 0), ("9" * 400, 0)])
def test_a_number_that_no_column_holds_matches_nothing(session: Session, text: str, found: int) -> None:
    rows.server(session, progress=2**31 - 1)
    assert len(instance_lists.brief(session, {"progress": text}, [])) == found

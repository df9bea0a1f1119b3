# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Lists over cells and build requests."""

import datetime
import json
from typing import Any

import pytest

from nova_lite import cells, exception
from nova_lite.cells import CELL0_UUID
from nova_lite.db.api import build_requests, instance_mappings
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import instances
from nova_lite.operations import lists
from tests.unit.control_plane import PROJECT, Plane, an_instance

SORT = [("created_at", "desc")]
MINE = {"project_id": PROJECT, "deleted": False}


def at(minute: int) -> datetime.datetime:
    return datetime.datetime(2026, 1, 1, 12, minute)


def names(plane: Plane, filters: dict[str, Any] | None = None, **page: Any) -> list[str]:
    options: dict[str, Any] = {"sort": SORT, "limit": 10, "marker": None, "detailed": False, **page}
    found = lists.page(plane.member, {**MINE, **(filters or {})}, **options)
    return [str(one.display_name) for one in found.servers]


@pytest.fixture
def three(plane: Plane) -> Plane:
    """One waiting server, one in cell0, two in cell1."""
    plane.add(an_instance(1, created_at=at(1), metadata={"role": "web"}, tags=["a"]))
    plane.add(an_instance(2, created_at=at(2), vm_state="error"), CELL0_UUID)
    plane.add(an_instance(3, created_at=at(3), locked=True, project_id="other"))
    waiting = an_instance(4, created_at=at(4), vm_state="building", tags=["b"])
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": waiting.uuid, "project_id": PROJECT}])
        text = json.dumps(waiting.to_primitive())
        build_requests.create(session, [{"instance_uuid": waiting.uuid, "project_id": PROJECT, "instance": text}])
    return plane


def test_waiting_ones_first_then_the_cells_in_order(three: Plane) -> None:
    assert names(three) == ["vm4", "vm2", "vm1"]


def test_pages_follow_each_other(three: Plane) -> None:
    assert names(three, limit=1) == ["vm4"]
    assert names(three, limit=1, marker=an_instance(4).uuid) == ["vm2"]
    assert names(three, limit=5, marker=an_instance(2).uuid) == ["vm1"]
    assert names(three, limit=0) == []
    with pytest.raises(exception.MarkerNotFound):
        names(three, marker="nonsense")


def test_a_page_begins_after_a_server_that_is_gone_meanwhile(three: Plane) -> None:
    with cell_database(cells.by_uuid(CELL0_UUID).database_url).writer() as session:
        instances.destroy(session, an_instance(2).uuid)
    assert names(three, marker=an_instance(2).uuid) == ["vm1"]


def test_another_projects_server_is_a_marker_for_administrators_only(three: Plane) -> None:
    marker = an_instance(3).uuid
    found = lists.page(three.admin, MINE, SORT, 10, marker, detailed=False)
    assert [one.display_name for one in found.servers] == ["vm2", "vm1"]
    with pytest.raises(exception.MarkerNotFound):
        names(three, marker=marker)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"name": "vm[12]"}, ["vm2", "vm1"]),
        ({"name": "m4"}, ["vm4"]),
        ({"vm_state": {"error"}}, ["vm2"]),
        ({"metadata": {"role": "web"}}, ["vm1"]),
        ({"tags": ["a"]}, ["vm1"]),
        ({"tags_any": ["a", "b"]}, ["vm4", "vm1"]),
        ({"not_tags_any": ["a", "b"]}, ["vm2"]),
        ({"locked": True, "project_id": "other"}, ["vm3"]),
        ({"project_id": ["other", PROJECT], "uuid": an_instance(3).uuid}, ["vm3"]),
        ({"deleted": True}, []),
    ],
)
def test_filters(three: Plane, filters: dict[str, Any], expected: list[str]) -> None:
    assert names(three, filters) == expected


def test_addresses_are_matched_in_the_info_cache(plane: Plane) -> None:
    vif = {"network": {"subnets": [{"ips": [{"version": 4, "address": "10.0.0.7"}]}]}}
    plane.add(an_instance(1, network_info=[vif]))
    plane.add(an_instance(2))
    assert names(plane, {"ip": "^10\\.0"}) == ["vm1"]
    assert names(plane, {"ip6": "fe80"}) == []


def test_details_come_with_faults(three: Plane) -> None:
    found = lists.page(three.member, MINE, SORT, 10, None, detailed=True)
    assert found.faults == {} and found.servers[1].flavor is not None

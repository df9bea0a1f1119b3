# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What is known of servers whose cell does not answer."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.db.api import instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.operations import down_cells
from tests.unit.control_plane import CELL1, Plane, an_instance


def test_servers_of_a_project(plane: Plane) -> None:
    one, two, gone = (plane.add(an_instance(number)) for number in (1, 2, 3))
    other = plane.add(an_instance(4, project_id="other"))
    with api_database().writer() as session:
        instance_mappings.queue_for_delete(session, gone.uuid)
    assert [found.uuid for found in down_cells.listed([CELL1], "project", 10)] == [one.uuid, two.uuid]
    assert [found.uuid for found in down_cells.listed([CELL1], None, 10)] == [one.uuid, two.uuid, other.uuid]
    assert [found.uuid for found in down_cells.listed([CELL1], None, 1)] == [one.uuid]
    assert down_cells.listed([], None, 10) == []


def test_one_server_with_what_was_asked_for(plane: Plane) -> None:
    uuid = plane.add(an_instance(1)).uuid
    found = down_cells.find(uuid)
    assert (found.project_id, found.user_id, found.groups) == ("project", "user", [])
    assert found.instance.flavor is not None
    assert (found.instance.image_ref, found.instance.flavor.name) == ("image", "m1.nano")
    with pytest.raises(exception.InstanceNotFound):
        down_cells.find(CELL1)


def test_incomplete_lists_may_be_forbidden() -> None:
    down_cells.require_all([CELL1])
    CONF.set_override("list_records_by_skipping_down_cells", False, "api")
    try:
        down_cells.require_all([])
        with pytest.raises(exception.Failed, match=CELL1):
            down_cells.require_all([CELL1])
    finally:
        CONF.clear_override("list_records_by_skipping_down_cells", "api")


def test_only_an_unreachable_cell_hides_a_server(plane: Plane) -> None:
    uuid = plane.add(an_instance(1)).uuid

    def away() -> str:
        raise exception.DatabaseUnavailable(reason="gone")

    assert down_cells.otherwise(plane.member, uuid, lambda: "read") == "read"
    found = down_cells.otherwise(plane.member, uuid, away)
    assert isinstance(found, down_cells.HiddenServer) and found.instance.uuid == uuid


def test_other_projects_do_not_learn_of_it(plane: Plane) -> None:
    uuid = plane.add(an_instance(1, project_id="other")).uuid

    def away() -> str:
        raise exception.DatabaseUnavailable(reason="gone")

    with pytest.raises(exception.InstanceNotFound):
        down_cells.otherwise(plane.member, uuid, away)
    assert isinstance(down_cells.otherwise(plane.admin, uuid, away), down_cells.HiddenServer)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a scheduler knows of hosts."""

from nova_lite.db.api import aggregates
from nova_lite.db.engine import api_database
from nova_lite.scheduler.directory import Directory
from tests.unit.control_plane import CELL1, Plane
from tests.unit.scheduler.nodes import add_node


def test_hosts_of_the_wanted_providers(plane: Plane) -> None:
    first, _second = add_node(plane, "host1"), add_node(plane, "host2", up=False)
    directory = Directory()
    found = directory.hosts(plane.admin, [first])
    assert list(found) == [first]
    assert (found[first].host, found[first].cell_uuid, found[first].service_up) == ("host1", CELL1, True)


def test_a_silent_host_is_known_as_such(plane: Plane) -> None:
    uuid = add_node(plane, "host1", up=False)
    assert Directory().hosts(plane.admin, [uuid])[uuid].service_up is False


def test_nodes_by_host_and_by_name(plane: Plane) -> None:
    uuid = add_node(plane, "host1")
    directory = Directory()
    assert directory.node_uuids(plane.admin, "host1", None) == [uuid]
    assert directory.node_uuids(plane.admin, None, "host1.node") == [uuid]
    assert directory.node_uuids(plane.admin, "host9", None) == []


def test_aggregates_are_kept_until_they_change(plane: Plane) -> None:
    directory = Directory()
    assert directory.aggregates() == []
    with api_database().writer() as session:
        ident = aggregates.create(session, "a", {"availability_zone": "z1"})
        aggregates.add_host(session, ident, "host1")
    assert directory.aggregates() == []
    directory.forget_aggregates()
    assert directory.aggregates()[0].hosts == {"host1"}
    uuid = add_node(plane, "host1")
    assert directory.hosts(plane.admin, [uuid])[uuid].availability_zone == "z1"


def test_servers_that_hosts_report(plane: Plane) -> None:
    uuid = add_node(plane, "host1")
    directory = Directory()
    directory.note_instances("host1", [{"uuid": "a"}, {"uuid": "b", "project_id": "p"}])
    directory.drop_instance("host1", "a")
    directory.drop_instance("host9", "a")
    directory.keep_instances("host1", ["b", "c"])
    assert directory.hosts(plane.admin, [uuid])[uuid].instances == {
        "b": {"uuid": "b", "project_id": "p"},
        "c": {"uuid": "c"},
    }

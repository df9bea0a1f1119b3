# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Finding one server."""

import json

import pytest

from nova_lite import exception
from nova_lite.cells import CELL0_UUID
from nova_lite.db.api import build_requests, instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import Instance
from nova_lite.operations import find
from tests.unit.control_plane import CELL1, PROJECT, Plane, an_instance

SERVER = "5d9b3a3e-51b5-4d37-9a44-1b5d8b9f3c11"


def test_in_a_cell(plane: Plane) -> None:
    instance = plane.add(an_instance(host="host1", tags=["b", "a"]))
    found = find.server(plane.member, instance.uuid)
    assert found.placed and found.context.cell_uuid == CELL1
    assert (found.instance.display_name, found.instance.tags, found.project_id) == ("vm1", ["a", "b"], PROJECT)


def test_in_cell0(plane: Plane) -> None:
    instance = plane.add(an_instance(vm_state="error"), CELL0_UUID)
    assert find.server(plane.member, instance.uuid).context.cell_uuid == CELL0_UUID


def test_waiting_for_a_host(plane: Plane) -> None:
    instance = an_instance()
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT}])
        text = json.dumps(instance.to_primitive())
        build_requests.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT, "instance": text}])
    found = find.server(plane.member, instance.uuid)
    assert not found.placed and found.instance.display_name == "vm1"


@pytest.mark.parametrize("uuid", ["nonsense", "00000000-0000-4000-8000-000000000099"])
def test_unknown(plane: Plane, uuid: str) -> None:
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, uuid)


def test_deleted_only_on_request(plane: Plane) -> None:
    instance = plane.add(an_instance())
    bound, _ = find.instance(plane.member, instance.uuid)
    find.store.current().destroy_instance(bound, instance.uuid)
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, instance.uuid)
    assert find.server(plane.member, instance.uuid, with_deleted=True).instance.deleted


def test_servers_of_other_projects_are_for_administrators(plane: Plane) -> None:
    instance = plane.add(an_instance(host="host1", project_id="other"))
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, instance.uuid)
    assert find.server(plane.admin, instance.uuid).project_id == "other"


def test_what_waits_has_no_changes() -> None:
    metadata = {"nova_object.changes": "mine"}
    written = Instance(uuid=SERVER, metadata=metadata, flavor=Flavor(name="small"))
    assert written.obj_what_changed() == {"uuid", "metadata", "flavor"}
    read = find.from_build_request(json.dumps(written.to_primitive()))
    assert (read.obj_what_changed(), read.flavor.obj_what_changed()) == (set(), set())
    assert (read.uuid, read.metadata, read.flavor.name) == (SERVER, metadata, "small")

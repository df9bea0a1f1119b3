# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One server to be looked at."""

import json

import pytest

from nova_lite import exception
from nova_lite.cells import CELL0_UUID
from nova_lite.db.api import build_requests, instance_mappings, server_groups
from nova_lite.db.engine import api_database
from nova_lite.operations import find, lists, show
from tests.unit.control_plane import PROJECT, Plane, an_instance


def test_in_a_cell_with_everything(plane: Plane) -> None:
    plane.add_compute("host1")
    instance = plane.add(an_instance(host="host1", tags=["b", "a"], metadata={"role": "web"}, security_groups=["g"]))
    with api_database().writer() as session:
        group = server_groups.create(session, "affinity", {}, name="g", project_id=PROJECT, user_id="u")
        server_groups.add_members(session, group, [instance.uuid])
    found = show.server(plane.member, instance.uuid, lists.EVERYTHING)
    one = found.instance
    assert (one.display_name, one.tags, one.metadata, one.security_groups) == (
        "vm1",
        ["a", "b"],
        {"role": "web"},
        ["g"],
    )
    assert found.spec is not None and (found.groups, found.project_id) == ([group], PROJECT)
    assert list(found.page.services) == ["host1"] and found.page.faults == {}


def test_only_what_a_version_shows_is_read(plane: Plane) -> None:
    plane.add_compute("host1")
    instance = plane.add(an_instance(host="host1", system_metadata={"image_a": "1", "locked_reason": "why"}))
    found = show.server(plane.member, instance.uuid, lists.Extent(("locked_reason",), services=False))
    assert found.instance.system_metadata == {"locked_reason": "why"}


def test_a_fault_comes_with_a_server_in_error(plane: Plane) -> None:
    instance = plane.add(an_instance(vm_state="error"), CELL0_UUID)
    bound = find.server(plane.member, instance.uuid).context
    find.store.current().record_fault(bound, instance.uuid, "host1", 500, "broken", "details")
    found = show.server(plane.member, instance.uuid, lists.EVERYTHING)
    assert found.page.faults[instance.uuid].message == "broken"


def test_waiting_for_a_host(plane: Plane) -> None:
    instance = an_instance()
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT}])
        text = json.dumps(instance.to_primitive())
        build_requests.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT, "instance": text}])
    assert show.server(plane.member, instance.uuid, lists.EVERYTHING).instance.display_name == "vm1"


@pytest.mark.parametrize("uuid", ["nonsense", "00000000-0000-4000-8000-000000000099"])
def test_unknown(plane: Plane, uuid: str) -> None:
    with pytest.raises(exception.InstanceNotFound):
        show.server(plane.member, uuid, lists.EVERYTHING)


def test_deleted_ones_are_not_found(plane: Plane) -> None:
    instance = plane.add(an_instance())
    found = find.server(plane.member, instance.uuid)
    find.store.current().destroy_instance(found.context, instance.uuid)
    with pytest.raises(exception.InstanceNotFound):
        show.server(plane.member, instance.uuid, lists.EVERYTHING)


def test_servers_of_other_projects_are_for_administrators(plane: Plane) -> None:
    instance = plane.add(an_instance(project_id="other"))
    with pytest.raises(exception.InstanceNotFound):
        show.server(plane.member, instance.uuid, lists.EVERYTHING)
    assert show.server(plane.admin, instance.uuid, lists.EVERYTHING).project_id == "other"

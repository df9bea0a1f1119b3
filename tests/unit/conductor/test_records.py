# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of new servers, burials, faults."""

import pytest

from nova_lite import cells, exception
from nova_lite.cells import CELL0_UUID
from nova_lite.conductor import records
from nova_lite.db.api import build_requests, server_groups
from nova_lite.db.engine import api_database
from nova_lite.db.main import actions, faults
from nova_lite.objects import store
from nova_lite.operations import find
from tests.unit.conductor.builders import a_request, a_spec, asked, chosen
from tests.unit.control_plane import PROJECT, USER, Plane, an_instance


def test_servers_move_from_their_build_requests_into_the_cell(plane: Plane) -> None:
    instance, context = asked(), plane.member
    ((kept, _),) = records.create_in_cells(context, [(instance, chosen("host1"))], a_request())
    found = find.server(context, instance.uuid)
    assert found.placed and kept.id == found.instance.id
    assert (found.instance.vm_state, found.instance.availability_zone) == ("building", "nova")
    assert [one.image_id for one in store.current().get_block_devices(found.context, instance.uuid)] == ["image"]
    with cells.database(found.context).reader() as session:
        assert actions.find(session, instance.uuid, context.request_id) is not None
    with api_database().reader() as session:
        assert build_requests.listed(session) == []


def test_servers_deleted_meanwhile_are_left_out(plane: Plane) -> None:
    gone, stays = asked(1), asked(2)
    with api_database().writer() as session:
        build_requests.destroy(session, [gone.uuid])
    placed = [(gone, chosen("host1")), (stays, chosen("host1"))]
    assert [one.uuid for one, _ in records.create_in_cells(plane.member, placed, a_request())] == [stays.uuid]


def test_a_burial_shows_the_reason(plane: Plane) -> None:
    instance, context = asked(), plane.member
    records.bury(context, instance, a_request(), exception.NoValidHost(reason="none"), "conductor_x")
    found = find.server(context, instance.uuid)
    assert found.context.cell_uuid == CELL0_UUID
    assert (found.instance.vm_state, found.instance.task_state) == ("error", None)
    with cells.database(found.context).reader() as session:
        fault = faults.latest(session, [instance.uuid])[instance.uuid]
        action = actions.find(session, instance.uuid, context.request_id)
        assert action is not None
        (event,) = actions.events(session, action.id)
    assert (fault.code, fault.message) == (500, "No valid host was found. none")
    assert (event.event, event.result, action.message) == ("conductor_x", "Error", "Error")


def test_a_deleted_server_is_not_dug_up(plane: Plane) -> None:
    instance = asked()
    with api_database().writer() as session:
        build_requests.destroy(session, [instance.uuid])
    records.bury(plane.member, instance, a_request(), exception.NoValidHost(reason="none"), "conductor_x")
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, instance.uuid)


def test_a_failed_build_ends_in_error_and_a_vanished_one_is_left_alone(plane: Plane) -> None:
    instance = plane.add(an_instance(vm_state="building", task_state="spawning"))
    bound, server = find.instance(plane.member, instance.uuid)
    records.fail(bound, server, exception.MaxRetriesExceeded(reason="all tried"), "conductor_x")
    assert (plane.stored(instance.uuid).vm_state, plane.stored(instance.uuid).task_state) == ("error", None)
    store.current().destroy_instance(bound, instance.uuid)
    records.fail(bound, server, exception.MaxRetriesExceeded(reason="again"), "conductor_x")


def test_moving_on_resets_host_and_states(plane: Plane) -> None:
    instance = plane.add(an_instance(vm_state="building", task_state="spawning", host="host1"))
    bound, server = find.instance(plane.member, instance.uuid)
    assert records.move_to(bound, server, chosen("host2")[0])
    stored = plane.stored(instance.uuid)
    assert (stored.host, stored.vm_state, stored.task_state) == (None, "building", "scheduling")
    server.task_state = None
    deleting = plane.add(an_instance(2, task_state="deleting"))
    bound, server = find.instance(plane.member, deleting.uuid)
    assert not records.move_to(bound, server, chosen("host2")[0])


def test_where_a_group_is(plane: Plane) -> None:
    member = plane.add(an_instance(host="host1"))
    with api_database().writer() as session:
        uuid = server_groups.create(
            session, "anti-affinity", {"max_server_per_host": 2}, name="g", project_id=PROJECT, user_id=USER
        )
        server_groups.add_members(session, uuid, [member.uuid])
    spec = a_spec()
    records.load_group(plane.member, spec)
    assert spec.group_policy is None
    spec.group_uuid = uuid
    records.load_group(plane.member, spec)
    assert (spec.group_policy, spec.group_rules, spec.group_hosts) == (
        "anti-affinity",
        {"max_server_per_host": "2"},
        ["host1"],
    )

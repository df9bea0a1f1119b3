# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of new servers, burials, faults."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from oslo_db import exception as db_exc
from sqlalchemy import select

from nova_lite import cells, exception
from nova_lite.cells import CELL0_UUID
from nova_lite.conductor import placing, records
from nova_lite.context import RequestContext
from nova_lite.db import journal
from nova_lite.db.api import build_requests, instance_mappings, server_groups
from nova_lite.db.engine import api_database
from nova_lite.db.main import actions, faults
from nova_lite.lifecycle import CREATE
from nova_lite.objects import database, store
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease, grant
from nova_lite.objects.request_spec import Selection
from nova_lite.operations import delete, find
from tests.unit.conductor.builders import a_lease, a_request, a_spec, asked, chosen
from tests.unit.control_plane import PROJECT, USER, Plane, an_instance


def test_servers_move_from_their_build_requests_into_the_cell(plane: Plane) -> None:
    instance, context = asked(), plane.member
    sent = placed(context, [instance], chosen("host1"))
    found = find.server(context, instance.uuid)
    assert found.placed and sent[0].instance.id == found.instance.id
    assert (found.instance.host, found.instance.node, sent[0].host) == ("host1", "host1", "host1")
    assert (found.instance.vm_state, found.instance.availability_zone) == ("building", "nova")
    assert [one.image_id for one in store.current().get_block_devices(found.context, instance.uuid)] == ["image"]
    with cells.database(found.context).reader() as session:
        action = actions.find(session, instance.uuid, context.request_id)
        assert action is not None
        assert [event.host for event in actions.events(session, action.id)] == ["host1"]
        (row,) = journal.owned(session, journal.CELL, "host1")
    assert (row.uuid, row.attempt, row.outcome) == (sent[0].lease.uuid, 1, None)
    with api_database().reader() as session:
        assert build_requests.listed(session) == []


def test_servers_deleted_meanwhile_are_left_out(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    given_back: list[str] = []
    monkeypatch.setattr(records.allocations, "delete", lambda context, uuid: given_back.append(uuid))
    gone, stays = asked(1), asked(2)
    with api_database().writer() as session:
        build_requests.destroy(session, [gone.uuid])
        instance_mappings.destroy(session, gone.uuid)
    kept = placed(plane.member, [gone, stays], chosen("host1"), chosen("host1"))
    assert [sent.instance.uuid for sent in kept] == [stays.uuid]
    assert given_back == [gone.uuid]


def placed(context: RequestContext, servers: list[Instance], *selections: list[Selection]) -> list[records.Sent]:
    """The servers written and mapped."""
    held = placing.take(a_lease(context, servers))
    assert held is not None
    written = records.write(context, servers, list(selections), a_spec(), a_request())
    return records.map_to_cells(context, written, held)


def test_requests_are_written_and_mapped_together(plane: Plane) -> None:
    servers = [asked(1), asked(2), asked(3)]
    others = RequestContext(user_id="other", project_id=PROJECT, request_id="req-other")
    contexts = [plane.member, others, others]
    held = [placing.take(a_lease(context, [server])) for context, server in zip(contexts, servers, strict=True)]
    batches = [
        records._Batch(
            cells.target(context, cells.by_uuid(str(chosen("host1")[0].cell_uuid))),
            [records._prepared(server, chosen("host1"), a_request())],
            a_spec(),
        )
        for context, server in zip(contexts, servers, strict=True)
    ]
    records._insert(batches)
    with api_database().writer() as session:
        build_requests.destroy(session, [servers[2].uuid])
        instance_mappings.destroy(session, servers[2].uuid)
    pairs = [(batch.sent, one) for batch, one in zip(batches, held, strict=True) if one is not None]
    assert records._map_all(pairs) == {servers[2].uuid}
    for server, context in zip(servers[:2], contexts, strict=False):
        found = find.server(plane.admin, server.uuid)
        assert found.placed and found.instance.id == server.id
        with cells.database(found.context).reader() as session:
            action = actions.find(session, server.uuid, str(context.request_id))
            assert action is not None and action.user_id == context.user_id
    with pytest.raises(exception.OperationTaken):
        records._map_all(pairs[:1])


def test_replaced_conductor_maps_nothing(plane: Plane) -> None:
    server = asked()
    lease = a_lease(plane.member, [server])
    held = placing.take(lease)
    assert held is not None and placing.take(lease) is None
    assert placing.take(held) is not None
    written = records.write(plane.member, [server], [chosen("host1")], a_spec(), a_request())
    with pytest.raises(exception.OperationTaken):
        records.map_to_cells(plane.member, written, held)
    assert not find.server(plane.member, server.uuid).placed


def test_what_was_written_but_not_mapped_is_found(plane: Plane) -> None:
    server, other = asked(1), asked(2)
    records.write(plane.member, [server], [chosen("host1")], a_spec(), a_request())
    assert [one.uuid for one in records.waiting([server.uuid, other.uuid])] == [server.uuid, other.uuid]
    assert records.map_placed(plane.member, [server.uuid, other.uuid], taken(plane, server)) == {server.uuid}
    assert find.server(plane.member, server.uuid).placed
    assert [one.uuid for one in records.waiting([server.uuid, other.uuid])] == [other.uuid]


def taken(plane: Plane, *servers: Instance) -> Lease:
    """This conductor's hold on the placing of servers."""
    held = placing.take(a_lease(plane.member, list(servers)))
    assert held is not None
    return held


def test_a_conductor_that_was_replaced_buries_nothing(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    """It finds out before it writes."""
    instance = asked()
    held = taken(plane, instance)
    assert placing.take(held)
    monkeypatch.setattr(placing, "MARGIN_S", 1000.0)
    with pytest.raises(exception.OperationTaken):
        records.bury(plane.member, instance, a_request(), exception.NoValidHost(reason="none"), "conductor_x", held)
    assert [one.uuid for one in records.waiting([instance.uuid])] == [instance.uuid]
    assert not in_cell0(plane, instance)


NONE_VALID = exception.NoValidHost(reason="none")


def bury_late(
    plane: Plane, monkeypatch: pytest.MonkeyPatch, instance: Instance, meanwhile: Callable[[Lease], Any]
) -> None:
    """A conductor writes its copy and sleeps; another takes the request and does its work; the first goes on."""
    held, really = taken(plane, instance), records._map

    def slept(uuid: str, cell: cells.Cell, lease: Lease) -> bool:
        monkeypatch.setattr(records, "_map", really)
        newer = placing.take(held)
        assert newer is not None
        meanwhile(newer)
        return really(uuid, cell, lease)

    monkeypatch.setattr(records, "_map", slept)
    with pytest.raises(exception.OperationTaken):
        records.bury(plane.member, instance, a_request(), NONE_VALID, "conductor_x", held)


def in_cell0(plane: Plane, instance: Instance) -> bool:
    return records._written([instance.uuid], cells.target(plane.member, cells.cell0())) == [instance.uuid]


def test_a_copy_that_the_next_conductor_kept_stays(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looked for what was written, or buried the server itself."""
    for number in range(2):
        instance = asked(number + 1)
        ways: list[Callable[[Lease], Any]] = [
            partial(records.map_placed, plane.member, [instance.uuid]),
            partial(records.bury, plane.member, instance.copy(), a_request(), NONE_VALID, "conductor_x"),
        ]
        bury_late(plane, monkeypatch, instance, ways[number])
        assert find.server(plane.member, instance.uuid).instance.vm_state == "error"


def test_a_copy_of_a_conductor_that_slept_stays_until_the_sweep_looks(
    plane: Plane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next conductor with the request may keep it; the journal says that somebody must look."""
    instance = asked()
    bury_late(plane, monkeypatch, instance, lambda newer: None)
    assert in_cell0(plane, instance)
    with cells.database(cells.target(plane.member, cells.cell0())).reader() as session:
        (row,) = session.all(journal.CELL, select(journal.CELL))
    assert (row.kind, row.instance_uuid, row.owner, row.outcome) == ("create", instance.uuid, None, None)


def test_a_burial_shows_the_reason(plane: Plane) -> None:
    instance, context = asked(), plane.member
    records.bury(
        context, instance, a_request(), exception.NoValidHost(reason="none"), "conductor_x", taken(plane, instance)
    )
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


def test_a_deadlock_at_the_mapping_buries_once(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    instance, context, destroy = asked(), plane.member, build_requests.destroy
    asks: list[list[str]] = []

    def deadlocked_once(session: Any, uuids: list[str]) -> int:
        asks.append(uuids)
        if len(asks) == 1:
            raise db_exc.DBDeadlock
        return destroy(session, uuids)

    monkeypatch.setattr(build_requests, "destroy", deadlocked_once)
    held = taken(plane, instance)
    records.bury(context, instance, a_request(), exception.NoValidHost(reason="none"), "conductor_x", held)
    assert len(asks) == 2
    assert find.server(context, instance.uuid).context.cell_uuid == CELL0_UUID


def test_a_deleted_server_is_not_dug_up(plane: Plane) -> None:
    instance = asked()
    delete.drop_build_request(instance.uuid)
    held = taken(plane, instance)
    records.bury(plane.member, instance, a_request(), exception.NoValidHost(reason="none"), "conductor_x", held)
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, instance.uuid)


def test_a_failed_build_ends_in_error_and_a_vanished_one_is_left_alone(plane: Plane) -> None:
    bound, server, held = in_the_making(plane, "spawning")
    records.fail(bound, server, exception.MaxRetriesExceeded(reason="all tried"), "conductor_x", held)
    assert (plane.stored(server.uuid).vm_state, plane.stored(server.uuid).task_state) == ("error", None)
    with cells.database(bound).reader() as session:
        assert [row.outcome for row in session.all(journal.CELL, select(journal.CELL))] == ["failed"]
        assert "all tried" in str(faults.latest(session, [server.uuid])[server.uuid].message)
    store.current().destroy_instance(bound, server.uuid)
    records.fail(bound, server, exception.MaxRetriesExceeded(reason="again"), "conductor_x", held)


def in_the_making(plane: Plane, task_state: str) -> tuple[RequestContext, Instance, Lease]:
    """A server whose build this conductor holds."""
    instance = plane.add(an_instance(vm_state="building", task_state=task_state))
    bound, server = find.instance(plane.member, instance.uuid)
    held = grant(CREATE, instance.uuid, attempt=1)
    with cells.database(bound).writer() as session:
        journal.create(session, journal.CELL, [database.journal_row(plane.member, held, None, 60, {})])
    return bound, server, held


@pytest.mark.parametrize(("task_state", "attempt"), [("deleting", 1), ("spawning", 0)])
def test_a_failed_build_leaves_what_others_do_with_the_server_alone(
    plane: Plane, task_state: str, attempt: int
) -> None:
    bound, server, held = in_the_making(plane, task_state)
    held = held.copy(attempt=attempt)
    records.fail(bound, server, exception.MaxRetriesExceeded(reason="all tried"), "conductor_x", held)
    assert (plane.stored(server.uuid).vm_state, plane.stored(server.uuid).task_state) == ("building", task_state)
    with cells.database(bound).reader() as session:
        assert [row.outcome for row in session.all(journal.CELL, select(journal.CELL))] == [None]
        assert faults.latest(session, [server.uuid]) == {}


def test_moving_on_resets_host_and_states(plane: Plane) -> None:
    instance = plane.add(an_instance(vm_state="building", task_state="spawning", host="host1"))
    bound, server = find.instance(plane.member, instance.uuid)
    held = grant(CREATE, instance.uuid, attempt=1)
    row = database.journal_row(plane.member, held, None, 60, {})
    with cells.database(bound).writer() as session:
        journal.create(session, journal.CELL, [row])
    lease = records.move_to(bound, server, chosen("host2")[0], held, {})
    stored = plane.stored(instance.uuid)
    assert (stored.host, stored.vm_state, stored.task_state) == ("host2", "building", "scheduling")
    assert lease is not None and lease.attempt == 2
    assert records.move_to(bound, server, chosen("host3")[0], held, {}) is None
    server.task_state = None
    deleting = plane.add(an_instance(2, task_state="deleting"))
    bound, server = find.instance(plane.member, deleting.uuid)
    assert records.move_to(bound, server, chosen("host2")[0], grant(CREATE, deleting.uuid, attempt=1), {}) is None


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

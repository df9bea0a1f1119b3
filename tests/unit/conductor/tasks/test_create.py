# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The create task: placing, burying, quota race, alternates."""

from typing import Any

import pytest
from oslo_db import exception as db_exception
from sqlalchemy import select

from nova_lite import cells, exception
from nova_lite.conductor import records
from nova_lite.conductor.tasks import create
from nova_lite.conf import CONF
from nova_lite.db import journal, statements
from nova_lite.db.api import build_requests, instance_mappings
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import faults, models
from nova_lite.lifecycle import CREATE
from nova_lite.objects import database, store
from nova_lite.objects.create_request import build_arguments
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import ATTEMPTS, Lease, grant
from nova_lite.operations import delete, find
from nova_lite.placement.model import Consumer
from tests.unit.conductor.builders import a_lease, a_request, a_spec, asked, begin, chosen
from tests.unit.control_plane import Plane, an_instance


@pytest.fixture
def claims(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Placement: what was given back, and whether claims are refused."""
    state: dict[str, Any] = {"deleted": [], "claimed": [], "full": 0}

    def claim(context: object, consumer: Consumer) -> None:
        if state["full"]:
            state["full"] -= 1
            raise exception.InsufficientCapacity(consumer_uuid=consumer.uuid, error="full")
        state["claimed"].append(consumer.uuid)

    monkeypatch.setattr(create.allocations, "get", lambda context, uuid: None)
    monkeypatch.setattr(create.allocations, "claim", claim)
    monkeypatch.setattr(create.allocations, "delete", lambda context, uuid: state["deleted"].append(uuid))
    return state


def builds(plane: Plane) -> list[str | None]:
    return [host for name, host, _ in plane.sent if name == "build_and_run_instance"]


def place(plane: Plane, servers: list[Instance]) -> Lease:
    """What the API does, then its message; returns the lease of that message."""
    lease = a_lease(plane.member, servers)
    create.CreateTasks().schedule_and_build_instances(plane.member, servers, a_spec(), a_request(), lease)
    return lease


def placing_rows() -> list[journal.Row]:
    with api_database().reader() as session:
        return session.all(journal.PLACING, select(journal.PLACING))


def test_every_server_goes_to_its_host(plane: Plane, claims: dict[str, Any]) -> None:
    servers = [asked(1), asked(2)]
    plane.answers["select_destinations"] = [chosen("host1", "host2"), chosen("host2")]
    place(plane, servers)
    assert builds(plane) == ["host1", "host2"]
    sent = next(arguments for name, _, arguments in plane.sent if name == "build_and_run_instance")
    assert sent["request_spec"].instance_uuid == servers[0].uuid and len(sent["selections"]) == 2


def test_without_a_host_all_are_buried(plane: Plane, claims: dict[str, Any]) -> None:
    servers = [asked(1), asked(2)]
    plane.answers["select_destinations"] = exception.NoValidHost(reason="full")
    place(plane, servers)
    assert [find.server(plane.member, one.uuid).instance.vm_state for one in servers] == ["error", "error"]
    assert builds(plane) == [] and claims["deleted"] == []


def test_whatever_a_failed_request_may_have_claimed_is_given_back(plane: Plane, claims: dict[str, Any]) -> None:
    servers = [asked(1), asked(2)]
    plane.answers["select_destinations"] = exception.Failed()
    place(plane, servers)
    assert [find.server(plane.member, one.uuid).instance.vm_state for one in servers] == ["error", "error"]
    assert claims["deleted"] == [one.uuid for one in servers]
    assert [row.outcome for row in placing_rows()] == ["failed"]


def test_a_server_deleted_meanwhile_gives_its_claim_back(plane: Plane, claims: dict[str, Any]) -> None:
    server = asked()
    with api_database().writer() as session:
        build_requests.destroy(session, [server.uuid])
        instance_mappings.destroy(session, server.uuid)
    plane.answers["select_destinations"] = [chosen("host1")]
    place(plane, [server])
    assert claims["deleted"] == [server.uuid] and builds(plane) == []


def test_a_deleted_server_whose_claim_cannot_be_given_back_is_left_to_the_sweep(
    plane: Plane, claims: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy in the cell stays, by which the sweep finds it; other servers of the request do not wait."""
    deleted, stays = asked(1), asked(2)
    with api_database().writer() as session:
        build_requests.destroy(session, [deleted.uuid])
        instance_mappings.destroy(session, deleted.uuid)
    plane.answers["select_destinations"] = [chosen("host1"), chosen("host2")]

    def refuse(*_: object) -> bool:
        raise exception.PeerUnavailable(service="placement", reason="HTTP 500")

    with monkeypatch.context() as patched:
        patched.setattr(create.allocations, "delete", refuse)
        place(plane, [deleted, stays])
    assert builds(plane) == ["host2"]
    with cell_database().reader() as session:
        (row,) = session.all(journal.CELL, select(journal.CELL).where(journal.CELL.instance_uuid == deleted.uuid))
    assert row.outcome is None
    assert claims["deleted"] == []


def test_losing_a_race_for_quota(plane: Plane, claims: dict[str, Any]) -> None:
    plane.add(an_instance(5))
    server = asked()
    plane.answers["select_destinations"] = [chosen("host1")]
    CONF.set_override("instances", 1, "quota")
    try:
        place(plane, [server])
    finally:
        CONF.clear_override("instances", "quota")
    assert plane.stored(server.uuid).vm_state == "error"
    assert claims["deleted"] == [server.uuid] and builds(plane) == []


def test_message_that_comes_twice_is_dropped(plane: Plane, claims: dict[str, Any]) -> None:
    server = asked()
    plane.answers["select_destinations"] = [chosen("host1")]
    lease = place(plane, [server])
    create.CreateTasks().schedule_and_build_instances(plane.member, [server], a_spec(), a_request(), lease)
    assert builds(plane) == ["host1"]
    assert [row.outcome for row in placing_rows()] == ["done"]


NO_ANSWER = exception.RpcTimeout(topic="scheduler", method="select_destinations")


@pytest.mark.parametrize("error", [NO_ANSWER, exception.ComputesSilent()])
def test_scheduler_that_cannot_tell_is_asked_again(plane: Plane, claims: dict[str, Any], error: Exception) -> None:
    server = asked()
    plane.answers["select_destinations"] = error
    place(plane, [server])
    assert find.server(plane.member, server.uuid).instance.vm_state == "building"
    plane.answers["select_destinations"] = [chosen("host1")]
    (row,) = placing_rows()
    assert row.outcome is None
    create.CreateTasks().resume(row)
    assert builds(plane) == ["host1"]
    assert claims["deleted"] == [server.uuid]


def test_placing_that_takes_too_long_ends_in_error(plane: Plane, claims: dict[str, Any]) -> None:
    server = asked()
    plane.answers["select_destinations"] = exception.RpcTimeout(topic="scheduler", method="select_destinations")
    place(plane, [server])
    with api_database().writer() as session:
        statements.change(session, journal.PLACING, {}, {"deadline": journal.after(-5)})
    (row,) = placing_rows()
    create.CreateTasks().resume(row)
    assert plane.stored(server.uuid).vm_state == "error"
    assert [row.outcome for row in placing_rows()] == ["failed"]


def test_servers_that_a_dead_conductor_had_written_are_only_mapped(plane: Plane, claims: dict[str, Any]) -> None:
    written, waits = asked(1), asked(2)
    begin(plane.member, [written, waits])
    records.write(plane.member, [written], [chosen("host1")], a_spec(), a_request())
    plane.answers["select_destinations"] = [chosen("host2")]
    (row,) = placing_rows()
    create.CreateTasks().resume(row)
    assert builds(plane) == ["host2"]
    assert claims["deleted"] == [waits.uuid]
    assert plane.stored(written.uuid).host == "host1"
    assert [row.outcome for row in placing_rows()] == ["done"]


def test_what_can_never_be_written_is_buried_in_the_end(
    plane: Plane, claims: dict[str, Any], broken: list[str]
) -> None:
    broken.append("write")
    uuid = placed_until_it_ends(plane)
    assert plane.stored(uuid).vm_state == "error"
    with cells.database(find.server(plane.member, uuid).context).reader() as session:
        assert "cannot be recorded" in str(faults.latest(session, [uuid])[uuid].message)
    assert claims["deleted"][-1] == uuid


def test_what_cannot_even_be_buried_is_forgotten(plane: Plane, claims: dict[str, Any], broken: list[str]) -> None:
    broken += ["write", "_insert_buried"]
    uuid = placed_until_it_ends(plane)
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, uuid)
    with api_database().reader() as session:
        assert build_requests.of(session, [uuid]) == []


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of functions of records that no database will ever like."""
    names: list[str] = []
    for name in ("write", "_insert_buried"):
        original = getattr(records, name)

        def insert(*arguments: Any, name: str = name, original: Any = original) -> Any:
            if name in names:
                raise db_exception.DBDataError(ValueError("too long"))
            return original(*arguments)

        monkeypatch.setattr(records, name, insert)
    return names


def placed_until_it_ends(plane: Plane) -> str:
    """One server, tried until the journal's row is closed; its uuid."""
    server = asked()
    plane.answers["select_destinations"] = [chosen("host1")]
    with pytest.raises(db_exception.DBDataError):
        place(plane, [server])
    for _ in range(ATTEMPTS - 2):
        with pytest.raises(db_exception.DBDataError):
            create.CreateTasks().resume(placing_rows()[0])
    assert [row.outcome for row in placing_rows()] == [None]
    create.CreateTasks().resume(placing_rows()[0])
    assert [row.outcome for row in placing_rows()] == ["failed"]
    assert builds(plane) == []
    return server.uuid


def test_a_server_deleted_after_a_dead_conductor_wrote_it_is_removed(plane: Plane, claims: dict[str, Any]) -> None:
    server = asked()
    begin(plane.member, [server])
    records.write(plane.member, [server], [chosen("host1")], a_spec(), a_request())
    delete.delete(find.server(plane.member, server.uuid))
    create.CreateTasks().resume(placing_rows()[0])
    with cell_database().reader() as session:
        assert session.scalars(select(models.Instance.deleted)).all() == [1]
        assert [row.outcome for row in session.all(journal.CELL, select(journal.CELL))] == ["done"]
    assert claims["deleted"] == [server.uuid]
    assert [row.outcome for row in placing_rows()] == ["done"]


def test_a_claim_for_a_server_deleted_before_it_was_written_is_given_back(plane: Plane, claims: dict[str, Any]) -> None:
    server = asked()
    begin(plane.member, [server])
    delete.delete(find.server(plane.member, server.uuid))
    create.CreateTasks().resume(placing_rows()[0])
    assert claims["deleted"] == [server.uuid]


def test_a_burial_that_broke_off_is_only_mapped(
    plane: Plane, claims: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = asked()
    plane.answers["select_destinations"] = exception.NoValidHost(reason="none")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(records, "_map", die)
        place(plane, [server])
    create.CreateTasks().resume(placing_rows()[0])
    assert find.server(plane.member, server.uuid).placed
    assert plane.stored(server.uuid).vm_state == "error"
    assert [row.outcome for row in placing_rows()] == ["done"]


def die(*_: object) -> None:
    raise KeyboardInterrupt


LATE = exception.RpcTimeout(topic="scheduler", method="select_destinations")


def test_what_a_scheduler_finds_in_other_hands_is_left_to_them(plane: Plane, claims: dict[str, Any]) -> None:
    server = asked()
    taken = exception.OperationTaken(uuid="x", instance_uuid=server.uuid, attempt=1)
    plane.answers["select_destinations"] = taken
    place(plane, [server])
    assert [row.outcome for row in placing_rows()] == [None]
    assert [one.uuid for one in records.waiting([server.uuid])] == [server.uuid]
    assert claims["deleted"] == []


@pytest.mark.parametrize(("is_deleted", "given_back"), [(True, 1), (False, 0)])
@pytest.mark.parametrize("answer", [[chosen("host1")], LATE], ids=["answered", "no answer"])
def test_a_conductor_that_was_replaced_gives_back_what_nobody_needs(
    plane: Plane,
    claims: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    is_deleted: bool,
    given_back: int,
    answer: Any,
) -> None:
    server = asked()
    plane.answers["select_destinations"] = answer
    if is_deleted:
        delete.delete(find.server(plane.member, server.uuid))

    def taken(held: Lease, *_: Any) -> None:
        raise exception.OperationTaken(uuid=held.uuid, instance_uuid=held.instance_uuid, attempt=1)

    for name in ("check", "postpone"):
        monkeypatch.setattr(create.placing, name, taken)
    place(plane, [server])
    assert claims["deleted"] == [server.uuid] * given_back
    assert builds(plane) == []


def test_who_is_buried_at_a_later_attempt_holds_nothing(plane: Plane, claims: dict[str, Any]) -> None:
    server = asked()
    plane.answers["select_destinations"] = LATE
    place(plane, [server])
    plane.answers["select_destinations"] = exception.NoValidHost(reason="full")
    create.CreateTasks().resume(placing_rows()[0])
    assert plane.stored(server.uuid).vm_state == "error"
    assert claims["deleted"] == [server.uuid, server.uuid]  # before the attempt, and after it


@pytest.mark.parametrize(
    "error",
    [
        exception.AllocationUpdateFailed(consumer_uuid="uuid1", error="conflict"),
        exception.PeerUnavailable(service="placement", reason="HTTP 500"),
    ],
)
def test_what_passes_is_tried_again(plane: Plane, claims: dict[str, Any], error: exception.NovaException) -> None:
    server = asked()
    plane.answers["select_destinations"] = error
    place(plane, [server])
    assert [row.outcome for row in placing_rows()] == [None]
    assert [one.uuid for one in records.waiting([server.uuid])] == [server.uuid]


def test_when_its_time_is_over_a_request_ends_without_placement_too(
    plane: Plane, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = exception.PeerUnavailable(service="placement", reason="HTTP 500")

    def refuse(*_: object) -> bool:
        raise away

    monkeypatch.setattr(create.allocations, "delete", refuse)
    server = asked()
    plane.answers["select_destinations"] = away
    place(plane, [server])
    (row,) = placing_rows()
    with pytest.raises(exception.PeerUnavailable):
        create.CreateTasks().resume(row)
    with api_database().writer() as session:
        statements.change(session, journal.PLACING, {}, {"deadline": journal.after(-5)})
    (row,) = placing_rows()
    create.CreateTasks().resume(row)
    assert plane.stored(server.uuid).vm_state == "error"
    assert [row.outcome for row in placing_rows()] == ["failed"]


def test_nothing_is_placed_again_while_a_cell_does_not_answer(
    plane: Plane, claims: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = asked()
    a_lease(plane.member, [server])
    away = exception.DatabaseUnavailable(reason="away")
    monkeypatch.setattr(records.cells, "scatter", lambda *_: {"cell1": away})
    with pytest.raises(exception.DatabaseUnavailable):
        create.CreateTasks().resume(placing_rows()[0])
    assert (plane.sent, claims["deleted"]) == ([], [])
    assert [row.outcome for row in placing_rows()] == [None]


def retry(plane: Plane, *hosts: str) -> str:
    instance = plane.add(an_instance(vm_state="building", task_state="spawning", host="host1"))
    bound, server = find.instance(plane.member, instance.uuid)
    lease = grant(CREATE, instance.uuid, attempt=2)
    with cells.database(bound).writer() as session:
        journal.create(session, journal.CELL, [database.journal_row(bound, lease, None, 60, {})])
    tasks = create.CreateTasks()
    for _ in range(2):
        tasks.build_instances(bound, server, a_spec(), a_request(), chosen(*hosts), "it broke", lease)
    return instance.uuid


def test_the_next_alternate_that_has_room(plane: Plane, claims: dict[str, Any]) -> None:
    claims["full"] = 1
    uuid = retry(plane, "host2", "host3")
    assert builds(plane) == ["host3"] and claims["claimed"] == [uuid]
    assert plane.stored(uuid).host == "host3"
    assert plane.sent[-1][2]["lease"].attempt == 4


def test_a_claim_that_somebody_changes_at_the_same_time_is_no_full_host(
    plane: Plane, claims: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(context: object, consumer: Consumer) -> None:
        raise exception.AllocationUpdateFailed(consumer_uuid=consumer.uuid, error="conflict")

    monkeypatch.setattr(create.allocations, "claim", changed)
    with pytest.raises(exception.AllocationUpdateFailed):
        retry(plane, "host2")
    assert claims["deleted"] == []


@pytest.mark.parametrize("hosts", [[], ["host2"]], ids=["exhausted", "moved"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_who_lost_a_build_meanwhile_leaves_the_claim_to_whoever_has_it(
    plane: Plane, claims: dict[str, Any], hosts: list[str], is_gone: bool
) -> None:
    """A conductor that slept; without a server nobody has it."""
    instance = plane.add(an_instance(vm_state="building", task_state="spawning", host="host1"))
    bound, server = find.instance(plane.member, instance.uuid)
    lost = grant(CREATE, instance.uuid, attempt=2)
    lost.expires_at -= 100
    with cells.database(bound).writer() as session:
        journal.create(session, journal.CELL, [{**database.journal_row(bound, lost, None, 60, {}), "attempt": 3}])
    if is_gone:
        store.current().destroy_instance(bound, instance.uuid)
    create.CreateTasks().try_next(bound, server, build_arguments(a_spec(), a_request(), chosen(*hosts), "old"), lost)
    assert builds(plane) == []
    assert claims["deleted"] == ([instance.uuid] if is_gone and hosts else [])


@pytest.mark.parametrize(("attempts", "message"), [(3, "Exceeded maximum number of retries"), (1, "it broke")])
def test_no_alternate_left(plane: Plane, claims: dict[str, Any], attempts: int, message: str) -> None:
    CONF.set_override("max_attempts", attempts, "scheduler")
    try:
        uuid = retry(plane)
    finally:
        CONF.clear_override("max_attempts", "scheduler")
    stored = plane.stored(uuid)
    assert (stored.vm_state, stored.host) == ("error", None) and builds(plane) == []
    with cells.database(find.server(plane.member, uuid).context).reader() as session:
        assert message in str(faults.latest(session, [uuid])[uuid].message)
    assert claims["deleted"] == [uuid]

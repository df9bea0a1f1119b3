# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Operations that nobody works on come to their end."""

import threading
import time
from typing import Any

import pytest
from sqlalchemy import select, update

from nova_lite import cells, exception
from nova_lite.conductor import owner, placing, sweep
from nova_lite.conductor.sweep import ResumeTasks, Sweep
from nova_lite.conductor.tasks.create import CreateTasks
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db import journal, statements
from nova_lite.db.api import instance_mappings
from nova_lite.db.engine import cell_database
from nova_lite.db.main import faults, models
from nova_lite.lifecycle import (
    CREATE,
    DELETE,
    DETACH_INTERFACE,
    OPERATIONS,
    REBOOT_HARD,
    START,
    STOP,
    Operation,
    Outcome,
)
from nova_lite.objects import database, store
from nova_lite.objects.create_request import build_arguments
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import grant
from nova_lite.operations import delete as delete_operation
from nova_lite.operations import find
from nova_lite.placement.model import Consumer
from tests.unit.conductor.builders import a_lease, a_request, a_spec, asked, begin, chosen
from tests.unit.control_plane import PROJECT, USER, Plane, an_instance

OTHER, THIRD = (f"00000000-0000-4000-8000-0000000000{number}" for number in ("bb", "cc"))
LOST = {"lease": journal.after(-5)}


@pytest.fixture
def given_back(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Placement and Neutron were told to give back."""
    told: list[str] = []
    for module in (sweep, delete_operation):
        monkeypatch.setattr(module.release, "deallocate", lambda context, instance: told.append("ports"))
    monkeypatch.setattr(sweep.allocations, "delete", lambda *arguments, **options: told.append("allocations"))
    monkeypatch.setattr(sweep.allocations, "get", lambda *arguments: None)
    monkeypatch.setattr(sweep.allocations, "claim", lambda context, consumer: told.append("claim"))
    return told


def left(plane: Plane, operation: Operation, arguments: dict[str, Any], **values: Any) -> Instance:
    """A server whose operation nobody works on."""
    row_values = {key: values.pop(key) for key in ("owner", "lease", "deadline") if key in values}
    instance = plane.add(an_instance(**{"host": "host1", "task_state": operation.begins, **values}))
    row = database.journal_row(plane.member, grant(operation, instance.uuid, 1), "host1", 600, arguments)
    with cell_database().writer() as session:
        journal.create(session, journal.CELL, [{**row, **LOST, **row_values}])
    return instance


def building(plane: Plane, *hosts: str, **values: Any) -> Instance:
    arguments = build_arguments(a_spec(), a_request(), chosen(*hosts))
    return left(plane, CREATE, arguments, vm_state="building", launched_at=None, **values)


def end(made: Sweep) -> None:
    """Wait until everything that was found is done."""
    for pool in made._pools.values():
        pool.shutdown()


def run(plane: Plane) -> None:
    made = Sweep(CreateTasks())
    made.run(plane.admin)
    end(made)


def rows() -> list[journal.Row]:
    with cell_database().reader() as session:
        return session.all(journal.CELL, select(journal.CELL).order_by(journal.CELL.id))


@pytest.mark.parametrize(
    ("operation", "arguments", "message", "sent"),
    [
        (DELETE, {}, "terminate_instance", {}),
        (START, {}, "start_instance", {}),
        (STOP, {"clean_shutdown": False}, "stop_instance", {"clean_shutdown": False}),
        (REBOOT_HARD, {"hard": True}, "reboot_instance", {"hard": True}),
        (DETACH_INTERFACE, {"port_id": "port"}, "detach_interface", {"port_id": "port"}),
    ],
)
def test_lost_message_is_sent_again(
    plane: Plane, operation: Operation, arguments: dict[str, Any], message: str, sent: dict[str, Any]
) -> None:
    plane.add_compute("host1")
    instance = left(plane, operation, arguments)
    run(plane)
    ((name, host, found),) = plane.sent
    assert (name, host, found["instance"].uuid, found["lease"].attempt) == (message, "host1", instance.uuid, 2)
    assert {key: found[key] for key in sent} == sent
    plane.sent.clear()
    run(plane)
    assert plane.sent == []


def test_every_operation_of_the_journal_can_be_asked_for_again() -> None:
    assert all(row.begins is None for row in OPERATIONS if row.name in sweep.STATES_STAY)
    assert set(sweep.SEND) <= {row.name for row in OPERATIONS if row.journal}


def test_detachment_whose_time_is_over_leaves_the_states(plane: Plane) -> None:
    plane.add_compute("host1")
    instance = left(plane, DETACH_INTERFACE, {"port_id": "port"}, deadline=journal.after(-1), task_state="rebooting")
    run(plane)
    stored = plane.stored(instance.uuid)
    assert (plane.sent, stored.vm_state, stored.task_state) == ([], "active", "rebooting")
    assert rows()[0].outcome == Outcome.EXPIRED
    with cell_database().reader() as session:
        (fault,) = faults.latest(session, [instance.uuid]).values()
    assert "detach_interface did not finish in time" in fault.message


def test_lost_build_is_sent_again_for_who_asked(plane: Plane, given_back: list[str]) -> None:
    plane.add_compute("host1")
    building(plane, "host1", "host2")
    contexts: list[RequestContext] = []
    original = plane.send

    def send(context: RequestContext, *arguments: Any, **options: Any) -> Any:
        contexts.append(context)
        return original(context, *arguments, **options)

    plane.send = send  # type: ignore[method-assign]
    sweep.rpc_compute.send = send  # type: ignore[attr-defined]
    run(plane)
    ((name, host, found),) = plane.sent
    assert (name, host) == ("build_and_run_instance", "host1")
    assert [one.host for one in found["selections"]] == ["host1", "host2"]
    assert (contexts[0].project_id, contexts[0].auth_token) == (plane.member.project_id, None)


def test_build_that_holds_nothing_any_more_claims_again(plane: Plane, given_back: list[str]) -> None:
    plane.add_compute("host1")
    building(plane, "host1", "host2")
    run(plane)
    assert [(name, host) for name, host, _ in plane.sent] == [("build_and_run_instance", "host1")]
    assert given_back == ["claim"]


def test_build_of_a_server_that_is_being_deleted_claims_nothing(plane: Plane, given_back: list[str]) -> None:
    plane.add_compute("host1")
    building(plane, "host1", task_state="deleting")
    run(plane)
    assert (plane.sent, given_back) == ([], [])
    assert [row.outcome for row in rows()] == ["replaced"]


def test_build_whose_host_is_full_meanwhile_goes_to_the_next(
    plane: Plane, given_back: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plane.add_compute("host1")
    building(plane, "host1", "host2")
    answers = [exception.InsufficientCapacity(consumer_uuid="x", error="full"), None]

    def claim(context: RequestContext, consumer: Consumer) -> None:
        if error := answers.pop(0):
            raise error

    monkeypatch.setattr(sweep.allocations, "claim", claim)
    run(plane)
    assert [(name, host) for name, host, _ in plane.sent] == [("build_and_run_instance", "host2")]


def unmapped(plane: Plane, left_s: int = -5, **values: Any) -> Instance:
    """A server in a cell that the API does not know there."""
    plane.add_compute("host1")
    instance = building(plane, "host1", "host2", owner="host1", lease=journal.after(left_s))
    with cells.api_database().writer() as session:
        instance_mappings.destroy(session, instance.uuid)
        if values:
            row = {"instance_uuid": instance.uuid, "project_id": PROJECT, "user_id": USER, **values}
            instance_mappings.create(session, [row])
    return instance


@pytest.mark.parametrize("left_s", [-5, 5])
def test_a_server_that_is_still_being_placed_is_left_to_its_conductor(
    plane: Plane, given_back: list[str], left_s: int
) -> None:
    unmapped(plane, left_s, cell_id=None)
    run(plane)
    assert (plane.sent, given_back) == ([], [])
    assert [row.outcome for row in rows()] == [None]


def test_a_server_that_was_deleted_before_a_late_conductor_wrote_it_is_removed(
    plane: Plane, given_back: list[str]
) -> None:
    unmapped(plane)
    run(plane)
    assert (plane.sent, given_back) == ([], ["allocations"])
    assert [row.outcome for row in rows()] == ["done"]
    with cell_database().reader() as session:
        assert session.scalars(select(models.Instance.deleted)).all() == [1]


def test_the_copy_of_a_server_that_was_placed_in_another_cell_is_removed(plane: Plane, given_back: list[str]) -> None:
    instance = unmapped(plane, cell_id=cells.cell0().id)
    run(plane)
    assert (plane.sent, given_back) == ([], [])
    assert rows() == []
    with cells.api_database().reader() as session:
        mapping = instance_mappings.find(session, instance.uuid)
        assert mapping is not None and not mapping.queued_for_delete


def test_build_of_a_host_that_went_down_goes_to_the_next(plane: Plane, given_back: list[str]) -> None:
    plane.add_compute("host1", up=False)
    instance = building(plane, "host1", "host2")
    run(plane)
    ((name, host, found),) = plane.sent
    assert (name, host, found["lease"].attempt) == ("build_and_run_instance", "host2", 3)
    assert given_back == ["ports", "claim"]
    assert plane.stored(instance.uuid).host == "host2"


def test_who_waits_too_long_for_the_server_leaves_its_build_to_others(
    plane: Plane, given_back: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database was away between taking the operation and reading the server; another conductor took it then."""
    plane.add_compute("host1", up=False)
    building(plane, "host1", "host2")
    real = store.current().get_instance

    def slow(*arguments: Any) -> Instance:
        with cell_database().writer() as session:
            session.execute(update(journal.CELL).values(attempt=3))
        return real(*arguments)

    monkeypatch.setattr(store.current(), "get_instance", slow)
    monkeypatch.setattr(placing, "MARGIN_S", 1000.0)
    run(plane)
    assert (plane.sent, given_back) == ([], [])
    assert [row.outcome for row in rows()] == [None]


def test_build_without_another_host_ends_in_error(plane: Plane, given_back: list[str]) -> None:
    plane.add_compute("host1", up=False)
    instance = building(plane, "host1")
    run(plane)
    stored = plane.stored(instance.uuid)
    assert (stored.vm_state, stored.task_state, stored.host) == ("error", None, None)
    assert given_back == ["ports", "allocations"]
    assert [row.outcome for row in rows()] == ["failed"]


def test_delete_of_a_host_that_went_down_is_done_here(plane: Plane, given_back: list[str]) -> None:
    plane.add_compute("host1", up=False)
    instance = left(plane, DELETE, {})
    run(plane)
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, instance.uuid)
    assert given_back == ["ports", "allocations"]
    assert [row.outcome for row in rows()] == ["done"]


def test_delete_of_a_buried_server_goes_on(plane: Plane, given_back: list[str]) -> None:
    """Its API process died; such servers are in cell0."""
    server, _ = buried(plane)
    found = find.server(plane.member, server.uuid)
    found.instance.begin(found.context, DELETE)
    with cells.database(found.context).writer() as session:
        session.execute(update(journal.CELL).values(**LOST))
    run(plane)
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, server.uuid)


def buried(plane: Plane) -> tuple[Instance, RequestContext]:
    """A server that found no host, and a context for cell0; the burial's row of the journal is due."""
    server = asked()
    plane.answers["select_destinations"] = exception.NoValidHost(reason="full")
    lease = a_lease(plane.member, [server])
    CreateTasks().schedule_and_build_instances(plane.member, [server], a_spec(), a_request(), lease)
    context = cells.target(plane.member, cells.cell0())
    with cells.database(context).writer() as session:
        session.execute(update(journal.CELL).values(**LOST))
    return server, context


def in_cell0(context: RequestContext) -> tuple[int, list[str | None]]:
    """How many servers there are, and the outcomes in the journal."""
    with cells.database(context).reader() as session:
        servers = session.scalars(select(models.Instance.uuid).where(models.Instance.deleted == 0)).all()
        return len(servers), list(session.scalars(select(journal.CELL.outcome)))


def test_a_burial_is_over_when_the_server_belongs_to_cell0(plane: Plane, given_back: list[str]) -> None:
    _, context = buried(plane)
    run(plane)
    assert in_cell0(context) == (1, ["failed"])
    assert given_back == []


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_late_burial_of_a_server_that_went_elsewhere_is_removed(
    plane: Plane, given_back: list[str], is_deleted: bool
) -> None:
    """Its conductor slept before it wrote, and died after it."""
    server, context = buried(plane)
    with cells.api_database().writer() as session:
        if is_deleted:
            instance_mappings.destroy(session, server.uuid)
        else:
            instance_mappings.set_cell(session, [server.uuid], cells.all_cells()[0].id)
    run(plane)
    assert in_cell0(context) == (0, ["done"] if is_deleted else [])


def test_a_burial_in_work_is_left_to_its_conductor(plane: Plane, given_back: list[str]) -> None:
    server, context = buried(plane)
    with cells.api_database().writer() as session:
        instance_mappings.destroy(session, server.uuid)
        row = {"instance_uuid": server.uuid, "project_id": PROJECT, "user_id": USER, "cell_id": None}
        instance_mappings.create(session, [row])
    run(plane)
    assert in_cell0(context) == (1, [None])


def test_what_only_the_host_can_do_waits_for_it(plane: Plane) -> None:
    plane.add_compute("host1", up=False)
    left(plane, STOP, {})
    run(plane)
    (row,) = rows()
    assert plane.sent == []
    assert (row.outcome, row.attempt) == (None, 1)
    assert row.lease > journal.after(30)


@pytest.mark.parametrize(("operation", "freed"), [(CREATE, ["ports", "allocations"]), (STOP, [])])
def test_time_is_over(plane: Plane, given_back: list[str], operation: Operation, freed: list[str]) -> None:
    plane.add_compute("host1")
    instance = left(plane, operation, {}, deadline=journal.after(-5), lease=journal.after(60))
    run(plane)
    stored = plane.stored(instance.uuid)
    assert (stored.vm_state, stored.task_state) == ("error", None)
    assert given_back == freed
    assert [row.outcome for row in rows()] == ["expired"]
    with cell_database().reader() as session:
        assert "did not finish in time" in str(faults.latest(session, [instance.uuid])[instance.uuid].message)


def test_operation_of_a_server_that_is_gone_is_closed(plane: Plane) -> None:
    plane.add_compute("host1")
    instance = left(plane, STOP, {})
    with cell_database().writer() as session:
        database.instances.destroy(session, instance.uuid)
    run(plane)
    assert plane.sent == []
    assert [row.outcome for row in rows()] == ["replaced"]


def test_a_request_whose_question_was_lost_is_asked_again_at_once(plane: Plane, given_back: list[str]) -> None:
    server = asked()
    lease = a_lease(plane.member, [server])
    plane.answers["select_destinations"] = exception.RpcTimeout(topic="scheduler", method="select_destinations")
    tasks = CreateTasks()
    made = Sweep(tasks)
    tasks.schedule_and_build_instances(plane.member, [server], a_spec(), a_request(), lease)
    made.take_up("unknown")
    end(made)
    assert [name for name, _, _ in plane.sent] == ["select_destinations"] * 2, "then it waits for the next look"
    with cells.api_database().reader() as session:
        (row,) = session.all(journal.PLACING, select(journal.PLACING))
        assert (row.attempt, row.outcome, row.lease <= journal.after(0)) == (2, None, True)
    assert lease.uuid not in placing._held


def test_what_was_put_down_is_not_taken_from_who_was_faster(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    held = placing.take(a_lease(plane.member, [asked()]))
    assert held is not None
    resumed: list[int] = []
    tasks = CreateTasks()
    monkeypatch.setattr(tasks, "resume", lambda row: resumed.append(row.attempt))
    made = Sweep(tasks)
    made._resume(held.uuid)
    assert resumed == []
    placing.postpone(held)
    made._resume(held.uuid)
    assert resumed == [held.attempt]


def test_servers_do_not_wait_with_requests_that_no_scheduler_answers(
    plane: Plane, monkeypatch: pytest.MonkeyPatch
) -> None:
    plane.add_compute("host1")
    left(plane, STOP, {})
    servers = [asked(2 + number) for number in range(sweep.WORKERS)]
    for server in servers:
        begin(plane.member, [server])
    with cells.api_database().writer() as session:
        statements.change(session, journal.PLACING, {}, {"lease": journal.after(-1)})
    answered, stopped = threading.Event(), threading.Event()
    tasks = CreateTasks()
    monkeypatch.setattr(tasks, "resume", lambda row: answered.wait(10))
    monkeypatch.setattr(sweep, "send_again", lambda context, row: stopped.set())
    made = Sweep(tasks)
    made.run(plane.admin)
    assert stopped.wait(5)
    answered.set()
    end(made)


def test_a_broker_that_is_away_keeps_neither_the_sweep_nor_the_threads(
    plane: Plane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends waits until the broker is back; what waits already is not asked for again."""
    plane.add_compute("host1")
    left(plane, STOP, {})
    back, waiting = threading.Event(), threading.Event()
    asked_for: list[str] = []

    def send(context: RequestContext, row: journal.Row) -> None:
        asked_for.append(row.uuid)
        waiting.set()
        back.wait(10)

    monkeypatch.setattr(sweep, "send_again", send)
    made = Sweep(CreateTasks())
    for _ in range(3):
        made.run(plane.admin)
        assert waiting.wait(5)
    back.set()
    end(made)
    assert len(asked_for) == 1
    made._pools[journal.CELL] = sweep.concurrency.ThreadPool(1)
    made.run(plane.admin)
    end(made)
    assert len(asked_for) == 2


def test_one_operations_trouble_stays_its_own(plane: Plane) -> None:
    plane.add_compute("host1")
    left(plane, REBOOT_HARD, {"hard": True}, uuid="00000000-0000-4000-8000-0000000000aa")
    broken = left(plane, CREATE, {"request_spec": "nonsense"})
    run(plane)
    assert [name for name, _, _ in plane.sent] == ["reboot_instance"]
    assert plane.stored(broken.uuid).task_state == "scheduling"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (exception.PeerUnavailable(service="placement", reason="gone"), ["Connection to placement failed: gone"]),
        (exception.DatabaseUnavailable(reason="gone"), []),
    ],
)
def test_what_waits_for_others_is_told_in_a_line(
    plane: Plane, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, told: list[str]
) -> None:
    def away(*_: Any) -> None:
        raise error

    plane.add_compute("host1")
    building(plane, "host1")
    monkeypatch.setattr(sweep.allocations, "get", away)
    run(plane)
    lines = [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert [line.getMessage().partition(" waits: ")[2] for line in lines] == told
    assert not any(line.exc_info for line in lines)


def test_the_next_look_comes_soon_while_one_does_not_see_all_that_is_to_be_placed(
    plane: Plane, given_back: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "AT_ONCE", 2)
    monkeypatch.setattr(CreateTasks, "resume", lambda self, row: None)
    made = Sweep(CreateTasks())
    assert made.pause_s() == CONF.journal.sweep_interval
    for number in range(2):
        made.run(plane.admin)
        assert made.pause_s() == CONF.journal.sweep_interval
        a_lease(plane.member, [asked(number)])
    with cells.api_database().writer() as session:
        statements.change(session, journal.PLACING, {}, LOST)
    made.run(plane.admin)
    assert made.pause_s() == sweep.BUSY_S < CONF.journal.sweep_interval
    end(made)


def test_placing_of_a_dead_conductor_goes_on(plane: Plane, given_back: list[str]) -> None:
    server = asked()
    a_lease(plane.member, [server])
    with cells.api_database().writer() as session:
        statements.change(session, journal.PLACING, {}, {"lease": journal.after(-5)})
    plane.answers["select_destinations"] = [chosen("host1")]
    run(plane)
    assert [name for name, _, _ in plane.sent] == ["select_destinations", "build_and_run_instance"]


@pytest.mark.parametrize(
    ("left_s", "is_busy", "begins"),
    [(60, False, False), (sweep.UNBEGUN_S, False, True), (sweep.UNBEGUN_S, True, False)],
)
def test_a_request_that_nobody_began_is_placed_by_who_has_nothing_to_do(
    plane: Plane, given_back: list[str], monkeypatch: pytest.MonkeyPatch, left_s: int, is_busy: bool, begins: bool
) -> None:
    a_lease(plane.member, [asked()])
    with cells.api_database().writer() as session:
        statements.change(session, journal.PLACING, {}, {"lease": journal.after(left_s)})
    monkeypatch.setattr(placing, "is_idle", lambda: not is_busy)
    plane.answers["select_destinations"] = [chosen("host1")]
    run(plane)
    assert [name for name, _, _ in plane.sent] == ["select_destinations", "build_and_run_instance"] * begins
    assert given_back == []  # nobody can have claimed anything


def test_what_a_killed_conductor_had_in_hand_is_taken_up_by_the_next_one(
    plane: Plane, given_back: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_lease(plane.member, [asked()])
    building(plane, "host1", "host2", lease=journal.after(60), owner=f"{owner.siblings()}0.0", uuid=THIRD, host=None)
    living = building(plane, "host1", "host2", lease=journal.after(60), owner=owner.name(), uuid=OTHER)
    with cells.api_database().writer() as session:
        values = {"lease": journal.after(60), "owner": f"{owner.siblings()}0.0"}
        statements.change(session, journal.PLACING, {}, values)
    plane.answers["select_destinations"] = [chosen("host1")]
    made = Sweep(CreateTasks())
    for _ in range(2):
        made.run(plane.admin)
    end(made)
    assert sorted(name for name, _, _ in plane.sent) == ["build_and_run_instance"] * 2 + ["select_destinations"]
    assert {one.instance_uuid: one.attempt for one in rows()}[living.uuid] == 1


@pytest.mark.parametrize(("left_s", "times"), [(11, 0), (6, 1), (-5, 1)])
def test_a_message_that_may_be_lost_is_repeated_under_its_own_number(
    plane: Plane, given_back: list[str], left_s: int, times: int
) -> None:
    plane.add_compute("host1")
    built = building(plane, "host1", lease=journal.after(left_s))
    left(plane, STOP, {}, lease=journal.after(left_s), uuid=OTHER)
    run(plane)
    assert sorted(name for name, _, _ in plane.sent) == ["build_and_run_instance", "stop_instance"] * times
    attempts = 1 if left_s > 0 else 2
    assert {row.attempt for row in rows()} == {attempts}
    for _, _, arguments in plane.sent:
        assert arguments["lease"].attempt == attempts
        assert abs(arguments["lease"].expires_at - time.time() - (left_s if left_s > 0 else 12)) < 3
    assert ("claim" in given_back) == (left_s < 0)
    assert plane.stored(built.uuid).task_state == "scheduling"


def test_no_message_is_repeated_for_a_new_server_that_is_being_deleted(plane: Plane, given_back: list[str]) -> None:
    plane.add_compute("host1")
    building(plane, "host1", lease=journal.after(5), task_state="deleting")
    run(plane)
    assert (plane.sent, given_back) == ([], [])


def test_host_that_starts_gets_what_it_had_in_hand(plane: Plane) -> None:
    instance = left(plane, STOP, {}, lease=journal.after(60))
    bound = cells.target(plane.admin, cells.all_cells()[0])
    assert ResumeTasks().resume_operations(bound, "host1") == [instance.uuid]
    assert [name for name, _, _ in plane.sent] == ["stop_instance"]
    assert ResumeTasks().resume_operations(bound, "host2") == []


def test_what_ended_long_ago_is_forgotten(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> None:
    left(plane, STOP, {})
    with cell_database().writer() as session:
        statements.change(session, journal.CELL, {}, {"outcome": "done", "finished_at": journal.after(-10_000)})
    monkeypatch.setattr(sweep, "PURGE_EVERY", 1)
    run(plane)
    assert rows() == []

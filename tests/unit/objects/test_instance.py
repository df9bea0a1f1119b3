# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""States of a server change in one compare-and-swap each; names and config drive follow the options."""

from collections.abc import Iterator
from typing import Any

import pytest

from nova_lite import exception, lifecycle
from nova_lite.conf import CONF
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.lifecycle import PowerState, TaskState, VmState
from nova_lite.objects import instance as instances
from nova_lite.objects import store
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Ending

UUID = "6b0bd2a5-5a3c-4bf8-8b86-1ef3dbf4a001"


class Recorder:
    """A store that keeps what it was asked to write, and may refuse."""

    def __init__(self) -> None:
        self.saved: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.begun: list[tuple[dict[str, Any], dict[str, Any], str]] = []
        self.ended: list[tuple[dict[str, Any], dict[str, Any], str | None]] = []
        self.refusal: Exception | None = None

    def save_instance(
        self, context: RequestContext, uuid: str, updates: dict[str, Any], expectations: dict[str, Any]
    ) -> None:
        assert uuid == UUID
        if self.refusal is not None:
            raise self.refusal
        self.saved.append((updates, expectations))

    def begin_operation(
        self,
        context: RequestContext,
        uuid: str,
        updates: dict[str, Any],
        expectations: dict[str, Any],
        beginning: Any,
    ) -> None:
        assert uuid == UUID
        self.begun.append((updates, expectations, beginning.action))

    def finish_operation(
        self, context: RequestContext, uuid: str, updates: dict[str, Any], expectations: dict[str, Any], ending: Any
    ) -> None:
        assert uuid == UUID
        self.ended.append((updates, expectations, ending.outcome))


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    found = Recorder()
    monkeypatch.setattr(store, "_state", {"store": found})
    return found


@pytest.fixture
def instance() -> Instance:
    found = Instance(uuid=UUID, id=26, hostname="one", vm_state="active")
    found.obj_reset_changes()
    return found


CONTEXT = get_admin_context()


def test_save_sends_only_what_changed(recorder: Recorder, instance: Instance) -> None:
    instance.host = "c1"
    instance.save(CONTEXT)
    instance.save(CONTEXT)
    assert recorder.saved == [({"host": "c1"}, {})]


def test_refused_save_keeps_the_changes(recorder: Recorder, instance: Instance) -> None:
    recorder.refusal = exception.InstanceNotFound(instance_id=UUID)
    instance.host = "c1"
    with pytest.raises(exception.InstanceNotFound):
        instance.save(CONTEXT)
    assert instance.obj_what_changed() == {"host"}


def test_begin_expects_the_states_of_its_row(recorder: Recorder, instance: Instance) -> None:
    instance.begin(CONTEXT, lifecycle.STOP)
    assert recorder.begun == [({"task_state": TaskState.POWERING_OFF}, {"task_state": [None]}, "stop")]


def test_begin_without_expectation(recorder: Recorder, instance: Instance) -> None:
    instance.begin(CONTEXT, lifecycle.DELETE)
    assert recorder.begun == [({"task_state": TaskState.DELETING}, {}, "delete")]


def test_step_expects_task_and_vm_state(recorder: Recorder, instance: Instance) -> None:
    instance.step(CONTEXT, TaskState.SPAWNING, [TaskState.NETWORKING], [VmState.BUILDING])
    assert recorder.saved == [
        ({"task_state": "spawning"}, {"task_state": ["networking"], "vm_state": ["building"]}),
    ]


def test_finish_sets_everything_at_once(recorder: Recorder, instance: Instance) -> None:
    instance.step(CONTEXT, TaskState.POWERING_OFF, [None])
    instance.finish(CONTEXT, VmState.STOPPED, PowerState.SHUTDOWN, [TaskState.POWERING_OFF])
    assert recorder.saved[1] == (
        {"vm_state": "stopped", "power_state": 4, "task_state": None},
        {"task_state": ["powering-off"]},
    )


def test_steps_that_were_only_shown_end_with_the_operation(recorder: Recorder, instance: Instance) -> None:
    instance.task_state = None
    instance.obj_reset_changes()
    instance.advance(CONTEXT, TaskState.SPAWNING)
    instance.finish(CONTEXT, VmState.ACTIVE, PowerState.RUNNING, [TaskState.SCHEDULING], Ending(outcome="done"))
    assert recorder.saved == []
    updates = {"task_state": None, "vm_state": "active", "power_state": 1}
    assert recorder.ended == [(updates, {"task_state": ["scheduling"]}, "done")]


def test_deleted_record_is_seen_by_its_holder(instance: Instance) -> None:
    instance.mark_deleted(CONTEXT)
    assert (instance.vm_state, instance.task_state, instance.power_state) == (VmState.DELETED, None, 0)


def test_revert_expects_nothing(recorder: Recorder, instance: Instance) -> None:
    instance.revert(CONTEXT, VmState.ERROR)
    assert recorder.saved == [({"vm_state": "error", "task_state": None}, {})]


def test_reschedule_goes_back_to_the_beginning_of_a_build(recorder: Recorder, instance: Instance) -> None:
    instance.reschedule(CONTEXT)
    [(updates, expectations)] = recorder.saved
    assert updates == {"vm_state": "building", "task_state": "scheduling"}
    assert set(expectations["task_state"]) == {None, *lifecycle.BUILD_TASKS}


def test_unsaved_states(instance: Instance) -> None:
    instance.begin_unsaved()
    assert (instance.vm_state, instance.task_state) == ("building", "scheduling")
    instance.revert_unsaved(VmState.ERROR)
    assert (instance.vm_state, instance.task_state) == ("error", None)


@pytest.fixture
def options() -> Iterator[None]:
    yield
    CONF.clear_override("instance_name_template")
    CONF.clear_override("force_config_drive")


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("instance-%08x", "instance-0000001a"),
        ("vm-%(id)d", "vm-26"),
        ("%(uuid)s", UUID),
        ("%(hostname)s.cloud", "one.cloud"),
    ],
)
def test_name_follows_the_template(options: None, instance: Instance, template: str, name: str) -> None:
    CONF.set_override("instance_name_template", template)
    assert instance.name == name


@pytest.mark.parametrize(
    ("asked", "forced", "needed"),
    [("True", False, True), ("1", False, True), ("", False, False), (None, False, False), (None, True, True)],
)
def test_config_drive(options: None, instance: Instance, asked: str | None, forced: bool, needed: bool) -> None:
    CONF.set_override("force_config_drive", forced)
    instance.config_drive = asked
    assert instance.needs_config_drive is needed


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, str | None, str | None, str | None]]:
    """States before and after each change that watchers hear of."""
    found: list[tuple[str | None, str | None, str | None, str | None]] = []
    monkeypatch.setattr(instances, "_watchers", [])
    instances.watch(
        lambda context, changed, before: found.append(
            (before.vm_state, before.task_state, changed.vm_state, changed.task_state)
        )
    )
    return found


def test_watchers_hear_of_every_change(
    recorder: Recorder, instance: Instance, told: list[tuple[str | None, str | None, str | None, str | None]]
) -> None:
    instance.begin(CONTEXT, lifecycle.REBOOT_SOFT)
    instance.step(CONTEXT, TaskState.REBOOT_STARTED, [TaskState.REBOOTING])
    instance.finish(CONTEXT, VmState.ERROR)
    instance.reschedule(CONTEXT)
    instance.advance(CONTEXT, TaskState.SPAWNING)
    instance.finish(CONTEXT, VmState.ACTIVE, ending=Ending(outcome="done"))
    instance.mark_deleted(CONTEXT)
    assert told == [
        ("active", None, "active", "rebooting"),
        ("active", "rebooting", "active", "reboot_started"),
        ("active", "reboot_started", "error", None),
        ("error", None, "building", "scheduling"),
        ("building", "scheduling", "building", "spawning"),
        ("building", "spawning", "active", None),
        ("active", None, "deleted", None),
    ]


def broken(context: RequestContext, changed: Instance, before: instances.Before) -> None:
    raise ZeroDivisionError


def test_a_change_that_is_refused_is_not_told_and_a_watcher_stops_nothing(
    recorder: Recorder, instance: Instance, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.refusal = exception.InstanceNotFound(instance_id=UUID)
    with pytest.raises(exception.InstanceNotFound):
        instance.step(CONTEXT, TaskState.REBOOT_STARTED, [None])
    assert told == []
    recorder.refusal = None
    instances.watch(broken)
    instance.step(CONTEXT, TaskState.REBOOTING, [None])
    assert len(told) == 1 and len(recorder.saved) == 1

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which operation sends what."""

from collections.abc import Iterable

import pytest
from oslo_config import fixture as config_fixture

from nova_lite.context import RequestContext
from nova_lite.notifications import instance as notifications
from nova_lite.notifications.emitter import Source
from nova_lite.objects import instance as instances
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.instance import Before, Instance
from tests.unit.notifications.conftest import Sent

SOURCE = Source("nova-compute", "host1")


def types(sent: Sent) -> list[str]:
    return [row[1]["event_type"] for row in sent]


@pytest.mark.parametrize(
    ("operation", "phase", "expected"),
    [
        ("create", "start", ["compute.instance.create.start", "instance.create.start"]),
        ("create", "error", ["compute.instance.create.error", "instance.create.error"]),
        ("delete", "end", ["compute.instance.delete.end", "instance.delete.end"]),
        ("delete", "error", []),
        ("shutdown", "start", ["compute.instance.shutdown.start", "instance.shutdown.start"]),
        ("start", "end", ["compute.instance.power_on.end", "instance.power_on.end"]),
        ("stop", "start", ["compute.instance.power_off.start", "instance.power_off.start"]),
        ("reboot", "error", ["compute.instance.reboot.error", "instance.reboot.error"]),
        ("attach_interface", "error", ["instance.interface_attach.error"]),
        ("detach_interface", "end", ["instance.interface_detach.end"]),
        ("update metadata", "start", []),
    ],
)
def test_actions(
    sent: Sent, context: RequestContext, instance: Instance, operation: str, phase: str, expected: list[str]
) -> None:
    notifications.notify_action(context, SOURCE, instance, operation, phase)
    assert types(sent) == expected


def test_block_devices_are_read_only_on_demand(
    sent: Sent, options: config_fixture.Config, context: RequestContext, instance: Instance
) -> None:
    reads = []

    def read() -> Iterable[BlockDevice]:
        reads.append(1)
        return [BlockDevice(volume_id="v", device_name="/dev/vdb", boot_index=None), BlockDevice()]

    notifications.notify_action(context, SOURCE, instance, "reboot", "start", block_devices=read)
    assert not reads
    options.config(bdms_in_notifications=True, group="notifications")
    notifications.notify_action(context, SOURCE, instance, "reboot", "start", block_devices=read)
    devices = sent[-1][1]["payload"]["nova_object.data"]["block_devices"]
    assert [one["nova_object.data"]["volume_id"] for one in devices] == ["v"]


@pytest.mark.parametrize(
    ("wanted", "before", "expected"),
    [
        (None, Before("building", "spawning"), False),
        ("vm_state", Before("building", "spawning"), True),
        ("vm_state", Before("active", "rebooting"), False),
        ("vm_and_task_state", Before("active", "rebooting"), True),
        ("vm_and_task_state", Before("active", None), False),
        ("vm_state", Before("active", None, "old name"), True),
    ],
)
def test_updates(
    sent: Sent,
    options: config_fixture.Config,
    context: RequestContext,
    instance: Instance,
    wanted: str | None,
    before: Before,
    expected: bool,
) -> None:
    options.config(notify_on_state_change=wanted, group="notifications")
    notifications.notify_update(SOURCE, context, instance, before)
    assert types(sent) == (["compute.instance.update", "instance.update"] if expected else [])


def test_update_tells_old_and_new(
    sent: Sent, options: config_fixture.Config, context: RequestContext, instance: Instance
) -> None:
    options.config(notify_on_state_change="vm_state", group="notifications")
    notifications.notify_update(SOURCE, context, instance, Before("building", "spawning", "old"))
    legacy, versioned = (row[1]["payload"] for row in sent)
    assert (legacy["old_state"], legacy["state"], legacy["old_display_name"]) == ("building", "active", "old")
    assert versioned["nova_object.data"]["state_update"]["nova_object.data"] == {
        "old_state": "building",
        "state": "active",
        "old_task_state": "spawning",
        "new_task_state": None,
    }


def test_silence_builds_nothing(
    options: config_fixture.Config, context: RequestContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications.EMITTER, "emit", lambda *given: pytest.fail("emitted"))
    unreadable: Instance = None  # type: ignore[assignment]
    notifications.notify_action(context, SOURCE, unreadable, "create", "start")
    notifications.notify_update(SOURCE, context, unreadable, Before(None, None))


@pytest.mark.parametrize(
    ("wanted", "expected"), [(None, []), ("vm_state", ["compute.instance.update", "instance.update"])]
)
def test_a_daemon_tells_of_its_changes_if_wanted(
    sent: Sent,
    options: config_fixture.Config,
    context: RequestContext,
    instance: Instance,
    monkeypatch: pytest.MonkeyPatch,
    wanted: str | None,
    expected: list[str],
) -> None:
    monkeypatch.setattr(instances, "_watchers", [])
    options.config(notify_on_state_change=wanted, group="notifications")
    notifications.watch_states("nova-compute")
    instance.tell(context, Before("building", "spawning"))
    assert types(sent) == expected

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rebooting."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.compute.operations import reboot
from nova_lite.compute.operations.reboot import RebootEndpoint
from nova_lite.conf import CONF
from nova_lite.lifecycle import PowerState, TaskState, VmState
from tests.unit.compute.fakes import UUID, Cloud


@pytest.mark.parametrize(
    ("hard", "task", "started"),
    [
        (False, TaskState.REBOOTING, TaskState.REBOOT_STARTED),
        (True, TaskState.REBOOTING_HARD, TaskState.REBOOT_STARTED_HARD),
    ],
)
def test_states(cloud: Cloud, hard: bool, task: TaskState, started: TaskState) -> None:
    RebootEndpoint(cloud.host).reboot_instance(cloud.context, cloud.instance(task_state=task), hard)
    assert cloud.store.states == [(VmState.ACTIVE, started), (VmState.ACTIVE, None)]
    assert cloud.driver.calls == ["reboot hard" if hard else "reboot soft"]


def test_hard_reboot_starts_a_stopped_server_but_leaves_a_rescued_one_rescued(cloud: Cloud) -> None:
    for before, after in ((VmState.STOPPED, VmState.ACTIVE), (VmState.RESCUED, VmState.RESCUED)):
        reboot.reboot(
            cloud.host, cloud.context, cloud.instance(vm_state=before, task_state=TaskState.REBOOTING_HARD), hard=True
        )
        assert cloud.store.rows[UUID].vm_state == after


@pytest.mark.parametrize(("runs", "vm_state"), [(True, VmState.ACTIVE), (False, VmState.ERROR)])
def test_failure_is_an_error_only_if_the_guest_is_off(cloud: Cloud, runs: bool, vm_state: VmState) -> None:
    cloud.driver.fail["reboot soft"] = exception.Failed("no")
    if runs:
        cloud.driver.guests[UUID] = PowerState.RUNNING
    instance = cloud.instance(task_state=TaskState.REBOOTING)
    assert not reboot.reboot(cloud.host, cloud.context, instance, hard=False)
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == (vm_state, None)
    assert cloud.store.faults == [(UUID, 500, "no")]


@pytest.mark.parametrize(("kinds", "waits"), [([], False), (["normal"], True), (["direct"], False)])
def test_ports_are_waited_for_only_where_asked(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, kinds: list[str], waits: bool
) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(cloud.driver, "reboot", lambda context, request, hard: seen.append(request.wait_for_vifs))
    cloud.driver.guests[UUID] = PowerState.RUNNING
    CONF.set_override("wait_for_vif_plugged_event_during_hard_reboot", kinds, "workarounds")
    try:
        reboot.reboot(cloud.host, cloud.context, cloud.instance(task_state=TaskState.REBOOTING_HARD), hard=True)
    finally:
        CONF.clear_override("wait_for_vif_plugged_event_during_hard_reboot", "workarounds")
    assert (seen[0] is not None) == waits

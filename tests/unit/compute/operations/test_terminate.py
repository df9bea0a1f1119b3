# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Deleting servers."""

import pytest

from nova_lite import exception
from nova_lite.compute import operation
from nova_lite.compute.operations.terminate import TerminateEndpoint, terminate
from nova_lite.lifecycle import DELETE, PowerState, TaskState, VmState
from nova_lite.network.model import vifs_to_cache
from nova_lite.objects.lease import ATTEMPTS, grant
from nova_lite.placement import allocations
from tests.unit.compute.fakes import NODE_UUID, PORT, UUID, Cloud


def test_everything_goes(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation, "RECORD_PAUSE_S", 0)
    instance = cloud.instance(task_state=TaskState.DELETING)
    cloud.tracker.update(instance)
    cloud.tracker.refresh(cloud.context)
    cloud.store.calls.clear()
    cloud.driver.guests[UUID] = PowerState.RUNNING
    cloud.network.allocated[UUID] = [PORT]
    TerminateEndpoint(cloud.host).terminate_instance(cloud.context, instance)
    row = cloud.store.rows[UUID]
    assert (row.deleted, row.cleaned, row.vm_state, row.task_state) == (True, True, VmState.DELETED, None)
    assert (row.power_state, row.terminated_at is not None) == (PowerState.NOSTATE, True)
    assert cloud.driver.guests == {}
    assert cloud.network.allocated == {}
    assert cloud.allocations.deleted == [UUID]
    assert cloud.tracker.uuids() == []
    assert cloud.store.calls == ["destroy_instance"]
    cloud.host.reports.send(cloud.context)
    assert cloud.names_sent() == []
    cloud.tracker.save_if_changed(cloud.context)
    assert cloud.store.calls == ["destroy_instance"]
    assert cloud.store.nodes[NODE_UUID].running_vms == 0


def test_failure_leaves_an_error_that_can_be_deleted_again(cloud: Cloud) -> None:
    instance = cloud.instance(task_state=TaskState.DELETING)
    cloud.driver.fail["destroy"] = exception.HypervisorUnavailable()
    assert not terminate(cloud.host, cloud.context, instance)
    row = cloud.store.rows[UUID]
    assert (row.deleted, row.vm_state, row.task_state) == (False, VmState.ERROR, None)
    assert cloud.store.faults[0][2] == "Connection to the hypervisor is broken on host"
    cloud.driver.fail.clear()
    assert terminate(cloud.host, cloud.context, instance)
    assert cloud.store.rows[UUID].deleted


def test_deletion_is_announced_with_its_shutdown(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(operation, "_observers", [])
    operation.observe(lambda context, report: told.append((report.operation.name, str(report.phase))))
    terminate(cloud.host, cloud.context, cloud.instance(task_state=TaskState.DELETING))
    assert told == [("delete", "start"), ("shutdown", "start"), ("shutdown", "end"), ("delete", "end")]


def test_twice_is_harmless(cloud: Cloud) -> None:
    instance = cloud.instance(task_state=TaskState.DELETING)
    terminate(cloud.host, cloud.context, instance.obj_clone())
    assert terminate(cloud.host, cloud.context, instance)
    assert cloud.store.faults == []


def test_ports_of_a_build_that_finished_meanwhile_are_known(cloud: Cloud) -> None:
    old = cloud.new_instance(task_state=TaskState.DELETING)
    cloud.store.rows[UUID].network_info = vifs_to_cache([PORT])
    terminate(cloud.host, cloud.context, old)
    assert "get_instance" in cloud.store.calls
    assert old.network_info[0]["id"] == PORT.id


def test_placement_out_of_order_stops_a_deletion_for_a_while_only(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> bool:
        raise exception.PeerUnavailable(service="placement", reason="HTTP 503")

    monkeypatch.setattr(allocations, "delete", refuse)
    for attempt in (1, ATTEMPTS - 1):
        lease = grant(DELETE, UUID, attempt=attempt)
        assert not terminate(cloud.host, cloud.context, cloud.instance(task_state=TaskState.DELETING), lease)
        assert not cloud.store.rows[UUID].deleted
    lease = grant(DELETE, UUID, attempt=ATTEMPTS)
    assert terminate(cloud.host, cloud.context, cloud.instance(task_state=TaskState.DELETING), lease)
    assert cloud.store.rows[UUID].deleted
    assert cloud.store.faults == []

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Comparing power states, and following the hypervisor's reports."""

from nova_lite import exception
from nova_lite.compute import operation
from nova_lite.compute.periodics import sync_power_states
from nova_lite.compute.periodics.sync_power_states import LifecycleListener
from nova_lite.compute.resource_tracker import AUDIT_EVERY
from nova_lite.lifecycle import PowerState, VmState
from tests.unit.compute.fakes import UUID, Cloud


def refresh(cloud: Cloud) -> None:
    """Take the servers on the books."""
    for _ in range(AUDIT_EVERY):
        cloud.tracker.refresh(cloud.context)


def test_a_host_without_servers_asks_nobody(cloud: Cloud) -> None:
    sync_power_states.run(cloud.host, cloud.context)
    assert cloud.store.calls == []


def test_every_server_is_compared(cloud: Cloud) -> None:
    for uuid in ("a", "b", "c"):
        cloud.instance(uuid=uuid)
        cloud.driver.guests[uuid] = PowerState.RUNNING
    cloud.driver.guests["b"] = PowerState.SHUTDOWN
    refresh(cloud)
    sync_power_states.run(cloud.host, cloud.context)
    assert [cloud.store.rows[uuid].vm_state for uuid in "abc"] == [VmState.ACTIVE, VmState.STOPPED, VmState.ACTIVE]


def test_one_failure_does_not_keep_the_others_back(cloud: Cloud) -> None:
    for uuid in ("a", "b"):
        cloud.instance(uuid=uuid)
        cloud.driver.guests[uuid] = PowerState.PAUSED
    refresh(cloud)
    cloud.store.fail("save_instance", exception.RpcTimeout(topic="conductor", method="save_instance"))
    sync_power_states.run(cloud.host, cloud.context)
    assert sorted(str(cloud.store.rows[uuid].power_state) for uuid in "ab") == ["1", "3"]


def test_report_is_followed_if_the_guest_agrees(cloud: Cloud) -> None:
    cloud.instance()
    listener = LifecycleListener(cloud.host)
    cloud.driver.guests[UUID] = PowerState.RUNNING
    listener.handle(UUID, PowerState.SHUTDOWN)
    assert cloud.store.rows[UUID].vm_state == VmState.ACTIVE
    cloud.driver.guests[UUID] = PowerState.SHUTDOWN
    listener.handle(UUID, PowerState.SHUTDOWN)
    assert cloud.store.rows[UUID].vm_state == VmState.STOPPED


def test_report_of_what_an_operation_does_costs_no_message(cloud: Cloud) -> None:
    with operation.locked(cloud.instance()):
        LifecycleListener(cloud.host).handle(UUID, PowerState.RUNNING)
    assert cloud.store.calls == []


def test_reports_of_unknown_guests_and_failures_stay_here(cloud: Cloud) -> None:
    LifecycleListener(cloud.host).handle("foreign", PowerState.RUNNING)
    cloud.store.fail("get_instance", exception.RpcTimeout(topic="conductor", method="get_instance"))
    LifecycleListener(cloud.host).handle(UUID, PowerState.RUNNING)
    assert cloud.store.states == []

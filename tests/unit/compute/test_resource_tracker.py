# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The books of a host and what is reported of them."""

import json
from dataclasses import replace

import pytest

from nova_lite import exception
from nova_lite.compute.resource_tracker import AUDIT_EVERY
from nova_lite.lifecycle import VmState
from nova_lite.placement import allocations
from tests.unit.compute.fakes import FLAVOR, HOST, NODE, NODE_UUID, UUID, Cloud


def test_first_run_reports_the_host(cloud: Cloud) -> None:
    node = cloud.store.nodes[NODE_UUID]
    assert (node.host, node.hypervisor_hostname, node.hypervisor_type) == (HOST, NODE, "fake")
    assert (node.memory_mb, node.memory_mb_used, node.free_ram_mb) == (8192, 512, 7680)
    assert (node.vcpus, node.local_gb, node.cpu_allocation_ratio) == (4, 100, 4.0)
    assert json.loads(str(node.supported_instances)) == [["x86_64", "fake", "hvm"]]
    assert set(cloud.providers.content) == {"VCPU", "MEMORY_MB", "DISK_GB"}


def test_nothing_is_sent_while_nothing_changes(cloud: Cloud) -> None:
    for _ in range(AUDIT_EVERY - 1):
        cloud.tracker.refresh(cloud.context)
    assert cloud.store.calls == []
    assert cloud.providers.calls == []


def test_uptime_alone_is_no_news(cloud: Cloud) -> None:
    cloud.driver.resources = replace(cloud.driver.resources, stats={"uptime": "up 4 days"})
    cloud.tracker.refresh(cloud.context)
    assert cloud.store.calls == []


def test_changed_disk_is_reported(cloud: Cloud) -> None:
    cloud.driver.resources = replace(cloud.driver.resources, local_gb=200, disk_available_least=150)
    cloud.tracker.refresh(cloud.context)
    assert cloud.store.calls == ["save_compute_node"]
    assert cloud.providers.calls == ["set_inventories"]
    assert cloud.store.nodes[NODE_UUID].disk_available_least == 150
    assert cloud.providers.content["DISK_GB"].total == 200


def test_claim_counts_at_once_and_abort_takes_it_back(cloud: Cloud) -> None:
    claim = cloud.tracker.claim(cloud.new_instance())
    cloud.tracker.save_if_changed(cloud.context)
    node = cloud.store.nodes[NODE_UUID]
    assert (node.vcpus_used, node.memory_mb_used, node.local_gb_used, node.running_vms) == (1, 1024, 12, 1)
    assert json.loads(str(node.stats))["io_workload"] == 1
    claim.abort()
    cloud.tracker.save_if_changed(cloud.context)
    assert cloud.store.nodes[NODE_UUID].memory_mb_used == 512
    assert cloud.tracker.uuids() == []


def test_audit_takes_the_database_as_truth_but_keeps_builds(cloud: Cloud) -> None:
    cloud.tracker.update(cloud.instance(uuid="moved", host=HOST))
    cloud.store.rows["moved"].host = "elsewhere"
    cloud.instance(uuid="reset", vm_state=VmState.STOPPED)
    cloud.tracker.claim(cloud.new_instance())
    for _ in range(AUDIT_EVERY):
        cloud.tracker.refresh(cloud.context)
    assert cloud.tracker.uuids() == sorted([UUID, "reset"])
    assert cloud.tracker.count_in_state(VmState.STOPPED) == 1


def test_lost_record_is_saved_with_the_next(cloud: Cloud) -> None:
    cloud.tracker.claim(cloud.new_instance())
    cloud.store.fail("save_compute_node", exception.RpcTimeout(topic="conductor", method="save_compute_node"))
    with pytest.raises(exception.RpcTimeout):
        cloud.tracker.save_if_changed(cloud.context)
    cloud.tracker.save_if_changed(cloud.context)
    assert cloud.store.nodes[NODE_UUID].running_vms == 1
    cloud.store.calls.clear()
    cloud.tracker.save_if_changed(cloud.context)
    assert cloud.store.calls == []


def test_one_record_is_written_at_a_time(cloud: Cloud) -> None:
    cloud.tracker.claim(cloud.new_instance())
    with cloud.tracker.record() as first:
        cloud.tracker.remove(UUID)
        with cloud.tracker.record() as second:
            assert second is None
    assert first is not None and first.running_vms == 1
    with cloud.tracker.record() as third:
        assert third is not None and third.running_vms == 0


def test_record_that_was_not_written_is_written_with_the_next(cloud: Cloud) -> None:
    cloud.tracker.claim(cloud.new_instance())
    with pytest.raises(exception.OperationTaken), cloud.tracker.record():
        raise exception.OperationTaken(uuid="o", instance_uuid=UUID, attempt=1)
    with cloud.tracker.record() as record:
        assert record is not None and record.running_vms == 1


def test_records_are_not_written_too_often(cloud: Cloud) -> None:
    cloud.tracker.claim(cloud.new_instance())
    with cloud.tracker.record(pause_s=60) as early:
        assert early is None
    cloud.tracker.save_if_changed(cloud.context, age_s=60)
    assert cloud.store.calls == []
    cloud.tracker.save_if_changed(cloud.context)
    assert cloud.store.calls == ["save_compute_node"]


def test_what_a_server_is_about_to_be_is_no_news_once_it_is(cloud: Cloud) -> None:
    instance = cloud.instance(vm_state=VmState.BUILDING, task_state="spawning")
    cloud.tracker.update(instance, coming=VmState.ACTIVE)
    with cloud.tracker.record() as record:
        assert record is not None and json.loads(str(record.stats))["num_vm_active"] == 1
    instance.vm_state, instance.task_state = VmState.ACTIVE, None
    cloud.tracker.update(instance)
    with cloud.tracker.record() as record:
        assert record is None


def test_usage_is_known_again_after_a_restart(cloud: Cloud) -> None:
    cloud.instance(flavor=FLAVOR.copy(memory_mb=2048))
    for _ in range(AUDIT_EVERY):
        cloud.tracker.refresh(cloud.context)
    assert cloud.store.nodes[NODE_UUID].memory_mb_used == 512 + 2048


def test_server_that_left_or_was_offloaded_is_taken_off(cloud: Cloud) -> None:
    instance = cloud.instance()
    cloud.tracker.update(instance)
    instance.vm_state = VmState.SHELVED_OFFLOADED
    cloud.tracker.update(instance)
    assert cloud.tracker.uuids() == []


def test_allocations_of_deleted_servers_are_given_back(cloud: Cloud) -> None:
    cloud.instance(uuid="here")
    cloud.instance(uuid="elsewhere", host="cmp2")
    cloud.instance(uuid="gone", deleted=True)
    cloud.store.rows["gone"].deleted = True
    cloud.instance(uuid="failed", host=None, vm_state=VmState.ERROR, task_state=None)
    cloud.instance(uuid="moving", host=None, vm_state=VmState.BUILDING, task_state="scheduling")
    everybody = ("here", "elsewhere", "gone", "failed", "moving", "not-yet-recorded")
    cloud.allocations.held = {uuid: {"VCPU": 1} for uuid in everybody}
    for _ in range(AUDIT_EVERY):
        cloud.tracker.refresh(cloud.context)
    assert sorted(cloud.allocations.deleted) == ["failed", "gone"]


def test_nobody_can_hold_anything_of_a_new_provider(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.providers.is_missing, cloud.providers.names = True, set()
    monkeypatch.setattr(allocations, "of_provider", lambda *arguments: pytest.fail("it was asked"))
    for _ in range(AUDIT_EVERY):
        cloud.tracker.refresh(cloud.context)
    assert "create" in cloud.providers.calls


def test_placement_out_of_order_is_survived_and_tried_again(cloud: Cloud) -> None:
    cloud.providers.error = exception.PeerUnavailable(service="placement", reason="refused")
    cloud.driver.resources = replace(cloud.driver.resources, vcpus=8)
    cloud.tracker.refresh(cloud.context)
    assert cloud.store.nodes[NODE_UUID].vcpus == 8
    cloud.providers.error = None
    cloud.tracker.refresh(cloud.context)
    assert cloud.providers.content["VCPU"].total == 8


def test_record_is_not_saved_again_because_the_store_answers_differently(cloud: Cloud) -> None:
    cloud.store.nodes[NODE_UUID].cpu_allocation_ratio = 4.000001
    cloud.tracker.refresh(cloud.context)
    assert cloud.store.calls == []


def test_disabled_service_marks_the_provider(cloud: Cloud) -> None:
    cloud.tracker.set_disabled(cloud.context, True)
    assert "COMPUTE_STATUS_DISABLED" in cloud.providers.names
    cloud.tracker.refresh(cloud.context)
    assert "COMPUTE_STATUS_DISABLED" in cloud.providers.names
    cloud.tracker.set_disabled(cloud.context, False)
    assert "COMPUTE_STATUS_DISABLED" not in cloud.providers.names


def test_node_before_the_first_run_is_an_error() -> None:
    with pytest.raises(exception.ComputeHostNotFound):
        _ = Cloud().tracker.node

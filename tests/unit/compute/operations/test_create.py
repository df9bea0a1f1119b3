# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Building servers: the good road, every way to fail, and what is left afterwards."""

from dataclasses import replace
from typing import Any

import oslo_messaging as messaging
import pytest

from nova_lite import exception
from nova_lite.compute import operation
from nova_lite.compute.builds import Builds
from nova_lite.compute.operations import create
from nova_lite.compute.operations.create import BuildOrder, CreateEndpoint
from nova_lite.compute.operations.terminate import terminate
from nova_lite.conf import CONF
from nova_lite.lifecycle import CREATE, PowerState, TaskState, VmState
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import ATTEMPTS, Ending, grant, renewed
from tests.unit.compute.fakes import HOST, NODE, NODE_UUID, PORT, UUID, Cloud, request_spec, selection


def order(cloud: Cloud, instance: Instance | None = None, **spec: Any) -> BuildOrder:
    instance = instance or cloud.new_instance()
    return BuildOrder(
        instance=instance,
        request_spec=request_spec(**spec),
        create_request=cloud.create_request(instance),
        selections=(selection(HOST), selection("cmp2")),
        lease=grant(CREATE, UUID, attempt=1),
    )


def send(cloud: Cloud, builds: Builds, work: BuildOrder) -> None:
    """Deliver the message of a build."""
    CreateEndpoint(cloud.host, builds).build_and_run_instance(
        cloud.context, work.instance, work.request_spec, work.create_request, list(work.selections), work.lease
    )


def plug_on_spawn(cloud: Cloud, status: str = "completed") -> None:
    cloud.driver.on_spawn = lambda request: cloud.host.events.deliver(
        UUID, "network-vif-plugged", request.vifs[0].id, status
    )


def assert_nothing_left(cloud: Cloud) -> None:
    assert cloud.driver.guests == {}
    assert cloud.network.allocated == {}
    assert cloud.tracker.uuids() == []
    assert cloud.allocations.deleted == [UUID]


def test_server_becomes_active(cloud: Cloud) -> None:
    plug_on_spawn(cloud)
    assert create.build(cloud.host, cloud.context, order(cloud))
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state, row.power_state) == (VmState.ACTIVE, None, PowerState.RUNNING)
    assert (row.host, row.node, row.launched_on, row.compute_id) == (HOST, NODE, HOST, 7)
    assert row.launched_at is not None
    assert row.root_device_name == "/dev/vda"
    assert row.default_swap_device == "/dev/vdb"
    assert row.network_info[0]["id"] == PORT.id
    assert [device.device_name for device in cloud.store.devices[UUID]] == ["/dev/vda", "/dev/vdb"]
    assert cloud.store.states == [(VmState.ACTIVE, None)]
    assert cloud.tracker.uuids() == [UUID]
    assert cloud.allocations.deleted == []
    assert cloud.store.events == [("compute__do_build_and_run_instance", "finish", None)]
    assert cloud.store.endings[0].outcome == "done"


def test_messages_to_conductor_are_counted(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation, "RECORD_PAUSE_S", 0)
    plug_on_spawn(cloud)
    create.build(cloud.host, cloud.context, order(cloud))
    cloud.tracker.save_if_changed(cloud.context)
    assert cloud.store.calls == ["finish_operation"]
    assert cloud.store.nodes[NODE_UUID].running_vms == 1
    assert cloud.providers.calls == []


def test_driver_gets_what_the_request_says(cloud: Cloud) -> None:
    plug_on_spawn(cloud)
    work = order(cloud)
    work.create_request.injected_files = {"/etc/motd": "aGVsbG8="}
    work.create_request.admin_password = "secret"
    work.instance.config_drive = "True"
    create.build(cloud.host, cloud.context, work)
    (request,) = cloud.driver.spawned
    assert request.vifs == (PORT,)
    assert request.resources == {"VCPU": 1, "MEMORY_MB": 512, "DISK_GB": 12}
    assert [(one.path, one.content) for one in request.injected_files] == [("/etc/motd", b"hello")]
    assert request.config_drive is not None
    assert request.admin_password == "secret"
    assert cloud.store.rows[UUID].config_drive == "True"


def test_event_before_the_wait_is_not_lost(cloud: Cloud) -> None:
    allocate = cloud.network.allocate

    def plugged_at_once(*arguments: Any) -> Any:
        vifs = allocate(*arguments)
        cloud.host.events.deliver(UUID, "network-vif-plugged", PORT.id, "completed")
        return vifs

    cloud.network.allocate = plugged_at_once  # type: ignore[method-assign]
    assert create.build(cloud.host, cloud.context, order(cloud))


def test_image_at_fault_aborts(cloud: Cloud) -> None:
    plug_on_spawn(cloud)
    cloud.driver.fail["spawn"] = exception.ImageUnacceptable(image_id="img", reason="backing file")
    assert not create.build(cloud.host, cloud.context, order(cloud))
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == (VmState.ERROR, None)
    assert (row.host, row.node, row.launched_on, row.availability_zone) == (None, None, None, None)
    assert cloud.store.faults == [
        (
            UUID,
            500,
            f"Build of instance {UUID} aborted: Image img is unacceptable: backing file",
        )
    ]
    assert_nothing_left(cloud)
    assert cloud.names_sent() == []


def test_unexpected_failure_is_rescheduled(cloud: Cloud) -> None:
    cloud.driver.fail["spawn"] = exception.HypervisorUnavailable()
    create.build(cloud.host, cloud.context, order(cloud))
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == (VmState.BUILDING, TaskState.SCHEDULING)
    assert (row.host, row.network_info) == (None, [])
    assert cloud.store.faults == []
    assert_nothing_left(cloud)
    ((name, arguments),) = cloud.sent
    assert name == "build_instances"
    assert [one.host for one in arguments["selections"]] == ["cmp2"]
    assert arguments["reason"] == "Connection to the hypervisor is broken on host"


def test_forced_host_is_not_rescheduled(cloud: Cloud) -> None:
    cloud.driver.fail["spawn"] = exception.HypervisorUnavailable()
    create.build(cloud.host, cloud.context, order(cloud, force_hosts=[HOST]))
    assert cloud.store.rows[UUID].vm_state == VmState.ERROR
    assert cloud.store.faults == [(UUID, 500, "Connection to the hypervisor is broken on host")]
    assert_nothing_left(cloud)
    assert cloud.names_sent() == []


def test_network_failure_aborts(cloud: Cloud) -> None:
    cloud.network.error = exception.PeerUnavailable(service="neutron", reason="HTTP 503")
    build = order(cloud)
    assert not create.build(cloud.host, cloud.context, build)
    assert cloud.store.faults == [] and cloud.store.rows[UUID].vm_state == VmState.BUILDING  # it is asked for again
    last = grant(CREATE, UUID, attempt=ATTEMPTS)
    create.build(cloud.host, cloud.context, replace(build, lease=last))
    text = f"Build of instance {UUID} aborted: Failed to allocate the network(s), not rescheduling."
    assert cloud.store.faults == [(UUID, 500, text)]
    assert_nothing_left(cloud)
    assert "spawn" not in cloud.driver.calls


def test_taken_address_is_named_in_the_fault(cloud: Cloud) -> None:
    cloud.network.error = exception.FixedIpAlreadyInUse(address="10.0.0.5", instance_uuid="other")
    create.build(cloud.host, cloud.context, order(cloud))
    assert "Failed to allocate the network(s) with error Fixed IP address 10.0.0.5" in cloud.store.faults[0][2]


def test_failed_port_aborts(cloud: Cloud) -> None:
    plug_on_spawn(cloud, "failed")
    create.build(cloud.host, cloud.context, order(cloud))
    assert cloud.store.rows[UUID].vm_state == VmState.ERROR
    assert "could not plug port port-1" in cloud.store.faults[0][2]
    assert_nothing_left(cloud)


def test_deleted_while_it_is_built(cloud: Cloud) -> None:
    def delete(request: Any) -> None:
        cloud.store.rows[UUID].task_state = TaskState.DELETING
        cloud.host.events.deliver(UUID, "network-vif-plugged", PORT.id, "completed")

    cloud.driver.on_spawn = delete
    assert not create.build(cloud.host, cloud.context, order(cloud))
    assert cloud.store.rows[UUID].task_state == TaskState.DELETING
    assert cloud.store.faults == []
    assert_nothing_left(cloud)


def test_deletion_ends_the_wait_for_ports(cloud: Cloud) -> None:
    gone = exception.InstanceNotFound(instance_id=UUID)
    cloud.driver.on_spawn = lambda request: cloud.host.events.cancel(UUID, gone)
    assert not create.build(cloud.host, cloud.context, order(cloud))
    assert_nothing_left(cloud)


def test_a_build_that_waited_while_its_server_was_deleted_does_not_begin(cloud: Cloud) -> None:
    work = order(cloud)
    terminate(cloud.host, cloud.context, work.instance)
    assert not create.build(cloud.host, cloud.context, work)
    assert "spawn" not in cloud.driver.calls and "allocate" not in cloud.network.calls


def test_a_message_that_comes_after_the_deletion_gives_back_the_claim_made_for_it(cloud: Cloud) -> None:
    work = order(cloud)
    terminate(cloud.host, cloud.context, work.instance)
    cloud.allocations.deleted.clear()
    send(cloud, Builds(), work)
    assert cloud.allocations.deleted == [UUID]


def test_a_build_that_others_took_gives_up_its_wait_and_nothing_of_theirs(cloud: Cloud) -> None:
    work = order(cloud)
    cloud.driver.on_spawn = lambda request: cloud.host.events.cancel(UUID, work.lease.taken())
    assert not create.build(cloud.host, cloud.context, work)
    assert cloud.driver.guests == {}
    assert cloud.network.calls == ["allocate", f"delete {PORT.id}"]
    assert (cloud.allocations.deleted, cloud.store.faults, cloud.store.endings) == ([], [], [])


def test_a_build_that_a_stop_breaks_off_stays_open_in_the_journal(cloud: Cloud) -> None:
    cloud.driver.on_spawn = lambda request: cloud.host.events.close()
    assert not create.build(cloud.host, cloud.context, order(cloud))
    assert (cloud.driver.guests, cloud.network.allocated) == ({}, {})
    assert (cloud.store.rows[UUID].vm_state, cloud.store.endings) == (VmState.BUILDING, [])


def test_late_duplicate_changes_nothing(cloud: Cloud) -> None:
    plug_on_spawn(cloud)
    work, builds = order(cloud), Builds()
    send(cloud, builds, work)
    assert builds.wait(10)
    stale = cloud.store.rows[UUID].copy(vm_state=VmState.BUILDING, task_state=TaskState.SCHEDULING)
    send(cloud, builds, replace(work, instance=stale))
    assert builds.wait(10)
    assert len(cloud.driver.spawned) == 1
    assert cloud.store.rows[UUID].vm_state == VmState.ACTIVE
    assert cloud.driver.guests == {UUID: PowerState.RUNNING}
    assert cloud.tracker.uuids() == [UUID]
    assert cloud.allocations.deleted == []


def test_second_message_during_a_build_is_dropped(cloud: Cloud) -> None:
    builds = Builds()
    again: list[bool] = []

    def send_again(request: Any) -> None:
        again.append(builds.submit(UUID, lambda: None))
        cloud.host.events.deliver(UUID, "network-vif-plugged", PORT.id, "completed")

    cloud.driver.on_spawn = send_again
    send(cloud, builds, order(cloud))
    assert builds.wait(10)
    assert again == [False]
    assert cloud.store.rows[UUID].vm_state == VmState.ACTIVE


@pytest.mark.parametrize(("policy", "others"), [("anti-affinity", {"x": HOST}), ("affinity", {"x": "cmp9"})])
def test_violated_group_is_rescheduled_and_not_held_against_the_host(
    cloud: Cloud, policy: str, others: dict[str, str]
) -> None:
    cloud.store.groups[UUID] = {"policy": policy, "rules": {}, "hosts": {**others, UUID: HOST}}
    create.build(cloud.host, cloud.context, order(cloud, group_uuid="group"))
    assert cloud.sent[0][1]["reason"] == f"{policy.capitalize()} instance group policy was violated."
    assert_nothing_left(cloud)
    cloud.tracker.refresh(cloud.context)
    assert '"failed_builds": 0' in str(cloud.tracker.node.stats)


def test_failed_builds_are_counted_until_one_works(cloud: Cloud) -> None:
    cloud.driver.fail["spawn"] = exception.HypervisorUnavailable()
    create.build(cloud.host, cloud.context, order(cloud))
    cloud.tracker.refresh(cloud.context)
    assert '"failed_builds": 1' in str(cloud.tracker.node.stats)
    cloud.driver.fail.clear()
    plug_on_spawn(cloud)
    create.build(cloud.host, cloud.context, order(cloud))
    cloud.tracker.refresh(cloud.context)
    assert '"failed_builds": 0' in str(cloud.tracker.node.stats)


def test_lost_answer_to_the_last_save_is_asked_again(cloud: Cloud) -> None:
    plug_on_spawn(cloud)
    original, asked = cloud.store.finish_operation, []

    def answer_lost(context: Any, uuid: str, updates: Any, expectations: Any, ending: Ending) -> None:
        asked.append(ending)
        if len(asked) == 1:
            original(context, uuid, updates, expectations, ending)
            raise exception.RpcTimeout(topic="conductor", method="finish_operation")
        raise exception.OperationTaken(uuid="x", instance_uuid=uuid, attempt=1)

    cloud.store.finish_operation = answer_lost  # type: ignore[method-assign]
    assert create.build(cloud.host, cloud.context, order(cloud))
    assert cloud.driver.guests == {UUID: PowerState.RUNNING}


def test_access_addresses_come_from_the_named_network(cloud: Cloud) -> None:
    plug_on_spawn(cloud)
    CONF.set_override("default_access_ip_network_name", "private")
    try:
        create.build(cloud.host, cloud.context, order(cloud))
    finally:
        CONF.clear_override("default_access_ip_network_name")
    assert cloud.store.rows[UUID].access_ip_v4 == "10.0.0.5"


def test_only_marked_methods_are_exposed() -> None:
    assert CreateEndpoint.build_and_run_instance.exposed
    assert isinstance(CreateEndpoint.target, messaging.Target)


def test_what_another_attempt_has_taken_is_left_to_it(cloud: Cloud) -> None:
    """The guest and the port that were made here go; all else belongs to whoever builds the server now."""
    plug_on_spawn(cloud)
    cloud.store.fail("finish_operation", exception.OperationTaken(uuid="x", instance_uuid=UUID, attempt=1))
    assert not create.build(cloud.host, cloud.context, order(cloud))
    assert cloud.driver.guests == {}
    assert cloud.network.calls == ["allocate", f"delete {PORT.id}"]
    assert cloud.allocations.deleted == []
    assert cloud.store.faults == []


def test_second_attempt_begins_from_nothing(cloud: Cloud) -> None:
    plug_on_spawn(cloud)
    cloud.driver.guests[UUID] = PowerState.PAUSED
    work = replace(order(cloud), lease=grant(CREATE, UUID, attempt=2))
    assert create.build(cloud.host, cloud.context, work)
    assert cloud.driver.calls[:2] == ["destroy", "spawn"]
    assert cloud.network.calls == ["deallocate", "allocate"]


def test_what_is_built_stays_while_its_end_cannot_be_recorded(cloud: Cloud) -> None:
    """It may be recorded all the same; the sweep asks for what is not, and the next attempt clears away."""
    plug_on_spawn(cloud)
    cloud.store.fail("finish_operation", *[exception.DatabaseUnavailable(reason="away")] * operation.SAVE_ATTEMPTS)
    work = order(cloud)
    assert not create.build(cloud.host, cloud.context, work)
    assert list(cloud.driver.guests) == [UUID] and cloud.allocations.deleted == []
    assert cloud.tracker.uuids() == [UUID] and not cloud.tracker._claimed
    again = replace(work, lease=renewed(work.lease, 2))
    assert create.build(cloud.host, cloud.context, again)
    assert cloud.store.rows[UUID].vm_state == VmState.ACTIVE
    assert list(cloud.driver.guests) == [UUID] and len(cloud.network.allocated) == 1

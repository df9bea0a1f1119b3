# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Attaching and detaching interfaces."""

import pytest

from nova_lite import exception
from nova_lite.compute.operations import interfaces
from nova_lite.compute.operations.interfaces import InterfaceEndpoint
from nova_lite.lifecycle import DETACH_INTERFACE, TaskState, VmState
from nova_lite.objects.lease import grant
from nova_lite.objects.request_spec import NetworkRequest
from tests.unit.compute.fakes import UUID, Cloud

REQUEST = NetworkRequest(network_id="net-1")


@pytest.fixture(autouse=True)
def tagging(cloud: Cloud) -> None:
    cloud.driver.capabilities["supports_tagged_attach_interface"] = True


def ports(cloud: Cloud) -> list[str]:
    return [vif["id"] for vif in cloud.store.rows[UUID].network_info]


def test_attached_interface_is_recorded_and_returned(cloud: Cloud) -> None:
    vif = InterfaceEndpoint(cloud.host).attach_interface(cloud.context, cloud.instance(), REQUEST)
    assert vif["id"] == "port-2"
    assert (ports(cloud), cloud.network.calls) == (["port-1", "port-2"], ["attach"])
    assert cloud.driver.calls == ["attach_interface port-2"]
    assert cloud.store.events == [("compute_attach_interface", "finish", None)]


def test_what_was_recorded_meanwhile_is_kept(cloud: Cloud) -> None:
    old = cloud.instance()
    interfaces.attach(cloud.host, cloud.context, old.obj_clone(), REQUEST)
    cloud.store.rows[UUID].network_info = [{**cloud.store.rows[UUID].network_info[0], "id": "port-9"}]
    interfaces.attach(cloud.host, cloud.context, old, REQUEST)
    assert ports(cloud) == ["port-9", "port-2"]


@pytest.mark.parametrize(("request_of", "undone"), [("network_id", "delete"), ("port_id", "unbind")])
def test_failure_of_the_hypervisor_gives_the_port_back(cloud: Cloud, request_of: str, undone: str) -> None:
    cloud.driver.fail["attach_interface port-2"] = exception.Failed("no slot")
    with pytest.raises(exception.InterfaceAttachFailed):
        interfaces.attach(cloud.host, cloud.context, cloud.instance(), NetworkRequest(**{request_of: "x"}))
    assert cloud.network.calls == ["attach", f"{undone} port-2"]
    assert ports(cloud) == ["port-1"]
    assert cloud.store.faults == [(UUID, 500, f"Failed to attach network adapter device to {UUID}")]
    assert cloud.store.events[0][2] is not None


def test_lost_record_takes_everything_back(cloud: Cloud) -> None:
    cloud.store.fail("finish_operation", exception.InstanceNotFound(instance_id=UUID))
    with pytest.raises(exception.InstanceNotFound):
        interfaces.attach(cloud.host, cloud.context, cloud.instance(), REQUEST)
    assert cloud.driver.calls == ["attach_interface port-2", "detach_interface port-2"]
    assert cloud.network.calls == ["attach", "delete port-2"]


def test_refusals_of_neutron_reach_who_waits(cloud: Cloud) -> None:
    cloud.network.error = exception.PortInUse(port_id="port-2")
    with pytest.raises(exception.PortInUse):
        interfaces.attach(cloud.host, cloud.context, cloud.instance(), REQUEST)
    assert (cloud.driver.calls, cloud.network.calls) == ([], ["attach"])


def test_hosts_that_cannot(cloud: Cloud) -> None:
    cloud.driver.capabilities["supports_tagged_attach_interface"] = False
    with pytest.raises(exception.NetworkInterfaceTaggedAttachNotSupported):
        interfaces.attach(cloud.host, cloud.context, cloud.instance(), NetworkRequest(network_id="n", tag="web"))
    cloud.driver.capabilities["supports_attach_interface"] = False
    with pytest.raises(exception.AttachInterfaceNotSupported):
        interfaces.attach(cloud.host, cloud.context, cloud.instance(), REQUEST)
    assert cloud.network.calls == []


def test_detached_interface_is_gone(cloud: Cloud) -> None:
    lease = grant(DETACH_INTERFACE, UUID, 1)
    InterfaceEndpoint(cloud.host).detach_interface(cloud.context, cloud.instance(), "port-1", lease)
    assert (ports(cloud), cloud.driver.calls, cloud.network.calls) == (
        [],
        ["detach_interface port-1"],
        ["delete port-1"],
    )
    (ending,) = cloud.store.endings
    assert (ending.outcome, ending.event, ending.failure) == ("done", "compute_detach_interface", None)
    InterfaceEndpoint(cloud.host).detach_interface(cloud.context, cloud.instance(), "port-1", lease)
    assert len(cloud.store.endings) == 1


def test_detaching_leaves_other_tasks_alone(cloud: Cloud) -> None:
    instance = cloud.instance()
    cloud.store.rows[UUID] = instance.copy(task_state=TaskState.REBOOTING)
    assert interfaces.detach(cloud.host, cloud.context, instance, "port-1")
    assert not interfaces.detach(cloud.host, cloud.context, instance, "port-1")
    row = cloud.store.rows[UUID]
    assert (row.vm_state, row.task_state) == (VmState.ACTIVE, TaskState.REBOOTING)


def test_unknown_port_is_a_fault(cloud: Cloud) -> None:
    assert not interfaces.detach(cloud.host, cloud.context, cloud.instance(), "port-7")
    assert cloud.store.faults == [(UUID, 500, "Port id port-7 could not be found.")]


def test_guest_that_keeps_its_interface_keeps_its_port(cloud: Cloud) -> None:
    cloud.driver.fail["detach_interface port-1"] = exception.Failed("busy")
    assert not interfaces.detach(cloud.host, cloud.context, cloud.instance(), "port-1")
    assert (ports(cloud), cloud.network.calls) == (["port-1"], [])
    assert cloud.store.faults == [(UUID, 500, f"Failed to detach network adapter device from {UUID}")]

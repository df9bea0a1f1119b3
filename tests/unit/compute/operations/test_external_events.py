# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Events that the API brings."""

from dataclasses import replace

from nova_lite import exception
from nova_lite.compute.operations.external_events import Event, ExternalEventEndpoint
from nova_lite.lifecycle import TaskState
from tests.unit.compute.fakes import PORT, UUID, Cloud


def event(name: str, **values: str | None) -> Event:
    return {"instance_uuid": UUID, "name": name, "tag": PORT.id, "status": "completed", **values}


def test_plugged_port_releases_its_waiter(cloud: Cloud) -> None:
    endpoint = ExternalEventEndpoint(cloud.host)
    with cloud.host.events.watch(UUID, set) as watch, watch.vifs_plugged([PORT]):
        endpoint.external_instance_event(cloud.context, [cloud.instance()], [event("network-vif-plugged")])
    endpoint.external_instance_event(cloud.context, [cloud.instance()], [event("network-vif-plugged", tag=None)])


def test_changed_network_is_read_again(cloud: Cloud) -> None:
    cloud.network.vifs = [replace(PORT, active=True)]
    ExternalEventEndpoint(cloud.host).external_instance_event(
        cloud.context, [cloud.instance()], [event("network-changed")]
    )
    assert cloud.store.rows[UUID].network_info[0]["active"] is True


def test_ports_in_the_making_are_left_to_the_build(cloud: Cloud) -> None:
    instance = cloud.new_instance(task_state=TaskState.NETWORKING)
    ExternalEventEndpoint(cloud.host).external_instance_event(cloud.context, [instance], [event("network-changed")])
    assert cloud.network.calls == []


def test_deleted_port_leaves_the_record(cloud: Cloud) -> None:
    endpoint = ExternalEventEndpoint(cloud.host)
    endpoint.external_instance_event(cloud.context, [cloud.instance()], [event("network-vif-deleted", tag="other")])
    assert cloud.store.calls == []
    endpoint.external_instance_event(cloud.context, [cloud.instance()], [event("network-vif-deleted")])
    assert cloud.store.rows[UUID].network_info == []
    assert cloud.driver.calls == ["unplug_vifs"]


def test_one_bad_event_does_not_keep_the_others_back(cloud: Cloud) -> None:
    cloud.driver.fail["unplug_vifs"] = exception.HypervisorUnavailable()
    cloud.network.vifs = []
    events = [
        event("volume-extended"),
        event("network-changed", instance_uuid="unknown"),
        event("network-vif-deleted"),
        event("network-changed"),
    ]
    ExternalEventEndpoint(cloud.host).external_instance_event(cloud.context, [cloud.instance()], events)
    assert cloud.network.calls == ["refresh"]
    assert cloud.store.rows[UUID].network_info == []


def test_event_of_a_server_that_is_gone(cloud: Cloud) -> None:
    instance = cloud.instance()
    cloud.store.rows.clear()
    cloud.network.vifs = []
    ExternalEventEndpoint(cloud.host).external_instance_event(cloud.context, [instance], [event("network-changed")])
    assert cloud.store.rows == {}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Delete: on the host, without it, before there is one."""

import json
from typing import Any

import pytest
from oslo_db import exception as db_exc

from nova_lite import exception
from nova_lite.db.api import build_requests, instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.objects.instance import NETWORK_ALLOCATED
from nova_lite.operations import delete, find
from tests.unit.control_plane import PROJECT, Plane, an_instance


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(delete.release, "deallocate", lambda context, instance: found.append("ports"))
    monkeypatch.setattr(delete.allocations, "delete", lambda context, uuid: found.append("claim"))
    return found


def test_a_live_host_gets_the_work(plane: Plane, released: list[str]) -> None:
    plane.add_compute()
    uuid = plane.add(an_instance(host="host1")).uuid
    delete.delete(find.server(plane.member, uuid))
    assert plane.stored(uuid).task_state == "deleting"
    assert plane.sent[0][:2] == ("terminate_instance", "host1") and released == []


@pytest.mark.parametrize("attached", [False, True])
def test_an_interface_that_came_after_the_server_was_read_is_known(
    plane: Plane, released: list[str], attached: bool
) -> None:
    plane.add_compute()
    uuid = plane.add(an_instance(host="host1", system_metadata={NETWORK_ALLOCATED: "False", "boot_roles": "x"})).uuid
    server = find.server(plane.member, uuid)
    if attached:
        other = find.server(plane.member, uuid)
        other.instance.expect_ports()
        other.instance.save(other.context)
    delete.delete(server)
    sent = plane.sent[0][2]["instance"]
    assert (sent.has_no_ports, sent.system_metadata["boot_roles"]) == (not attached, "x")


@pytest.mark.parametrize("values", [{"host": "host1"}, {"host": None, "vm_state": "error"}])
def test_without_a_live_host_it_is_done_here(plane: Plane, released: list[str], values: dict[str, Any]) -> None:
    plane.add_compute(up=False)
    uuid = plane.add(an_instance(**values)).uuid
    delete.delete(find.server(plane.member, uuid))
    assert plane.sent == [] and released == ["ports", "claim"]
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, uuid)


def test_a_host_that_is_back_by_then_is_told(plane: Plane, released: list[str]) -> None:
    plane.add_compute()
    instance = plane.add(an_instance(host="host1"))
    delete.delete_here(plane.member, instance)
    ((name, host, arguments),) = plane.sent
    assert (name, host, arguments["lease"]) == ("terminate_instance", "host1", None)


def test_before_there_is_a_host_the_build_request_goes(
    plane: Plane, released: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when conductor is at it at the same time."""
    instance = an_instance()
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT}])
        text = json.dumps(instance.to_primitive())
        build_requests.create(session, [{"instance_uuid": instance.uuid, "project_id": PROJECT, "instance": text}])
    server = find.server(plane.member, instance.uuid)
    destroy, deadlocks = instance_mappings.destroy, [db_exc.DBDeadlock()]

    def deadlocked_once(session: Any, uuid: str) -> None:
        if deadlocks:
            raise deadlocks.pop()
        destroy(session, uuid)

    monkeypatch.setattr(delete.instance_mappings, "destroy", deadlocked_once)
    delete.delete(server)
    with pytest.raises(exception.InstanceNotFound):
        find.server(plane.member, instance.uuid)
    delete.delete(server)


def test_a_locked_server_stays(plane: Plane) -> None:
    uuid = plane.add(an_instance(locked=True)).uuid
    with pytest.raises(exception.InstanceIsLocked):
        delete.delete(find.server(plane.member, uuid))


def test_twice_is_no_error(plane: Plane, released: list[str]) -> None:
    server = find.server(plane.member, plane.add(an_instance()).uuid)
    delete.delete(server)
    delete.delete(server)

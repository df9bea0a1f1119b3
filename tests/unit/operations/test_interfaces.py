# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Interfaces that come and go."""

import pytest
from sqlalchemy import select

from nova_lite import exception
from nova_lite.db import journal
from nova_lite.db.engine import cell_database
from nova_lite.db.main import actions
from nova_lite.objects.instance import NETWORK_ALLOCATED
from nova_lite.objects.request_spec import NetworkRequest
from nova_lite.operations import find, interfaces
from tests.unit.control_plane import Plane, an_instance


@pytest.fixture(autouse=True)
def validated(monkeypatch: pytest.MonkeyPatch) -> list[NetworkRequest]:
    """What was checked in Neutron."""
    found: list[NetworkRequest] = []
    monkeypatch.setattr(interfaces.requested, "validate", lambda context, wanted, count: found.extend(wanted))
    return found


def recorded(plane: Plane, uuid: str) -> list[str]:
    with cell_database().reader() as session:
        return [row.action for row in actions.page(session, uuid)]


def journalled() -> list[str]:
    with cell_database().reader() as session:
        return list(session.scalars(select(journal.CELL.kind)))


def test_attach_waits_for_the_host(plane: Plane, validated: list[NetworkRequest]) -> None:
    uuid = plane.add(an_instance(host="host1")).uuid
    plane.answers["attach_interface"] = {"id": "port", "meta": {"tag": "web"}}
    server = find.server(plane.member, uuid)
    request = NetworkRequest(network_id="net", tag="web")
    assert interfaces.attach(server, request) == "port"
    ((name, host, sent),) = plane.sent
    assert (name, host, sent["request"].network_id) == ("attach_interface", "host1", "net")
    assert [vif["id"] for vif in server.instance.network_info] == ["port"]
    assert (recorded(plane, uuid), journalled(), validated) == (["attach_interface"], [], [request])


def test_before_the_host_is_asked_it_is_recorded_that_there_may_be_ports(plane: Plane) -> None:
    kept = {NETWORK_ALLOCATED: "False", "boot_roles": "x"}
    uuid = plane.add(an_instance(host="host1", system_metadata=kept)).uuid
    plane.answers["attach_interface"] = exception.InterfaceAttachFailed(instance_uuid=uuid)
    with pytest.raises(exception.InterfaceAttachFailed):
        interfaces.attach(find.server(plane.member, uuid), NetworkRequest(network_id="net"))
    assert plane.stored(uuid).system_metadata == {NETWORK_ALLOCATED: "True", "boot_roles": "x"}


def test_detach_is_seen_through(plane: Plane) -> None:
    uuid = plane.add(an_instance(host="host1")).uuid
    interfaces.detach(find.server(plane.member, uuid), "port")
    ((name, host, sent),) = plane.sent
    assert (name, host, sent["port_id"], sent["lease"].attempt) == ("detach_interface", "host1", "port", 1)
    assert (recorded(plane, uuid), journalled()) == (["detach_interface"], ["detach_interface"])
    assert plane.stored(uuid).task_state is None


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"vm_state": "suspended"}, exception.InstanceInvalidState),
        ({"task_state": "rebooting"}, exception.InstanceInvalidState),
        ({"locked": True}, exception.InstanceIsLocked),
    ],
)
def test_states_that_forbid_it(
    plane: Plane, validated: list[NetworkRequest], values: dict[str, object], error: type[Exception]
) -> None:
    uuid = plane.add(an_instance(host="host1", **values)).uuid
    with pytest.raises(error):
        interfaces.attach(find.server(plane.member, uuid), NetworkRequest())
    with pytest.raises(error):
        interfaces.detach(find.server(plane.member, uuid), "port")
    assert (plane.sent, validated) == ([], [])

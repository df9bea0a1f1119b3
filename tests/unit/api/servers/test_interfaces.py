# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/os-interface."""

import pytest

from nova_lite import exception
from nova_lite.api.servers import interfaces
from nova_lite.network.records import PortRecord
from tests.unit.api.calls import Client
from tests.unit.api.servers.client import LATEST, added
from tests.unit.control_plane import Plane

NET = "6f9b2f60-6a4f-4f3d-8a58-0f5f6a0f5a01"


def a_port(uuid: str, port_id: str = "port1") -> PortRecord:
    return PortRecord.from_json(
        {
            "id": port_id,
            "network_id": "net",
            "mac_address": "fa:16:3e:00:00:01",
            "status": "ACTIVE",
            "device_id": uuid,
            "fixed_ips": [{"subnet_id": "sub", "ip_address": "10.0.0.5"}],
        }
    )


def test_list_and_show(plane: Plane, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid = added(plane, host="host1")
    monkeypatch.setattr(interfaces.client, "ports", lambda context, filters: [a_port(filters["device_id"])])
    monkeypatch.setattr(interfaces.client, "port", lambda context, port_id: a_port(uuid, port_id))
    expected = {
        "net_id": "net",
        "port_id": "port1",
        "mac_addr": "fa:16:3e:00:00:01",
        "port_state": "ACTIVE",
        "fixed_ips": [{"subnet_id": "sub", "ip_address": "10.0.0.5"}],
    }
    assert client.call("GET", f"/servers/{uuid}/os-interface").json == {"interfaceAttachments": [expected]}
    answer = client.call("GET", f"/servers/{uuid}/os-interface/port1", version=LATEST)
    assert answer.json == {"interfaceAttachment": {**expected, "tag": None}}


def test_a_port_of_somebody_else(plane: Plane, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid = added(plane, host="host1")
    monkeypatch.setattr(interfaces.client, "port", lambda context, port_id: a_port("other", port_id))
    assert client.call("GET", f"/servers/{uuid}/os-interface/port1").status_code == 404

    def missing(context: object, port_id: str) -> PortRecord:
        raise exception.PortNotFound(port_id=port_id)

    monkeypatch.setattr(interfaces.client, "port", missing)
    assert client.call("GET", f"/servers/{uuid}/os-interface/port1").status_code == 404


@pytest.fixture
def attached(plane: Plane, monkeypatch: pytest.MonkeyPatch) -> str:
    """A server whose host attaches port1."""
    uuid = added(plane, host="host1")
    plane.answers["attach_interface"] = {"id": "port1", "meta": {"tag": "web"}}
    monkeypatch.setattr(interfaces.interfaces.requested, "validate", lambda context, wanted, count: 1)
    monkeypatch.setattr(interfaces.client, "port", lambda context, port_id: a_port(uuid, port_id))
    return uuid


def test_attach_shows_the_new_interface(plane: Plane, client: Client, attached: str) -> None:
    body = {"interfaceAttachment": {"net_id": NET, "fixed_ips": [{"ip_address": "10.0.0.5"}], "tag": "web"}}
    answer = client.call("POST", f"/servers/{attached}/os-interface", body, version=LATEST)
    assert answer.status_code == 200
    shown = answer.json["interfaceAttachment"]
    assert (shown["port_id"], shown["tag"]) == ("port1", "web")
    sent = plane.sent[0][2]["request"]
    assert (sent.network_id, sent.port_id, sent.address, sent.tag) == (NET, None, "10.0.0.5", "web")


def test_attach_anything(plane: Plane, client: Client, attached: str) -> None:
    answer = client.call("POST", f"/servers/{attached}/os-interface", {})
    assert (answer.status_code, "tag" in answer.json["interfaceAttachment"]) == (200, False)


@pytest.mark.parametrize(
    "wanted", [{"net_id": NET, "port_id": NET}, {"fixed_ips": [{"ip_address": "10.0.0.5"}]}, {"tag": "web"}]
)
def test_contradictions(plane: Plane, client: Client, attached: str, wanted: dict[str, object]) -> None:
    answer = client.call("POST", f"/servers/{attached}/os-interface", {"interfaceAttachment": wanted}, version="2.48")
    assert (answer.status_code, plane.sent) == (400, [])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (exception.NetworkAmbiguous(), 400),
        (exception.NoMoreFixedIps(net="n"), 400),
        (exception.FixedIpAlreadyInUse(address="a", instance_uuid="i"), 409),
        (exception.PortInUse(port_id="p"), 409),
        (exception.PortLimitExceeded(), 403),
        (exception.ExternalNetworkAttachForbidden(network_uuid="n"), 403),
        (exception.NetworkNotFound(network_id="n"), 404),
        (exception.InterfaceAttachFailed(instance_uuid="i"), 500),
    ],
)
def test_what_the_host_refuses(plane: Plane, client: Client, attached: str, error: Exception, code: int) -> None:
    plane.answers["attach_interface"] = error
    assert client.call("POST", f"/servers/{attached}/os-interface", {}).status_code == code


def test_detach(plane: Plane, client: Client, attached: str) -> None:
    answer = client.call("DELETE", f"/servers/{attached}/os-interface/port1")
    assert (answer.status_code, plane.sent[0][0], plane.sent[0][2]["port_id"]) == (202, "detach_interface", "port1")


def test_a_suspended_server_keeps_its_interfaces(plane: Plane, client: Client) -> None:
    uuid = added(plane, host="host1", vm_state="suspended")
    assert client.call("DELETE", f"/servers/{uuid}/os-interface/port1").status_code == 409
    assert client.call("POST", f"/servers/{uuid}/os-interface", {}).status_code == 409

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

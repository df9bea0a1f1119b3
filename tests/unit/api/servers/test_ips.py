# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/ips."""

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane

VIF = {
    "id": "port",
    "address": "fa:16:3e:00:00:01",
    "network": {
        "id": "net",
        "label": "private",
        "subnets": [
            {
                "cidr": "10.0.0.0/24",
                "ips": [
                    {"version": 4, "address": "10.0.0.5", "floating_ips": [{"version": 4, "address": "172.24.4.5"}]}
                ],
            },
        ],
    },
}


def test_by_network(plane: Plane, client: Client) -> None:
    uuid = added(plane, network_info=[VIF])
    listed = [{"version": 4, "addr": "10.0.0.5"}, {"version": 4, "addr": "172.24.4.5"}]
    assert client.call("GET", f"/servers/{uuid}/ips").json == {"addresses": {"private": listed}}
    assert client.call("GET", f"/servers/{uuid}/ips/private").json == {"private": listed}
    assert client.call("GET", f"/servers/{uuid}/ips/public").status_code == 404

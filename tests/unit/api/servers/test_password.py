# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-server-password."""

from nova_lite.operations import find, password
from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_set_by_the_guest_read_and_cleared(plane: Plane, client: Client) -> None:
    uuid = added(plane)
    path = f"/servers/{uuid}/os-server-password"
    assert client.call("GET", path).json == {"password": ""}
    server = find.server(plane.admin, uuid)
    password.store(server.context, server.instance, "x" * 300)
    assert client.call("GET", path).json == {"password": "x" * 300}
    assert client.call("DELETE", path).status_int == 204
    assert client.call("GET", path).json == {"password": ""}
    assert client.call("GET", "/servers/nonsense/os-server-password").status_int == 404

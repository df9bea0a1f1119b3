# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Loading the server."""

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_ids_in_both_places(plane: Plane, client: Client) -> None:
    uuid = added(plane)
    assert client.call("GET", f"/servers/{uuid}").status_code == 200
    assert client.call("GET", f"/servers/{uuid}/metadata").status_code == 200
    assert client.call("GET", "/servers/00000000-0000-4000-8000-000000000099/metadata").status_code == 404

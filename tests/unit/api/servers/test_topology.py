# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Topology of guests."""

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_no_numa(plane: Plane, client: Client) -> None:
    path = f"/servers/{added(plane)}/topology"
    assert client.call("GET", path, version="2.78").json == {"nodes": [], "pagesize_kb": None}
    assert client.call("GET", path, version="2.77").status_int == 404

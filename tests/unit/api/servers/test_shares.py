# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Shares of servers."""

import pytest

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane

SHARE = "66666666-6666-4666-8666-666666666666"


def test_routes_and_states(plane: Plane, client: Client) -> None:
    path = f"/servers/{added(plane, vm_state='stopped')}/shares"
    assert client.call("GET", path, version="2.97").json == {"shares": []}
    assert client.call("GET", path, version="2.96").status_int == 404
    assert client.call("GET", f"{path}?x=1", version="2.97").status_int == 400
    assert client.call("GET", f"{path}/{SHARE}", version="2.97").status_int == 404
    assert client.call("DELETE", f"{path}/{SHARE}", version="2.97").status_int == 404
    body = {"share": {"share_id": SHARE}}
    assert client.call("POST", path, body, version="2.97").status_int == 404
    active = f"/servers/{added(plane, 2)}/shares"
    assert client.call("POST", active, body, version="2.97").status_int == 409


@pytest.mark.parametrize(
    "share", [{}, {"share_id": "x"}, {"share_id": SHARE, "tag": "a_b"}, {"share_id": SHARE, "x": 1}]
)
def test_bad_bodies(plane: Plane, client: Client, share: dict[str, object]) -> None:
    path = f"/servers/{added(plane, vm_state='stopped')}/shares"
    assert client.call("POST", path, {"share": share}, version="2.97").status_int == 400

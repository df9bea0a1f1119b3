# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""DELETE /servers/{id}."""

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_the_host_is_told(plane: Plane, client: Client) -> None:
    plane.add_compute()
    uuid = added(plane, host="host1")
    answer = client.call("DELETE", f"/servers/{uuid}")
    assert (answer.status_code, answer.body) == (204, b"")
    assert plane.sent[0][0] == "terminate_instance"


def test_a_locked_server_stays(plane: Plane, client: Client) -> None:
    uuid = added(plane, locked=True)
    answer = client.call("DELETE", f"/servers/{uuid}")
    assert answer.status_code == 409 and "is locked" in answer.json["conflictingRequest"]["message"]

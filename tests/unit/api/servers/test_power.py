# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Actions os-start and os-stop."""

import pytest

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_stop_and_start(plane: Plane, client: Client) -> None:
    running, stopped = added(plane, host="host1"), added(plane, 2, host="host1", vm_state="stopped")
    assert client.call("POST", f"/servers/{running}/action", {"os-stop": None}).status_code == 202
    assert client.call("POST", f"/servers/{stopped}/action", {"os-start": None}).status_code == 202
    assert [name for name, _, _ in plane.sent] == ["stop_instance", "start_instance"]


def test_the_wrong_state_is_named(plane: Plane, client: Client) -> None:
    uuid = added(plane, host="host1")
    answer = client.call("POST", f"/servers/{uuid}/action", {"os-start": None})
    assert answer.status_code == 409
    assert answer.json["conflictingRequest"]["message"] == (
        f"Cannot 'start' instance {uuid} while it is in vm_state active"
    )


@pytest.mark.parametrize("body", [{}, {"os-start": None, "os-stop": None}, {"fly": None}, [], "os-start"])
def test_malformed_actions(plane: Plane, client: Client, body: object) -> None:
    assert client.call("POST", f"/servers/{added(plane)}/action", body).status_code == 400

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /servers/{id}."""

import pytest

from nova_lite.api.servers import facts
from tests.unit.api.calls import USER, Client, admin
from tests.unit.api.servers.client import LATEST, added
from tests.unit.control_plane import Plane


def test_a_server_of_the_own_project(plane: Plane, client: Client) -> None:
    uuid = added(plane, host="host1")
    shown = client.call("GET", f"/servers/{uuid}", version=LATEST).json["server"]
    assert (shown["id"], shown["status"], shown["name"]) == (uuid, "ACTIVE", "vm1")
    assert "OS-EXT-SRV-ATTR:host" not in shown and "security_groups" not in shown


def test_an_administrator_sees_the_host(plane: Plane) -> None:
    plane.add_compute()
    uuid = added(plane, host="host1", node="node1")
    shown = admin().call("GET", f"/servers/{uuid}", version=LATEST).json["server"]
    assert (shown["OS-EXT-SRV-ATTR:host"], shown["host_status"]) == ("host1", "UP")


def test_a_server_of_another_project_and_an_unknown_id_are_not_found(plane: Plane, client: Client) -> None:
    uuid = added(plane, project_id="other", user_id="other")
    assert client.call("GET", f"/servers/{uuid}").status_code == 404
    assert client.call("GET", "/servers/nonsense").status_code == 404


def test_a_server_whose_cell_cannot_be_reached(plane: Plane, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    uuid = added(plane, host="host1")
    plane.lose_cell()
    rules: list[str] = []
    monkeypatch.setattr(facts, "allowed", lambda req, rule, instance: rules.append(rule) or True)
    assert client.call("GET", f"/servers/{uuid}", version="2.68").status_code == 503
    shown = client.call("GET", f"/servers/{uuid}", version="2.71").json["server"]
    assert (shown["id"], shown["status"], shown["user_id"], shown["server_groups"]) == (uuid, "UNKNOWN", USER, [])
    assert rules == [facts.EXTRA_SPECS]
    assert Client(project="other").call("GET", f"/servers/{uuid}", version="2.71").status_code == 404

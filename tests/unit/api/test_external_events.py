# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Events of other services over HTTP."""

from typing import Any

import pytest

from nova_lite.operations import external_events
from tests.unit.api.calls import Client, admin

UUID = "5f2c1d5e-7a3b-4a53-9c61-2b1a1c1f0a01"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Events that reached the operation, which refuses servers whose uuid begins with "a"."""
    found: list[dict[str, Any]] = []

    def deliver(context: object, events: list[dict[str, Any]]) -> list[int]:
        found.extend(dict(event) for event in events)
        return [404 if event["server_uuid"].startswith("a") else 200 for event in events]

    monkeypatch.setattr(external_events, "deliver", deliver)
    return found


def test_all_accepted(sent: list[dict[str, Any]]) -> None:
    body = {"events": [{"name": "network-changed", "server_uuid": UUID}]}
    response = Client(roles="service").call("POST", "/os-server-external-events", body)
    assert response.status_int == 200
    event = {"name": "network-changed", "server_uuid": UUID, "status": "completed"}
    assert response.json == {"events": [{**event, "code": 200}]}
    assert sent == [event]


def test_some_refused(sent: list[dict[str, Any]]) -> None:
    bad = "a" + UUID[1:]
    body = {
        "events": [
            {"name": "network-vif-plugged", "server_uuid": UUID, "tag": "t", "status": "failed"},
            {"name": "network-vif-plugged", "server_uuid": bad},
        ]
    }
    response = admin().call("POST", "/os-server-external-events", body)
    assert response.status_int == 207
    assert [(event["code"], event["status"]) for event in response.json["events"]] == [(200, "failed"), (404, "failed")]


@pytest.mark.parametrize(
    ("name", "since"),
    [("volume-extended", 51), ("power-update", 76), ("accelerator-request-bound", 82), ("volume-reimaged", 93)],
)
def test_names_come_with_versions(sent: list[dict[str, Any]], name: str, since: int) -> None:
    body = {"events": [{"name": name, "server_uuid": UUID, "tag": "x"}]}
    assert admin().call("POST", "/os-server-external-events", body, f"2.{since - 1}").status_int == 400
    assert admin().call("POST", "/os-server-external-events", body, f"2.{since}").status_int == 200


def test_members_may_not_send(sent: list[dict[str, Any]]) -> None:
    body = {"events": [{"name": "network-changed", "server_uuid": UUID}]}
    assert Client().call("POST", "/os-server-external-events", body).status_int == 403
    assert sent == []

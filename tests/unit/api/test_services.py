# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-services over HTTP."""

from typing import Any

import pytest

from nova_lite.context import RequestContext
from nova_lite.db import statements
from nova_lite.db.api import aggregates, host_mappings
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main.models import Migration
from nova_lite.placement.providers import Providers
from nova_lite.rpc import compute as rpc
from tests.unit.api import cloud
from tests.unit.api.calls import Client, admin
from tests.unit.db import rows


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Hosts that were told to change their trait."""
    found: list[tuple[str, bool]] = []
    monkeypatch.setattr(rpc, "set_host_enabled", lambda context, host, enabled: found.append((host, enabled)))
    return found


@pytest.fixture
def uuid() -> str:
    cloud.add_service(1, "conductor1", "nova-conductor")
    cloud.add_service(2, "api1", "nova-osapi_compute")
    cloud.add_aggregate("a", ["host1"], availability_zone="west")
    return cloud.add_service(3, "host1")


def items(version: str, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin().call("GET", f"/os-services{query}", version=version).json["services"]
    return found


def test_list_hides_the_api_and_shows_zones(uuid: str) -> None:
    conductor, compute = items("2.53")
    assert (conductor["zone"], compute["zone"]) == ("internal", "west")
    assert conductor["host"] == "conductor1"
    updated = compute.pop("updated_at")
    assert updated is None
    assert compute == {
        "id": uuid,
        "binary": "nova-compute",
        "host": "host1",
        "zone": "west",
        "status": "enabled",
        "state": "up",
        "disabled_reason": None,
        "forced_down": False,
    }


def test_fields_and_filters_of_old_versions(uuid: str) -> None:
    (found,) = items("2.10", "?host=host1&binary=nova-compute")
    assert found["id"] == 3 and "forced_down" not in found


def test_members_see_nothing() -> None:
    assert Client().call("GET", "/os-services").status_int == 403


def test_update_by_uuid(uuid: str, told: list[tuple[str, bool]]) -> None:
    body = {"status": "disabled", "disabled_reason": "repair"}
    found = admin().call("PUT", f"/os-services/{uuid}", body, "2.53").json["service"]
    assert (found["status"], found["disabled_reason"]) == ("disabled", "repair")
    assert told == [("host1", False)]
    found = admin().call("PUT", f"/os-services/{uuid}", {"status": "enabled"}, "2.53").json["service"]
    assert (found["status"], found["disabled_reason"]) == ("enabled", None)
    for _ in range(2):
        found = admin().call("PUT", f"/os-services/{uuid}", {"forced_down": True}, "2.53").json["service"]
        assert (found["forced_down"], found["state"]) == (True, "down")
    assert told == [("host1", False), ("host1", True)]


@pytest.mark.parametrize(
    "body",
    [{}, {"status": "enabled", "disabled_reason": "x"}, {"disabled_reason": "x"}, {"x": 1}],
)
def test_update_that_makes_no_sense(uuid: str, body: dict[str, Any]) -> None:
    assert admin().call("PUT", f"/os-services/{uuid}", body, "2.53").status_int == 400


def test_only_compute_services_are_updated(uuid: str) -> None:
    other = cloud.SERVICE_UUID % 1
    assert admin().call("PUT", f"/os-services/{other}", {"status": "disabled"}, "2.53").status_int == 400
    assert admin().call("PUT", "/os-services/1", {"status": "disabled"}, "2.53").status_int == 400
    unknown = cloud.SERVICE_UUID % 9
    assert admin().call("PUT", f"/os-services/{unknown}", {"status": "disabled"}, "2.53").status_int == 404


@pytest.mark.parametrize(
    ("action", "more", "shown"),
    [
        ("disable", {}, {"status": "disabled"}),
        ("enable", {}, {"status": "enabled"}),
        ("disable-log-reason", {"disabled_reason": "r"}, {"status": "disabled", "disabled_reason": "r"}),
        ("force-down", {"forced_down": True}, {"forced_down": True}),
    ],
)
def test_update_by_action(
    uuid: str, told: list[tuple[str, bool]], action: str, more: dict[str, Any], shown: dict[str, Any]
) -> None:
    named = {"host": "host1", "binary": "nova-compute"}
    response = admin().call("PUT", f"/os-services/{action}", {**named, **more}, "2.11")
    assert response.json == {"service": {**named, **shown}}


def test_update_by_action_refused(uuid: str) -> None:
    def code(action: str, version: str = "2.11", **more: Any) -> int:
        body = {"host": "host1", "binary": "nova-compute", **more}
        found: int = admin().call("PUT", f"/os-services/{action}", body, version).status_int
        return found

    assert code("explode") == 404
    assert code("force-down", "2.10") == 404
    assert code("force-down") == 400
    assert code("disable-log-reason") == 400
    assert code("enable", binary="nova-conductor") == 400
    assert code("enable", host="unknown") == 404


def test_compute_host_with_servers_stays(uuid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.add_node(1, "host1")
    removed: list[str] = []

    def delete(self: Providers, context: RequestContext, provider: str) -> None:
        removed.append(provider)

    monkeypatch.setattr(Providers, "delete", delete)
    cloud.add_server("44444444-4444-4444-8444-444444444444", "host1")
    assert admin().call("DELETE", f"/os-services/{uuid}", version="2.53").status_int == 409
    assert removed == []


def test_delete_removes_all_that_hangs_on_the_host(uuid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    node = cloud.add_node(1, "host1")
    removed: list[str] = []

    def delete(self: Providers, context: RequestContext, provider: str) -> None:
        removed.append(provider)

    monkeypatch.setattr(Providers, "delete", delete)
    assert admin().call("DELETE", "/os-services/x", version="2.52").status_int == 400
    assert admin().call("DELETE", "/os-services/-1", version="2.52").status_int == 404
    assert admin().call("DELETE", "/os-services/3", version="2.53").status_int == 400
    assert admin().call("DELETE", "/os-services/3", version="2.52").status_int == 204
    assert removed == [node]
    with api_database().reader() as session:
        assert aggregates.listed(session)[0].hosts == ()
        assert host_mappings.listed(session) == []
    assert [found["host"] for found in items("2.53")] == ["conductor1"]
    assert admin().call("DELETE", "/os-services/3", version="2.52").status_int == 404


def test_compute_host_with_moving_servers_stays(uuid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Providers, "delete", lambda self, context, provider: None)
    server = "44444444-4444-4444-8444-444444444444"
    cloud.add_server(server, "host2")
    with cell_database().writer() as session:
        move = rows.migration(session, server, "accepted", source_compute="host2", dest_compute="host1")
    assert admin().call("DELETE", f"/os-services/{uuid}", version="2.53").status_int == 409
    with cell_database().writer() as session:
        statements.change(session, Migration, {"uuid": move.uuid}, {"status": "completed"})
    assert admin().call("DELETE", f"/os-services/{uuid}", version="2.53").status_int == 204


def test_host_with_evacuated_servers_stays_down(uuid: str) -> None:
    server = "44444444-4444-4444-8444-444444444444"
    cloud.add_server(server, "host2")
    with cell_database().writer() as session:
        rows.migration(session, server, "done", source_compute="host1", migration_type="evacuation")
    down, up = ({"forced_down": value} for value in (True, False))
    assert admin().call("PUT", f"/os-services/{uuid}", down, "2.53").status_int == 200
    assert admin().call("PUT", f"/os-services/{uuid}", up, "2.53").status_int == 400
    named = {"host": "host1", "binary": "nova-compute", **up}
    assert admin().call("PUT", "/os-services/force-down", named, "2.11").status_int == 400

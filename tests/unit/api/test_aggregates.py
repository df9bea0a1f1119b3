# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-aggregates over HTTP."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.operations import aggregates
from nova_lite.placement.providers import Providers
from nova_lite.rpc import conductor
from nova_lite.rpc import scheduler as rpc
from tests.unit.api import cloud
from tests.unit.api.calls import Client, admin

SERVER = "44444444-4444-4444-8444-444444444444"
UNKNOWN = "55555555-5555-4555-8555-555555555555"


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What schedulers and Placement were told; Placement does not know the node of host2."""
    found: list[Any] = []

    def change(self: Providers, context: object, uuid: str, add: list[str], remove: list[str]) -> None:
        if uuid == cloud.NODE_UUID % 2:
            raise exception.ResourceProviderNotFound(name_or_uuid=uuid)
        found.append(("placement", uuid, len(add), len(remove)))

    monkeypatch.setattr(Providers, "change_aggregates", change)
    monkeypatch.setattr(rpc, "update_aggregates", lambda context, ids: found.append(("changed", ids)))
    monkeypatch.setattr(rpc, "delete_aggregate", lambda context, ident: found.append(("deleted", ident)))
    for number in (1, 2):
        cloud.add_service(number, f"host{number}")
        cloud.add_node(number, f"host{number}")
    return found


def make(name: str, zone: str | None = None) -> dict[str, Any]:
    body = {"aggregate": {"name": name, "availability_zone": zone}}
    response = admin().call("POST", "/os-aggregates", body, "2.41")
    assert response.status_int == 200, response.text
    found: dict[str, Any] = response.json["aggregate"]
    return found


def act(ident: int, action: str, code: int = 200, **arguments: Any) -> Any:
    response = admin().call("POST", f"/os-aggregates/{ident}/action", {action: arguments}, "2.104")
    assert response.status_int == code, response.text
    return response.json.get("aggregate")


def test_create_show_update_delete(told: list[Any]) -> None:
    made = make("a", "west")
    assert made["availability_zone"] == "west" and "hosts" not in made and len(made["uuid"]) == 36
    shown = admin().call("GET", f"/os-aggregates/{made['id']}", version="2.40").json["aggregate"]
    assert shown["metadata"] == {"availability_zone": "west"} and shown["hosts"] == [] and "uuid" not in shown
    body = {"aggregate": {"name": " b ", "availability_zone": "east"}}
    changed = admin().call("PUT", f"/os-aggregates/{made['id']}", body).json["aggregate"]
    assert (changed["name"], changed["availability_zone"]) == ("b", "east")
    emptied = {"aggregate": {"availability_zone": None}}
    assert admin().call("PUT", f"/os-aggregates/{made['id']}", emptied).status_int == 400
    assert admin().call("DELETE", f"/os-aggregates/{made['id']}").status_int == 200
    assert admin().call("GET", "/os-aggregates").json == {"aggregates": []}
    assert told == [("changed", [1]), ("changed", [1]), ("deleted", 1)]


def test_hosts_come_and_go(told: list[Any]) -> None:
    ident = make("a")["id"]
    assert act(ident, "add_host", host="host1")["hosts"] == ["host1"]
    act(ident, "add_host", 409, host="host1")
    act(ident, "add_host", 404, host="unknown")
    assert admin().call("DELETE", f"/os-aggregates/{ident}").status_int == 400
    assert act(ident, "remove_host", host="host1")["hosts"] == []
    body = {"remove_host": {"host": "host1"}}
    refused = admin().call("POST", f"/os-aggregates/{ident}/action", body).json["itemNotFound"]
    assert refused["message"] == f"Cannot remove host host1 in aggregate {ident}"
    node = cloud.NODE_UUID % 1
    assert [one for one in told if one[0] == "placement"] == [("placement", node, 1, 0), ("placement", node, 0, 1)]


def test_host_that_placement_does_not_know_is_added_all_the_same() -> None:
    assert act(make("a")["id"], "add_host", host="host2")["hosts"] == ["host2"]


def test_metadata_is_merged() -> None:
    ident = make("a")["id"]
    act(ident, "set_metadata", metadata={"ssd": "true", "gone": "x"})
    assert act(ident, "set_metadata", metadata={"gone": None})["metadata"] == {"ssd": "true"}


def test_host_has_one_zone_only() -> None:
    west, east = make("w", "west")["id"], make("e", "east")["id"]
    act(west, "add_host", host="host1")
    act(east, "add_host", 409, host="host1")
    plain = make("p")["id"]
    act(plain, "add_host", host="host1")
    act(plain, "set_metadata", 400, metadata={"availability_zone": "east"})
    act(plain, "set_metadata", 400, metadata={"availability_zone": ""})
    act(plain, "set_metadata", metadata={"availability_zone": "west"})


def test_zone_does_not_change_under_servers() -> None:
    cloud.add_server(SERVER, "host1")
    west, plain = make("w", "west")["id"], make("p")["id"]
    act(west, "add_host", 409, host="host1")
    act(plain, "add_host", host="host1")
    body = {"aggregate": {"availability_zone": "west"}}
    assert admin().call("PUT", f"/os-aggregates/{plain}", body).status_int == 400


@pytest.mark.parametrize("body", [{"name": ""}, {}, {"name": "a", "availability_zone": "a:b"}, {"name": "a", "x": 1}])
def test_bad_bodies(body: dict[str, Any]) -> None:
    assert admin().call("POST", "/os-aggregates", {"aggregate": body}).status_int == 400


def test_other_refusals() -> None:
    make("a")
    assert admin().call("POST", "/os-aggregates", {"aggregate": {"name": "a"}}).status_int == 409
    assert admin().call("GET", "/os-aggregates/x").status_int == 400
    assert admin().call("GET", "/os-aggregates/9").status_int == 404
    assert Client().call("GET", "/os-aggregates").status_int == 403


def test_images_are_cached_by_the_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, list[str], list[str]]] = []
    monkeypatch.setattr(
        conductor, "cache_images", lambda context, aggregate, hosts, images: sent.append((aggregate, hosts, images))
    )
    number = cloud.add_aggregate("a", ["host1"])

    def show(context: object, image_id: str) -> None:
        if image_id == UNKNOWN:
            raise exception.ImageNotFound(image_id=image_id)

    monkeypatch.setattr(aggregates.image_client, "show", show)

    def code(images: list[Any], version: str = "2.81", ident: object = number) -> int:
        found: int = admin().call("POST", f"/os-aggregates/{ident}/images", {"cache": images}, version).status_int
        return found

    assert code([{"id": SERVER}]) == 202
    assert sent == [(number, ["host1"], [SERVER])]
    assert code([{"id": SERVER}], "2.80") == 404
    assert code([{"id": SERVER}], ident=99) == 404
    assert code([{"id": SERVER}, {"id": UNKNOWN}]) == 400
    assert code([{"id": SERVER}, {"id": SERVER}]) == 400
    bad: list[list[Any]] = [[], [{"id": "x"}], [{}], [{"id": SERVER, "x": 1}]]
    assert [code(images) for images in bad] == [400] * 4
    assert len(sent) == 1


@pytest.mark.parametrize(("ident", "code"), [("-1", 404), ("99", 404), ("9" * 12, 404), ("abc", 400), ("1.5", 400)])
def test_ids_are_numbers(ident: str, code: int) -> None:
    assert admin().call("GET", f"/os-aggregates/{ident}").status_int == code


def test_a_new_aggregate_has_not_been_changed() -> None:
    ident = make("a", "z")["id"]
    assert admin().call("GET", f"/os-aggregates/{ident}").json["aggregate"]["updated_at"] is None

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/images and their metadata against a Glance."""

from typing import Any

import pytest

from nova_lite.conf import CONF
from tests.functional.fixtures.cloud import Cloud, cloud
from tests.unit.api.peers import PeerClient, client_of

__all__ = ["cloud"]

SERVER = "11111111-1111-4111-8111-111111111111"
IMAGE = "/v2/images/{image_id}"


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nova_lite.concurrency.sleep", lambda seconds: None)


@pytest.fixture
def client(cloud: Cloud) -> PeerClient:
    return client_of(cloud)


def mine(cloud: Cloud, name: str = "snap", **values: Any) -> str:
    return str(cloud.glance.add(name, owner=cloud.demo.project_id, visibility="private", **values)["id"])


def test_whole_image(cloud: Cloud, client: PeerClient) -> None:
    ident = mine(cloud, min_disk=1, min_ram=64, instance_uuid=SERVER, auto_disk_config="True")
    shown = client.call("GET", f"/images/{ident}").json["image"]
    assert {key: shown[key] for key in shown if key not in ("created", "updated")} == {
        "id": ident,
        "name": "snap",
        "minRam": 64,
        "minDisk": 1,
        "metadata": {"instance_uuid": SERVER, "auto_disk_config": "True"},
        "status": "ACTIVE",
        "progress": 100,
        "OS-EXT-IMG-SIZE:size": 1024,
        "links": [
            {"rel": "self", "href": f"http://localhost/v2.1/images/{ident}"},
            {"rel": "bookmark", "href": f"http://localhost/images/{ident}"},
            {
                "rel": "alternate",
                "type": "application/vnd.openstack.image",
                "href": f"{cloud.glance.url}/images/{ident}",
            },
        ],
        "server": {
            "id": SERVER,
            "links": [
                {"rel": "self", "href": f"http://localhost/v2.1/servers/{SERVER}"},
                {"rel": "bookmark", "href": f"http://localhost/servers/{SERVER}"},
            ],
        },
        "OS-DCF:diskConfig": "AUTO",
    }
    assert client.call("GET", "/images/detail").json == {"images": [shown]}
    assert client.call("GET", "/images").json == {"images": [{key: shown[key] for key in ("id", "name", "links")}]}


def test_link_prefix(cloud: Cloud, client: PeerClient) -> None:
    ident = mine(cloud)
    CONF.set_override("glance_link_prefix", "https://glance.example/", "api")
    try:
        links = client.call("GET", f"/images/{ident}").json["image"]["links"]
    finally:
        CONF.clear_override("glance_link_prefix", "api")
    assert links[-1]["href"] == f"https://glance.example/images/{ident}"


def test_filters(cloud: Cloud, client: PeerClient) -> None:
    mine(cloud, "one", instance_uuid=SERVER, image_type="snapshot", colour="red")
    mine(cloud, "two", min_ram=64, updated_at="2020-01-01T00:00:00Z")
    mine(cloud, "three", data=None, updated_at="2020-01-01T00:00:00Z")

    def names(query: str) -> list[str]:
        return [one["name"] for one in client.call("GET", f"/images?{query}").json["images"]]

    assert names("name=two") == ["two"]
    assert (
        names(f"server=http://x/servers/{SERVER}") == names("type=snapshot") == names("property-colour=red") == ["one"]
    )
    assert names("minRam=64") == ["two"]
    assert names("status=QUEUED") == ["three"]
    assert names("changes-since=2021-01-01T00:00:00%2B01:00") == ["one"]
    assert names("unknown=1&offset=x") == ["one", "two", "three"]


def test_pages(cloud: Cloud, client: PeerClient) -> None:
    idents = [mine(cloud, f"image{number}") for number in range(3)]
    first = client.call("GET", "/images?limit=2&name=").json
    assert [one["id"] for one in client.call("GET", "/images?limit=2").json["images"]] == idents[:2]
    assert first == {"images": []}
    (link,) = client.call("GET", "/images/detail?limit=2").json["images_links"]
    assert link == {"rel": "next", "href": f"http://localhost/v2.1/images/detail?limit=2&marker={idents[1]}"}
    rest = client.call("GET", f"/images?limit=2&marker={idents[1]}").json
    assert ([one["id"] for one in rest["images"]], "images_links" in rest) == (idents[2:], False)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=-1", "page_size=0", "marker=unknown", "changes-since=x"]
)
def test_bad_queries(client: PeerClient, query: str) -> None:
    assert client.call("GET", f"/images?{query}").status_int == 400


def test_delete(cloud: Cloud, client: PeerClient) -> None:
    ident = mine(cloud)
    assert client.call("DELETE", f"/images/{ident}").status_int == 204
    assert client.call("DELETE", f"/images/{ident}").status_int == 404
    assert client.call("DELETE", f"/images/{cloud.glance.add('public')['id']}").status_int == 403


def test_unknown_hidden_and_late(cloud: Cloud, client: PeerClient) -> None:
    assert client.call("GET", "/images/detail", version="2.36").status_int == 404
    assert client.call("GET", "/images/a%3Fb").status_int == 404
    ident = mine(cloud)
    cloud.glance.fail("GET", IMAGE, 403)
    assert client.call("GET", f"/images/{ident}").status_int == 404
    cloud.glance.fail("GET", IMAGE, 403)
    assert client.call("GET", f"/images/{ident}/metadata").status_int == 403
    cloud.glance.fail("GET", IMAGE, 500, times=9)
    assert client.call("GET", f"/images/{ident}").status_int == 503


def test_metadata(cloud: Cloud, client: PeerClient) -> None:
    path = f"/images/{mine(cloud, a='1', b='2')}/metadata"
    assert client.call("GET", path, version="2.38").json == {"metadata": {"a": "1", "b": "2"}}
    assert client.call("POST", path, {"metadata": {"b": "3", "c": "4"}}).json["metadata"] == {
        "a": "1",
        "b": "3",
        "c": "4",
    }
    assert client.call("PUT", path, {"metadata": {"c": "5"}}).json == {"metadata": {"c": "5"}}
    assert client.call("PUT", f"{path}/d", {"meta": {"d": "6"}}).json == {"meta": {"d": "6"}}
    assert client.call("GET", f"{path}/d").json == {"meta": {"d": "6"}}
    assert client.call("DELETE", f"{path}/d").status_int == 204
    assert client.call("GET", path).json == {"metadata": {"c": "5"}}
    for method in ("GET", "DELETE"):
        assert client.call(method, f"{path}/d").status_int == 404
    assert client.call("GET", path, version="2.39").status_int == 404


@pytest.mark.parametrize(
    "body", [None, {}, {"metadata": {"a": 1}}, {"metadata": {"?": "1"}}, {"metadata": {"name": "x"}}]
)
def test_bad_metadata(cloud: Cloud, client: PeerClient, body: Any) -> None:
    ident = mine(cloud)
    for method in ("POST", "PUT"):
        assert client.call(method, f"/images/{ident}/metadata", body).status_int == 400
    assert client.call("PUT", f"/images/{ident}/metadata/a", {"meta": {"b": "1"}}).status_int == 400


def test_metadata_limits(cloud: Cloud, client: PeerClient) -> None:
    many = {"metadata": {f"k{number}": "v" for number in range(129)}}
    assert client.call("POST", f"/images/{mine(cloud)}/metadata", many).status_int == 403
    public = cloud.glance.add("public")["id"]
    for items in ({"a": "1"}, {}):
        assert client.call("POST", f"/images/{public}/metadata", {"metadata": items}).status_int == 403
    assert client.call("POST", "/images/unknown/metadata", {"metadata": {"a": "1"}}).status_int == 404

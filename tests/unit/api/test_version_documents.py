# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Documents about versions, with and without token."""

import pytest
import webob

from tests.unit.api.calls import PROJECT, Client


def get(path: str, method: str = "GET", **headers: str) -> webob.Response:
    request = webob.Request.blank(path, method=method, headers=headers)
    return request.get_response(Client().application)


def test_root_lists_both_versions() -> None:
    response = get("/")
    assert response.status_int == 200 and "OpenStack-API-Version" not in response.headers
    assert response.json == {
        "versions": [
            {
                "id": "v2.0",
                "status": "DEPRECATED",
                "version": "",
                "min_version": "",
                "updated": "2025-07-04T12:00:00Z",
                "links": [{"rel": "self", "href": "http://localhost/v2/"}],
            },
            {
                "id": "v2.1",
                "status": "CURRENT",
                "version": "2.104",
                "min_version": "2.1",
                "updated": "2013-07-23T11:33:21Z",
                "links": [{"rel": "self", "href": "http://localhost/v2.1/"}],
            },
        ]
    }


@pytest.mark.parametrize("path", ["/v2.1", "/v2.1/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_current_version(path: str, method: str) -> None:
    response = get(path, method)
    found = response.json["version"]
    assert response.headers["OpenStack-API-Version"] == "compute 2.1"
    assert [link["rel"] for link in found["links"]] == ["self", "describedby"]
    assert found["links"][0]["href"] == "http://localhost/v2.1/"
    assert found["media-types"] == [
        {"base": "application/json", "type": "application/vnd.openstack.compute+json;version=2.1"}
    ]


def test_current_version_obeys_microversion_headers() -> None:
    assert get("/v2.1/", **{"OpenStack-API-Version": "compute 2.999"}).status_int == 406
    assert get("/v2.1/", **{"OpenStack-API-Version": "compute x"}).status_int == 400
    assert get("/v2.1/", **{"OpenStack-API-Version": "compute latest"}).json["version"]["version"] == "2.104"


def test_legacy_version() -> None:
    response = get("/v2/", **{"OpenStack-API-Version": "compute 2.999"})
    assert (response.status_int, response.json["version"]["id"]) == (200, "v2.0")


def test_other_paths_have_choices() -> None:
    response = get("/v3/servers", "DELETE")
    assert response.status_int == 300
    hrefs = [choice["links"][0]["href"] for choice in response.json["choices"]]
    assert hrefs == ["http://localhost/v2/v3/servers", "http://localhost/v2.1/v3/servers"]


def test_media_type_names_a_version() -> None:
    kind = "application/vnd.openstack.compute+json"
    for path in ("/", "/x"):
        response = get(path, Accept=f"{kind};version=2.1")
        assert (response.json["version"]["id"], response.content_type) == ("v2.1", kind)
        assert response.headers["OpenStack-API-Version"] == "compute 2.1"
        assert get(path, Accept="text/html, application/json; version=2;q=0.5").json["version"]["id"] == "v2.0"
        assert get(path, "POST", **{"Content-Type": f"{kind};version=2"}).json["version"]["id"] == "v2.0"
    assert "versions" in get("/", Accept=f"{kind};version=2.7").json


@pytest.mark.parametrize("path", ["/", "/x", "/v2/", "/v2.1"])
def test_documents_check_media_types(path: str) -> None:
    kind = "application/vnd.openstack.compute+json"
    assert get(path, Accept=kind).content_type == kind
    assert get(path, Accept="text/html").content_type == "application/json"
    assert get(path, "POST", **{"Content-Type": "application/xml"}).status_int == 415


@pytest.mark.parametrize("path", ["/v2", "/v2.1/"])
def test_documents_of_mounts_have_request_ids(path: str) -> None:
    assert get(path).headers["X-Compute-Request-Id"].startswith("req-")


def test_versions_below_the_mount_need_a_token() -> None:
    assert get("/v2.1/versions/v2.1").status_int == 401
    client = Client()
    found = client.call("GET", "/versions/v2.0").json["version"]
    assert (found["id"], found["links"][0]["href"]) == ("v2.0", "http://localhost/v2.1/")
    assert client.call("GET", "/versions/v3").status_int == 404
    found = client.call("GET", f"/{PROJECT}/").json["version"]
    assert (found["id"], found["links"][0]["href"]) == ("v2.1", "http://localhost/v2.1/")
    assert client.call("GET", f"/{PROJECT}").status_int == 404

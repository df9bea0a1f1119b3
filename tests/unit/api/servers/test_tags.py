# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/tags."""

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_life_of_tags(plane: Plane, client: Client) -> None:
    url = f"/servers/{added(plane)}/tags"
    answer = client.call("PUT", f"{url}/red", version="2.26")
    assert answer.status_code == 201 and answer.headers["Location"].endswith("/tags/red")
    answer = client.call("PUT", f"{url}/%E2%98%83", version="2.26")
    assert answer.status_code == 201 and answer.headers["Location"].endswith("/tags/%E2%98%83")
    assert client.call("DELETE", f"{url}/%E2%98%83", version="2.26").status_code == 204
    assert client.call("PUT", f"{url}/red", version="2.26").status_code == 204
    assert client.call("GET", f"{url}/red", version="2.26").status_code == 204
    assert client.call("GET", url, version="2.26").json == {"tags": ["red"]}
    assert client.call("PUT", url, {"tags": ["b", "a"]}, "2.26").json == {"tags": ["a", "b"]}
    assert client.call("DELETE", f"{url}/a", version="2.26").status_code == 204
    assert client.call("DELETE", f"{url}/a", version="2.26").status_code == 404
    assert client.call("DELETE", url, version="2.26").status_code == 204
    assert client.call("GET", f"{url}/b", version="2.26").status_code == 404


def test_before_their_version_and_malformed(plane: Plane, client: Client) -> None:
    url = f"/servers/{added(plane)}/tags"
    assert client.call("GET", url, version="2.25").status_code == 404
    assert client.call("PUT", f"{url}/a,b", version="2.26").status_code == 400
    assert client.call("PUT", url, {"tags": ["x" * 61]}, "2.26").status_code == 400

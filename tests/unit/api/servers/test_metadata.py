# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/metadata."""

import pytest

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane


def test_life_of_items(plane: Plane, client: Client) -> None:
    url = f"/servers/{added(plane, metadata={'a': '1'})}/metadata"
    assert client.call("GET", url).json == {"metadata": {"a": "1"}}
    assert client.call("POST", url, {"metadata": {"b": "2"}}).json == {"metadata": {"a": "1", "b": "2"}}
    assert client.call("PUT", f"{url}/a", {"meta": {"a": "3"}}).json == {"meta": {"a": "3"}}
    assert client.call("GET", f"{url}/a").json == {"meta": {"a": "3"}}
    assert client.call("DELETE", f"{url}/a").status_code == 204
    assert client.call("GET", f"{url}/a").status_code == 404
    assert client.call("PUT", url, {"metadata": {}}).json == {"metadata": {}}


@pytest.mark.parametrize(
    "body",
    [
        {"meta": {"other": "1"}},
        {"meta": {"a": "1", "b": "2"}},
        {"meta": {}},
        {"meta": {"a": 1}},
        {"meta": {"a": "x" * 256}},
    ],
)
def test_bad_items(plane: Plane, client: Client, body: object) -> None:
    url = f"/servers/{added(plane, metadata={'a': '1'})}/metadata/a"
    assert client.call("PUT", url, body).status_code == 400

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-volumes and os-snapshots against a Cinder."""

from typing import Any

import pytest

from tests.functional.fixtures.cloud import Cloud, cloud
from tests.unit.api.peers import PeerClient, client_of

__all__ = ["cloud"]

VOLUMES = "/os-volumes"
SNAPSHOTS = "/os-snapshots"
UNKNOWN = "99999999-9999-4999-8999-999999999999"


@pytest.fixture
def client(cloud: Cloud) -> PeerClient:
    return client_of(cloud)


def made(client: PeerClient, path: str, **values: Any) -> dict[str, Any]:
    key = path[len("/os-") : -1]
    answer = client.call("POST", path, {key: values})
    assert answer.status_int == 200, answer.text
    found: dict[str, Any] = answer.json[key]
    return found


def test_volumes(cloud: Cloud, client: PeerClient) -> None:
    body = {"volume": {"size": "2", "display_name": "n", "display_description": "d", "metadata": {"a": "b"}}}
    answer = client.call("POST", VOLUMES, body)
    shown = answer.json["volume"]
    assert answer.headers["Location"] == f"http://localhost/v2.1/os-volumes/{shown['id']}"
    assert (shown["size"], shown["displayName"], shown["displayDescription"]) == (2, "n", "d")
    assert (shown["metadata"], shown["attachments"], shown["status"]) == ({"a": "b"}, [{}], "available")
    for path in (VOLUMES, f"{VOLUMES}/detail"):
        assert client.call("GET", path).json == {"volumes": [shown]}
    assert client.call("GET", f"{VOLUMES}/{shown['id']}").json == {"volume": shown}
    assert client.call("DELETE", f"{VOLUMES}/{shown['id']}").status_int == 202
    busy = cloud.cinder.add_volume(str(cloud.demo.project_id), status="in-use")
    assert client.call("DELETE", f"{VOLUMES}/{busy['id']}").status_int == 400


def test_snapshots(client: PeerClient) -> None:
    volume = made(client, VOLUMES, size=1)
    shown = made(client, SNAPSHOTS, volume_id=volume["id"], force="yes", display_name="s")
    assert (shown["volumeId"], shown["size"], shown["displayName"]) == (volume["id"], 1, "s")
    for path in (SNAPSHOTS, f"{SNAPSHOTS}/detail"):
        assert client.call("GET", path).json == {"snapshots": [shown]}
    assert client.call("GET", f"{SNAPSHOTS}/{shown['id']}").json == {"snapshot": shown}
    assert made(client, VOLUMES, size=1, snapshot_id=shown["id"])["snapshotId"] == shown["id"]
    assert client.call("DELETE", f"{SNAPSHOTS}/{shown['id']}").status_int == 202


@pytest.mark.parametrize("path", [VOLUMES, SNAPSHOTS])
def test_pages_and_missing_ones(client: PeerClient, path: str) -> None:
    volume = made(client, VOLUMES, size=1)["id"]
    idents = [made(client, path, **({"size": 1} if path == VOLUMES else {"volume_id": volume}))["id"] for _ in range(3)]
    key = path[len("/os-") :]
    assert [one["id"] for one in client.call("GET", f"{path}?limit=1&offset=1&x=1").json[key]] == [idents[1]]
    assert client.call("GET", f"{path}?limit=-1").status_int == 400
    for ident in (UNKNOWN, "summary"):
        for method in ("GET", "DELETE"):
            assert client.call(method, f"{path}/{ident}").status_int == 404
    assert client.call("GET", path, version="2.36").status_int == 404


@pytest.mark.parametrize(
    "volume",
    [
        {},
        {"size": 0},
        {"size": "x"},
        {"size": None},
        {"size": "1" * 5000},
        {"size": 1, "x": 1},
        {"size": 1, "display_name": None},
        {"size": 1, "metadata": []},
        {"size": 1, "metadata": {"a": {}}},
    ],
)
def test_bad_volumes(client: PeerClient, volume: dict[str, Any]) -> None:
    assert client.call("POST", VOLUMES, {"volume": volume}).status_int == 400


@pytest.mark.parametrize(
    "snapshot", [{}, {"volume_id": 1}, {"volume_id": UNKNOWN, "force": 1}, {"volume_id": "", "x": 1}]
)
def test_bad_snapshots(client: PeerClient, snapshot: dict[str, Any]) -> None:
    assert client.call("POST", SNAPSHOTS, {"snapshot": snapshot}).status_int == 400


def test_sources_that_are_missing(client: PeerClient) -> None:
    assert client.call("POST", VOLUMES, {"volume": {"size": 1, "snapshot_id": UNKNOWN}}).status_int == 404
    assert client.call("POST", SNAPSHOTS, {"snapshot": {"volume_id": UNKNOWN}}).status_int == 404


def test_quota_and_no_answer(cloud: Cloud, client: PeerClient) -> None:
    over = {"overLimit": {"code": 413, "message": "full"}}
    for path, body in ((VOLUMES, {"volume": {"size": 1}}), (SNAPSHOTS, {"snapshot": {"volume_id": UNKNOWN}})):
        cloud.cinder.fail("POST", f"/v3{path.replace('/os-', '/')}", 413, body=over)
        assert client.call("POST", path, body).status_int == 403
    cloud.cinder.fail("GET", "/v3/volumes/detail", 500)
    assert client.call("GET", VOLUMES).status_int == 503


def test_readers_only_read(cloud: Cloud) -> None:
    client = client_of(cloud, cloud.keystone.add_user("r", "p", "demo", ["reader"]))
    assert client.call("GET", VOLUMES).status_int == 200
    assert client.call("POST", VOLUMES, {"volume": {"size": 1}}).status_int == 403

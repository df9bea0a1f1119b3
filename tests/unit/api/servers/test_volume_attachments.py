# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-volume_attachments."""

from typing import Any

import pytest

from nova_lite.db.engine import cell_database
from nova_lite.db.main import block_devices
from nova_lite.objects import database
from nova_lite.objects.block_device import BlockDevice
from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane

VOLUME = "55555555-5555-4555-8555-555555555555"
OTHER = "77777777-7777-4777-8777-777777777777"


@pytest.fixture
def path(plane: Plane) -> str:
    uuid = added(plane, host="host1")
    facts: dict[str, Any] = {"source_type": "volume", "destination_type": "volume", "device_name": "/dev/vdb"}
    devices = [
        BlockDevice(**facts, volume_id=VOLUME, attachment_id="a", tag="t"),
        BlockDevice(source_type="image", destination_type="local"),
        BlockDevice(**facts, volume_id=OTHER),
    ]
    with cell_database().writer() as session:
        block_devices.create(session, database.block_device_rows(devices, uuid))
    return f"/servers/{uuid}/os-volume_attachments"


def test_lists(path: str, client: Client) -> None:
    def ids(query: str, version: str) -> list[str]:
        return [one["volumeId"] for one in client.call("GET", path + query, version=version).json["volumeAttachments"]]

    assert ids("", "2.88") == [VOLUME, OTHER]
    assert ids("", "2.89") == [VOLUME]
    assert ids("?limit=1&offset=1", "2.1") == [OTHER]
    assert client.call("GET", f"{path}?x=1", version="2.75").status_int == 400
    shown = client.call("GET", f"{path}/{VOLUME}", version="2.70").json["volumeAttachment"]
    assert (shown["id"], shown["device"], shown["tag"]) == (VOLUME, "/dev/vdb", "t")
    assert client.call("GET", f"{path}/nonsense").status_int == 404


def test_attach_finds_no_volume(path: str, client: Client) -> None:
    body = {"volumeAttachment": {"volumeId": "88888888-8888-4888-8888-888888888888"}}
    for version in ("2.1", "2.49", "2.79", "2.101"):
        assert client.call("POST", path, body, version=version).status_int == 404
    tagged = {"volumeAttachment": {**body["volumeAttachment"], "tag": "t"}}
    assert client.call("POST", path, tagged, version="2.48").status_int == 400


def test_settings_from_2_85(path: str, client: Client) -> None:
    def put(version: str, **values: Any) -> int:
        body = {"volumeAttachment": {"volumeId": VOLUME, **values}}
        return client.call("PUT", f"{path}/{VOLUME}", body, version=version).status_int

    assert put("2.84", delete_on_termination=True) == 400
    assert put("2.85", delete_on_termination=True, device="/dev/vdb", tag="t", id=VOLUME) == 202
    shown = client.call("GET", f"{path}/{VOLUME}", version="2.85").json["volumeAttachment"]
    assert shown["delete_on_termination"] is True
    assert put("2.85", device="/dev/vdc") == 400


def test_swap_is_for_services(path: str, client: Client) -> None:
    body = {"volumeAttachment": {"volumeId": OTHER}}
    assert client.call("PUT", f"{path}/{VOLUME}", body).status_int == 403
    service = Client(roles="service,admin,member,reader")
    assert service.call("PUT", f"{path}/{VOLUME}", body, version="2.85").status_int == 400


def test_detach(path: str, client: Client) -> None:
    assert client.call("DELETE", f"{path}/nonsense").status_int == 404
    assert client.call("DELETE", f"{path}/{VOLUME}").status_int == 400

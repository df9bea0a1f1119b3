# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""PUT /servers/{id}."""

import pytest

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import LATEST, added
from tests.unit.control_plane import Plane


def test_names_addresses_and_description(plane: Plane, client: Client) -> None:
    uuid = added(plane)
    body = {"server": {"name": "new", "accessIPv4": "10.0.0.1", "description": "d", "OS-DCF:diskConfig": "AUTO"}}
    shown = client.call("PUT", f"/servers/{uuid}", body, "2.90").json["server"]
    assert (shown["name"], shown["accessIPv4"], shown["description"]) == ("new", "10.0.0.1", "d")
    assert shown["OS-DCF:diskConfig"] == "AUTO"
    assert plane.stored(uuid).auto_disk_config is True


def test_addresses_are_kept_in_their_short_form(plane: Plane, client: Client) -> None:
    uuid = added(plane)
    body = {"server": {"accessIPv6": "0000:0000:0000:0000:0000:babe:220.12.22.2"}}
    assert client.call("PUT", f"/servers/{uuid}", body).json["server"]["accessIPv6"] == "::babe:dc0c:1602"
    assert plane.stored(uuid).access_ip_v6 == "::babe:dc0c:1602"


@pytest.mark.parametrize(
    ("body", "version"),
    [
        ({"server": {"description": "d"}}, "2.18"),
        ({"server": {"hostname": "h1"}}, "2.89"),
        ({"server": {"accessIPv4": "fe80::1"}}, "2.1"),
        ({"server": {"name": ""}}, "2.1"),
        ({"server": {"unknown": 1}}, "2.1"),
        ({"other": {}}, "2.1"),
        ([], "2.1"),
    ],
)
def test_what_a_version_does_not_know(plane: Plane, client: Client, body: object, version: str) -> None:
    assert client.call("PUT", f"/servers/{added(plane)}", body, version).status_code == 400


def test_pinning(plane: Plane, client: Client) -> None:
    uuid = added(plane, availability_zone="z1")
    body = {"server": {"pinned_availability_zone": "z1"}}
    shown = client.call("PUT", f"/servers/{uuid}", body, LATEST).json["server"]
    assert shown["pinned_availability_zone"] == "z1"
    body = {"server": {"pinned_availability_zone": "z2"}}
    assert client.call("PUT", f"/servers/{uuid}", body, LATEST).status_code == 409

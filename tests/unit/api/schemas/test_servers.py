# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies of server requests by version."""

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import servers


def test_ranges_touch_and_cover_everything() -> None:
    for found in (servers.CREATE_RANGES, servers.UPDATE_RANGES):
        assert found[0][0] == "2.1" and found[-1][1] == "2.104"
        for (_, end), (begin, _) in zip(found[:-1], found[1:], strict=True):
            assert int(begin.split(".")[1]) == int(end.split(".")[1]) + 1


def test_networks_become_required() -> None:
    assert servers.create("2.36")["properties"]["server"]["required"] == ["name", "flavorRef"]
    assert "networks" in servers.create("2.37")["properties"]["server"]["required"]


@pytest.mark.parametrize(("version", "has"), [("2.31", False), ("2.32", True), ("2.37", False), ("2.42", True)])
def test_the_device_tag_came_went_and_came_back(version: str, has: bool) -> None:
    networks = servers.create(version)["properties"]["server"]["properties"]["networks"]
    items = networks.get("items") or networks["anyOf"][0]["items"]
    assert ("tag" in items["properties"]) is has


def test_update_and_console_bodies() -> None:
    validation.check_body(servers.update("2.94"), {"server": {"hostname": "a.b"}})
    with pytest.raises(exception.ValidationError):
        validation.check_body(servers.update("2.90"), {"server": {"hostname": "a.b"}})
    schema = servers.remote_console({"vnc": ["novnc"]})
    validation.check_body(schema, {"remote_console": {"protocol": "vnc", "type": "novnc"}})
    with pytest.raises(exception.ValidationError):
        validation.check_body(schema, {"remote_console": {"protocol": "vnc"}})

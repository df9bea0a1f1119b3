# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-hypervisors over HTTP."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.rpc import compute as rpc
from tests.unit.api import cloud
from tests.unit.api.calls import Client, admin

SERVER = "44444444-4444-4444-8444-444444444444"


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.add_service(1, "host1")
    cloud.add_service(2, "host2", up=False)
    cloud.add_service(3, "host3", disabled=True, disabled_reason="old")
    for number in (1, 2, 3):
        cloud.add_node(number, f"host{number}")
    cloud.add_server(SERVER, "host1")

    def uptime(context: object, host: str) -> str:
        if host == "host3":
            raise exception.RpcTimeout(topic="compute", method="get_host_uptime")
        return f"up {host}"

    monkeypatch.setattr(rpc, "get_host_uptime", uptime)


def get(path: str, version: str, code: int = 200) -> Any:
    response = admin().call("GET", f"/os-hypervisors{path}", version=version)
    assert response.status_int == code, response.text
    return response.json


def ids(answer: Any) -> list[Any]:
    return [item["id"] for item in answer["hypervisors"]]


def test_brief_list_by_version() -> None:
    assert get("", "2.1")["hypervisors"][1] == {
        "id": 2,
        "hypervisor_hostname": "host2.example",
        "state": "down",
        "status": "enabled",
    }
    assert ids(get("", "2.53"))[0] == cloud.NODE_UUID % 1


def test_detail_until_2_87_has_numbers() -> None:
    found = get("/detail", "2.27")["hypervisors"][2]
    assert found["service"] == {"id": 3, "host": "host3", "disabled_reason": "old"}
    assert (found["vcpus"], found["free_ram_mb"], found["cpu_info"]) == (8, 15360, '{"arch": "x86_64"}')
    assert get("/detail", "2.28")["hypervisors"][0]["cpu_info"] == {"arch": "x86_64"}


def test_detail_from_2_88_has_uptime() -> None:
    found = get("/detail", "2.88")["hypervisors"]
    assert [one["uptime"] for one in found] == ["up host1", None, None]
    assert "vcpus" not in found[0]


def test_pages() -> None:
    first = get("?limit=2", "2.33")
    assert ids(first) == [1, 2]
    assert first["hypervisors_links"][0]["href"].endswith("/os-hypervisors?limit=2&marker=2")
    assert ids(get("?limit=2&marker=2", "2.33")) == [3]
    assert ids(get(f"?marker={cloud.NODE_UUID % 2}", "2.53")) == [cloud.NODE_UUID % 3]
    get("?marker=99", "2.33", code=400)
    get("?marker=2", "2.53", code=400)
    get("?marker=", "2.53", code=400)


def test_pattern_and_servers() -> None:
    found = get("?hypervisor_hostname_pattern=host&with_servers=1", "2.53")["hypervisors"]
    assert found[0]["servers"] == [{"name": "instance-00000001", "uuid": SERVER}]
    assert "servers" not in found[1]
    assert get("?with_servers=true", "2.75")["hypervisors"][1]["servers"] == []
    get("?hypervisor_hostname_pattern=none", "2.53", code=404)
    get("?hypervisor_hostname_pattern=host&limit=1", "2.53", code=400)
    get("?limit=1&limit=2", "2.53", code=400)
    get("?unknown=1", "2.53", code=400)


def test_show() -> None:
    uuid = cloud.NODE_UUID % 1
    assert get(f"/{uuid}?with_servers=on", "2.104")["hypervisor"]["uptime"] == "up host1"
    assert get("/1", "2.52")["hypervisor"]["id"] == 1
    get("/1", "2.53", code=400)
    get("/9", "2.52", code=404)
    get("/x", "2.52", code=404)
    get(f"/{cloud.NODE_UUID % 9}", "2.53", code=404)


def test_uptime_until_2_87() -> None:
    assert get("/1/uptime", "2.1")["hypervisor"]["uptime"] == "up host1"
    get("/2/uptime", "2.1", code=400)
    get("/1/uptime", "2.88", code=404)


def test_search_and_servers_until_2_52() -> None:
    assert ids(get("/HOST1/search", "2.1")) == [1]
    assert get("/host1/servers", "2.52")["hypervisors"][0]["servers"][0]["uuid"] == SERVER
    get("/none/search", "2.1", code=404)
    get("/host/search", "2.53", code=404)


def test_statistics_leave_out_disabled_hosts() -> None:
    found = get("/statistics", "2.87")["hypervisor_statistics"]
    assert (found["count"], found["vcpus"], found["memory_mb"]) == (2, 16, 32768)
    get("/statistics", "2.88", code=404)


def test_members_see_nothing() -> None:
    assert Client().call("GET", "/os-hypervisors").status_int == 403

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-hosts over HTTP."""

from typing import Any

import pytest

from nova_lite.rpc import compute as rpc
from tests.unit.api import cloud
from tests.unit.api.calls import Client, admin


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Hosts that were told whether they are enabled."""
    found: list[tuple[str, bool]] = []

    def set_host_enabled(context: Any, host: str, enabled: bool) -> str:
        found.append((host, enabled))
        return "enabled" if enabled else "disabled"

    monkeypatch.setattr(rpc, "set_host_enabled", set_host_enabled)
    cloud.add_service(1, "host1")
    cloud.add_service(2, "ctl", "nova-scheduler")
    cloud.add_service(3, "lost", up=False)
    cloud.add_node(1, "host1")
    return found


def code(method: str, path: str, body: Any = None, version: str = "2.42") -> int:
    found: int = admin().call(method, f"/os-hosts{path}", body, version).status_int
    return found


def test_list() -> None:
    found = admin().call("GET", "/os-hosts?zone=nova").json["hosts"]
    assert found == [{"host_name": name, "service": "compute", "zone": "nova"} for name in ("host1", "lost")]
    for every in ("", "?zone="):
        assert len(admin().call("GET", f"/os-hosts{every}").json["hosts"]) == 3
    assert code("GET", "", version="2.43") == 404
    assert Client().call("GET", "/os-hosts").status_int == 403


def test_show() -> None:
    found = admin().call("GET", "/os-hosts/host1").json["host"]
    assert found[0] == {
        "resource": {"host": "host1", "project": "(total)", "cpu": 8, "memory_mb": 16384, "disk_gb": 100}
    }
    assert [part["resource"]["project"] for part in found] == ["(total)", "(used_now)", "(used_max)"]
    assert code("GET", "/unknown") == 404


def test_enable_and_disable(told: list[tuple[str, bool]]) -> None:
    answer = admin().call("PUT", "/os-hosts/host1", {"status": "Disable"})
    assert answer.json == {"host": "host1", "status": "disabled"}
    assert admin().call("PUT", "/os-hosts/host1", {"status": "enable"}).json["status"] == "enabled"
    assert told == [("host1", False), ("host1", True)]


@pytest.mark.parametrize("body", [{}, {"status": "on"}, {"status": "enable", "x": 1}, {"maintenance_mode": True}])
def test_bad_bodies(body: dict[str, Any]) -> None:
    assert code("PUT", "/host1", body) == 400


def test_what_no_driver_does(told: list[tuple[str, bool]]) -> None:
    assert code("PUT", "/host1", {"status": "enable", "maintenance_mode": "enable"}) == 501
    assert told == []
    for action in ("startup", "shutdown", "reboot"):
        assert code("GET", f"/host1/{action}") == 501
        assert code("GET", f"/lost/{action}") == 400
        assert code("GET", f"/unknown/{action}") == 404
        assert code("GET", f"/host1/{action}", version="2.43") == 404


def test_host_that_is_down_is_not_enabled() -> None:
    assert code("PUT", "/lost", {"status": "enable"}) == 400
    assert code("PUT", "/unknown", {"status": "enable"}) == 404

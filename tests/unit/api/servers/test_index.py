# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /servers and /servers/detail."""

import pytest

from nova_lite.cells import CELL0_UUID
from nova_lite.conf import CONF
from tests.unit.api.calls import Client, admin
from tests.unit.api.servers.client import LATEST, added, mine
from tests.unit.control_plane import Plane


def names(client: Client, query: str = "", version: str | None = None) -> list[str]:
    answer = client.call("GET", f"/servers{query}", version=version)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json["servers"]]


def test_only_the_own_project_unless_all_tenants(plane: Plane, client: Client) -> None:
    added(plane, 1)
    added(plane, 2, project_id="other")
    assert names(client) == ["vm1"]
    assert sorted(names(admin(), "?all_tenants=1")) == ["vm1", "vm2"]
    assert names(admin(), "?all_tenants=1&project_id=other") == ["vm2"]
    assert client.call("GET", "/servers?all_tenants=1").status_code == 403
    assert client.call("GET", "/servers?all_tenants=perhaps").status_code == 400


def test_status_words(plane: Plane, client: Client) -> None:
    added(plane, 1)
    added(plane, 2, vm_state="stopped")
    added(plane, 3, task_state="rebooting")
    assert names(client, "?status=shutoff") == ["vm2"]
    assert names(client, "?status=REBOOT") == ["vm3"]
    assert names(client, "?status=nonsense", "2.37") == []
    assert client.call("GET", "/servers?status=nonsense", version="2.38").status_code == 400
    assert client.call("GET", "/servers?status=deleted").status_code == 403


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?limit=-1", 400),
        ("?limit=x", 400),
        ("?marker=nonsense", 400),
        ("?sort_key=nonsense", 400),
        ("?sort_dir=up", 400),
        ("?sort_key=host", 403),
        ("?name=%5B", 400),
        ("?changes-since=yesterday", 400),
        ("?sort_key=id", 400),
        ("?unknown=1", 400),
        ("?locked=perhaps", 400),
        ("?changes-since=2026-01-02T00:00:00Z&changes-before=2026-01-01T00:00:00Z", 400),
    ],
)
def test_bad_queries(plane: Plane, client: Client, query: str, status: int) -> None:
    assert client.call("GET", f"/servers{query}", version=LATEST).status_code == status


def test_unknown_parameters_and_filters_of_administrators_are_dropped(plane: Plane, client: Client) -> None:
    added(plane, host="host1")
    assert names(client, "?host=elsewhere&unknown=1") == ["vm1"]
    assert names(admin(), "?host=elsewhere&all_tenants=1") == []
    assert admin().call("GET", "/servers?_private=1").status_code == 400


def test_next_link_repeats_the_query(plane: Plane, client: Client) -> None:
    first = added(plane, 1)
    added(plane, 2)
    page = client.call("GET", "/servers?limit=1&sort_key=display_name&sort_dir=asc&status=active").json
    assert page["servers"][0]["id"] == first
    assert f"marker={first}" in page["servers_links"][0]["href"] and "status=active" in page["servers_links"][0]["href"]
    assert names(client, f"?limit=5&marker={first}&sort_key=display_name&sort_dir=asc") == ["vm2"]


def test_detail_shows_whole_servers(plane: Plane, client: Client) -> None:
    added(plane)
    (shown,) = client.call("GET", "/servers/detail", version=LATEST).json["servers"]
    assert shown["status"] == "ACTIVE" and "server_groups" not in shown
    assert names(client, "?flavor=unknown") == []


def test_servers_of_a_cell_that_cannot_be_reached(plane: Plane, client: Client) -> None:
    lost = added(plane, host="host1")
    buried = plane.add(mine(2, vm_state="error"), CELL0_UUID).uuid
    added(plane, 3, project_id="other")
    plane.lose_cell()

    def items(path: str, version: str = "2.69", who: Client = client) -> list[tuple[str, str | None]]:
        answer = who.call("GET", path, version=version)
        assert answer.status_code == 200, answer.text
        return [(one["id"], one.get("status")) for one in answer.json["servers"]]

    assert items("/servers") == [(lost, "UNKNOWN"), (buried, None)]
    assert items("/servers/detail") == [(lost, "UNKNOWN"), (buried, "ERROR")]
    assert len(items("/servers?all_tenants=1", who=admin())) == 3
    for path, version in (("/servers", "2.68"), ("/servers?name=vm", "2.69"), ("/servers?limit=9", "2.69")):
        assert items(path, version) == [(buried, None)]
    CONF.set_override("list_records_by_skipping_down_cells", False, "api")
    try:
        assert client.call("GET", "/servers", version="2.68").status_code == 500
        assert items("/servers") == [(lost, "UNKNOWN"), (buried, None)]
    finally:
        CONF.clear_override("list_records_by_skipping_down_cells", "api")

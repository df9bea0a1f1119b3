# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Flavors over HTTP."""

from typing import Any

import pytest

from tests.unit.api.calls import PROJECT, Client, admin


@pytest.fixture
def boss() -> Client:
    return admin()


def make(boss: Client, ident: str, version: str = "2.104", **changes: Any) -> dict[str, Any]:
    body = {"name": f"flavor {ident}", "id": ident, "ram": 512, "vcpus": 1, "disk": 1, **changes}
    response = boss.call("POST", "/flavors", {"flavor": body}, version)
    assert response.status_int == 200, response.text
    found: dict[str, Any] = response.json["flavor"]
    return found


def names(response: Any) -> list[str]:
    assert response.status_int == 200, response.text
    return [item["id"] for item in response.json["flavors"]]


def test_created_flavor_has_the_fields_of_the_newest_version(boss: Client) -> None:
    assert make(boss, "1", description="small", swap="64") == {
        "id": "1",
        "name": "flavor 1",
        "description": "small",
        "ram": 512,
        "vcpus": 1,
        "disk": 1,
        "swap": 64,
        "OS-FLV-EXT-DATA:ephemeral": 0,
        "os-flavor-access:is_public": True,
        "extra_specs": {},
        "links": [
            {"rel": "self", "href": "http://localhost/v2.1/flavors/1"},
            {"rel": "bookmark", "href": "http://localhost/flavors/1"},
        ],
    }


def test_oldest_version_shows_factor_and_empty_swap(boss: Client) -> None:
    found = make(boss, "1", version="2.1", rxtx_factor="2.5")
    assert (found["swap"], found["rxtx_factor"], found["OS-FLV-DISABLED:disabled"]) == ("", 2.5, False)
    assert "extra_specs" not in found and "description" not in found


def test_generated_id_and_number_as_id(boss: Client) -> None:
    assert len(make(boss, "x", id=None, name="a")["id"]) == 36
    assert make(boss, "y", id=7, name="b")["id"] == "7"


def test_second_flavor_of_the_same_name_is_a_conflict(boss: Client) -> None:
    make(boss, "1")
    body = {"flavor": {"name": "flavor 1", "id": "2", "ram": 1, "vcpus": 1, "disk": 0}}
    response = boss.call("POST", "/flavors", body)
    assert response.status_int == 409
    assert response.json["conflictingRequest"]["code"] == 409


@pytest.mark.parametrize(
    "changes",
    [{"ram": 0}, {"ram": "x"}, {"vcpus": 2147483648}, {"name": " a"}, {"id": "a/b"}, {"description": 1}, {"more": 1}],
)
def test_bad_values_are_refused(boss: Client, changes: dict[str, Any]) -> None:
    body = {"name": "a", "ram": 1, "vcpus": 1, "disk": 0, **changes}
    assert boss.call("POST", "/flavors", {"flavor": body}, "2.104").status_int == 400


def test_member_may_not_create(boss: Client) -> None:
    body = {"flavor": {"name": "a", "ram": 1, "vcpus": 1, "disk": 0}}
    response = Client().call("POST", "/flavors", body)
    assert response.status_int == 403
    assert "os_compute_api:os-flavor-manage:create" in response.json["forbidden"]["message"]


def test_pages_follow_each_other(boss: Client) -> None:
    for ident in ("1", "2", "3"):
        make(boss, ident)
    first = Client().call("GET", "/flavors?limit=2&sort_dir=asc")
    assert names(first) == ["1", "2"]
    href = first.json["flavors_links"][0]["href"]
    assert href == "http://localhost/v2.1/flavors?limit=2&sort_dir=asc&marker=2"
    second = Client().call("GET", href.removeprefix("http://localhost/v2.1"))
    assert names(second) == ["3"]
    assert "flavors_links" not in second.json


def test_limit_zero_is_an_empty_list_and_unknown_marker_an_error(boss: Client) -> None:
    make(boss, "1")
    assert names(Client().call("GET", "/flavors?limit=0")) == []
    for marker in ("none", ""):
        assert Client().call("GET", f"/flavors?marker={marker}").status_int == 400


def test_filters(boss: Client) -> None:
    make(boss, "1", ram=512)
    make(boss, "2", ram=1024, disk=20)
    assert names(Client().call("GET", "/flavors?minRam=600")) == ["2"]
    assert names(Client().call("GET", "/flavors?minDisk=20")) == ["2"]
    assert names(Client().call("GET", "/flavors?name=r%202$", version="2.102")) == ["2"]
    assert Client().call("GET", "/flavors?minRam=x").status_int == 400
    assert Client().call("GET", "/flavors?bogus=1", version="2.74").status_int == 200
    assert Client().call("GET", "/flavors?bogus=1", version="2.75").status_int == 400


def test_private_flavor_is_seen_by_administrators_and_shared_projects_only(boss: Client) -> None:
    make(boss, "1", **{"os-flavor-access:is_public": False})
    assert names(Client().call("GET", "/flavors")) == []
    assert Client().call("GET", "/flavors/1").status_int == 404
    assert names(boss.call("GET", "/flavors?is_public=none")) == ["1"]
    assert names(boss.call("GET", "/flavors")) == []
    assert names(Client().call("GET", "/flavors?is_public=none")) == []


def test_detail_has_extra_specs_for_readers_only(boss: Client) -> None:
    make(boss, "1")
    boss.call("POST", "/flavors/1/os-extra_specs", {"extra_specs": {"a": "b"}})
    shown = Client().call("GET", "/flavors/detail", version="2.61").json["flavors"][0]
    assert shown["extra_specs"] == {"a": "b"}
    assert "extra_specs" not in Client(roles="other").call("GET", "/flavors/detail", version="2.61").json["flavors"][0]
    assert "extra_specs" not in Client().call("GET", "/flavors/detail", version="2.60").json["flavors"][0]


def test_description_can_be_changed_from_2_55(boss: Client) -> None:
    make(boss, "1")
    body = {"flavor": {"description": "new"}}
    assert boss.call("PUT", "/flavors/1", body, "2.54").status_int == 404
    assert boss.call("PUT", "/flavors/1", body, "2.55").json["flavor"]["description"] == "new"
    assert Client().call("GET", "/flavors/1", version="2.55").json["flavor"]["description"] == "new"


def test_deleted_flavor_is_gone(boss: Client) -> None:
    make(boss, "1")
    assert boss.call("DELETE", "/flavors/1").status_int == 202
    assert boss.call("DELETE", "/flavors/1").status_int == 404


def test_links_keep_the_project_of_the_url(boss: Client) -> None:
    make(boss, "1")
    found = Client().call("GET", f"/{PROJECT}/flavors/1").json["flavor"]
    assert found["links"][1]["href"] == f"http://localhost/{PROJECT}/flavors/1"


def test_legacy_drops_unknown_keys(boss: Client) -> None:
    legacy = Client(roles=boss.roles, mount="/v2")
    body = {"flavor": {"name": "a", "ram": 1, "vcpus": 1, "disk": 0, "more": 1}}
    response = legacy.call("POST", "/flavors", body, version="2.104")
    assert response.status_int == 200
    assert "rxtx_factor" in response.json["flavor"]
    assert "OpenStack-API-Version" not in response.headers

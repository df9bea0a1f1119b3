# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-server-groups."""

from typing import Any

import pytest

from nova_lite.conf import CONF
from tests.unit.api.calls import PROJECT, USER, Client, admin

ALL = "/os-server-groups"
OLD = {"server_group": {"name": " g".strip(), "policies": ["affinity"]}}
NEW = {"server_group": {"name": "g", "policy": "anti-affinity", "rules": {"max_server_per_host": "2"}}}


def create(body: dict[str, Any], version: str, client: Client | None = None) -> dict[str, Any]:
    answer = (client or Client()).call("POST", ALL, body, version=version)
    assert answer.status_int == 200, answer.text
    return answer.json["server_group"]


def test_forms_by_version() -> None:
    oldest = create(OLD, "2.1")
    assert {key: oldest[key] for key in oldest if key != "id"} == {
        "name": "g",
        "members": [],
        "policies": ["affinity"],
        "metadata": {},
    }
    assert create(OLD, "2.13")["user_id"] == USER
    newest = create(NEW, "2.64")
    assert {key: newest[key] for key in newest if key != "id"} == {
        "name": "g",
        "members": [],
        "policy": "anti-affinity",
        "rules": {"max_server_per_host": 2},
        "project_id": PROJECT,
        "user_id": USER,
    }
    assert Client().call("GET", f"{ALL}/{newest['id']}", version="2.64").json["server_group"] == newest


@pytest.mark.parametrize(
    ("group", "version"),
    [
        ({"name": "g"}, "2.1"),
        ({"name": "g", "policies": []}, "2.1"),
        ({"name": "g", "policies": ["affinity", "anti-affinity"]}, "2.1"),
        ({"name": "g", "policies": ["soft-affinity"]}, "2.14"),
        ({"name": "g", "policies": ["affinity"], "metadata": {}}, "2.15"),
        ({"name": "g", "policies": ["affinity"]}, "2.64"),
        ({"name": "g", "policy": "legacy"}, "2.64"),
        ({"name": "g", "policy": "affinity", "rules": {"max_server_per_host": 1}}, "2.64"),
        ({"name": "g", "policy": "anti-affinity", "rules": {"max_server_per_host": 0}}, "2.64"),
        ({"name": "g", "policy": "anti-affinity", "rules": {"other": 1}}, "2.64"),
        ({"name": " g", "policy": "affinity"}, "2.64"),
        ({"name": "", "policy": "affinity"}, "2.64"),
    ],
)
def test_bad_bodies(group: dict[str, Any], version: str) -> None:
    assert Client().call("POST", ALL, {"server_group": group}, version=version).status_int == 400


def test_soft_policies_exist_from_2_15() -> None:
    body = {"server_group": {"name": "g", "policies": ["soft-anti-affinity"]}}
    assert create(body, "2.15")["policies"] == ["soft-anti-affinity"]


def test_lists_are_paged_and_of_the_own_project() -> None:
    for number in range(3):
        create({"server_group": {"name": f"g{number}", "policies": ["affinity"]}}, "2.1")
    other = create(OLD, "2.1", Client(project="other"))

    def names(query: str, client: Client | None = None) -> list[str]:
        return [one["name"] for one in (client or Client()).call("GET", f"{ALL}{query}").json["server_groups"]]

    assert names("") == ["g0", "g1", "g2"]
    assert names("?limit=1&offset=1") == ["g1"]
    assert names("?all_projects=True") == ["g0", "g1", "g2"]
    assert len(names("?all_projects", admin())) == 4
    assert Client().call("GET", f"{ALL}/{other['id']}").status_int == 404
    assert Client().call("DELETE", f"{ALL}/{other['id']}").status_int == 404
    assert admin().call("GET", f"{ALL}/{other['id']}").status_int == 200
    assert Client().call("GET", f"{ALL}?x=1", version="2.75").status_int == 400


def test_delete_and_unknown_ones() -> None:
    ident = create(OLD, "2.1")["id"]
    assert Client().call("DELETE", f"{ALL}/{ident}").status_int == 204
    assert Client().call("DELETE", f"{ALL}/{ident}").status_int == 404
    assert Client().call("GET", f"{ALL}/nonsense").status_int == 404


def test_quota() -> None:
    CONF.set_override("server_groups", 0, "quota")
    try:
        assert Client().call("POST", ALL, OLD).status_int == 403
    finally:
        CONF.clear_override("server_groups", "quota")

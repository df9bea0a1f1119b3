# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-quota-sets."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.operations import projects
from tests.unit.api import cloud
from tests.unit.api.calls import PROJECT, Client, admin

LASTING = {
    "instances": 10,
    "cores": 20,
    "ram": 51200,
    "metadata_items": 128,
    "key_pairs": 100,
    "server_groups": 10,
    "server_group_members": 10,
}


@pytest.fixture(autouse=True)
def identity(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(context: Any, project_id: str) -> None:
        if project_id == "gone":
            raise exception.Invalid(f"Project ID {project_id} is not a valid project.")

    monkeypatch.setattr(projects, "check", check)


def test_show_by_version() -> None:
    newest = Client().call("GET", f"/os-quota-sets/{PROJECT}", version="2.104")
    assert newest.json == {"quota_set": {"id": PROJECT, **LASTING}}

    def keys(version: str) -> set[str]:
        return set(Client().call("GET", f"/os-quota-sets/{PROJECT}", version=version).json["quota_set"])

    assert keys("2.56") - keys("2.57") == {
        "injected_files",
        "injected_file_content_bytes",
        "injected_file_path_bytes",
    }
    assert keys("2.35") - keys("2.36") == {"fixed_ips", "floating_ips", "security_groups", "security_group_rules"}


def test_detail_and_defaults() -> None:
    cloud.add_server("44444444-4444-4444-8444-444444444444", "host1", vcpus=2, memory_mb=64, vm_state="active")
    detail = admin().call("GET", "/os-quota-sets/p/detail", version="2.57").json["quota_set"]
    assert detail["cores"] == {"in_use": 2, "limit": 20, "reserved": 0}
    assert detail["key_pairs"] == {"in_use": 0, "limit": 100, "reserved": 0}
    defaults = Client().call("GET", "/os-quota-sets/p/defaults", version="2.57")
    assert defaults.json == {"quota_set": {"id": "p", **LASTING}}


def test_update_and_delete() -> None:
    path, body = "/os-quota-sets/p", {"quota_set": {"cores": "5", "instances": -1}}
    changed = admin().call("PUT", path, body, version="2.57")
    assert changed.json == {"quota_set": {**LASTING, "cores": 5, "instances": -1}}
    mine = admin().call("PUT", f"{path}?user_id=u&user_id=v", {"quota_set": {"cores": 2}}).json["quota_set"]
    assert mine["cores"] == 2
    assert admin().call("GET", f"{path}?user_id=u").json["quota_set"]["cores"] == 2
    assert admin().call("GET", f"{path}?user_id=v").json["quota_set"]["cores"] == 5
    assert admin().call("DELETE", path).status_int == 202
    assert admin().call("GET", path).json["quota_set"]["cores"] == 20


@pytest.mark.parametrize(
    ("body", "version"),
    [
        ({"quota_set": {"cores": -2}}, "2.1"),
        ({"quota_set": {"cores": "x"}}, "2.1"),
        ({"quota_set": {"cores": 2**31}}, "2.1"),
        ({"quota_set": {"discs": 1}}, "2.1"),
        ({"quota_set": {"floating_ips": 1}}, "2.36"),
        ({"quota_set": {"injected_files": 1}}, "2.57"),
        ({"quota_set": {"force": "maybe"}}, "2.57"),
        ({}, "2.1"),
    ],
)
def test_bad_bodies(body: dict[str, Any], version: str) -> None:
    assert admin().call("PUT", "/os-quota-sets/p", body, version=version).status_int == 400


def test_limit_below_use_needs_force() -> None:
    cloud.add_server("44444444-4444-4444-8444-444444444444", "host1", vcpus=2, memory_mb=64, vm_state="active")
    assert admin().call("PUT", "/os-quota-sets/p", {"quota_set": {"cores": 1}}).status_int == 400
    assert admin().call("PUT", "/os-quota-sets/p", {"quota_set": {"cores": 1, "force": "True"}}).status_int == 200


def test_a_project_keeps_what_its_users_were_given() -> None:
    def put(cores: int, query: str = "") -> int:
        return int(admin().call("PUT", f"/os-quota-sets/p{query}", {"quota_set": {"cores": cores}}).status_int)

    assert [put(10), put(6, "?user_id=u"), put(5, "?user_id=v"), put(4, "?user_id=v")] == [200, 200, 400, 200]
    assert [put(9), put(10), put(7, "?user_id=u"), put(5, "?user_id=u")] == [400, 200, 400, 200]
    assert [put(-1), put(99, "?user_id=u")] == [200, 200]


def test_who_may() -> None:
    assert Client().call("GET", "/os-quota-sets/other").status_int == 403
    assert Client().call("PUT", f"/os-quota-sets/{PROJECT}", {"quota_set": {}}).status_int == 403
    assert Client().call("DELETE", f"/os-quota-sets/{PROJECT}").status_int == 403
    for path in ("gone", "gone/detail", "gone/defaults"):
        assert admin().call("GET", f"/os-quota-sets/{path}").status_int == 400
    assert admin().call("PUT", "/os-quota-sets/gone", {"quota_set": {"cores": 1}}).status_int == 400
    assert admin().call("GET", "/os-quota-sets/p?x=1", version="2.75").status_int == 400

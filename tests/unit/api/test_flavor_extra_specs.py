# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Extra specs of flavors over HTTP."""

import pytest

from tests.unit.api.calls import Client, admin
from tests.unit.api.test_flavors import make

BASE = "/flavors/1/os-extra_specs"


@pytest.fixture
def boss() -> Client:
    client = admin()
    make(client, "1")
    return client


def test_specs_are_merged_read_changed_and_deleted(boss: Client) -> None:
    body = {"extra_specs": {"a": "1", "b": 2}}
    assert boss.call("POST", BASE, body).json == body
    assert boss.call("PUT", f"{BASE}/a", {"a": "9"}).json == {"a": "9"}
    assert Client().call("GET", BASE).json == {"extra_specs": {"a": "9", "b": "2"}}
    assert Client().call("GET", f"{BASE}/b").json == {"b": "2"}
    response = boss.call("DELETE", f"{BASE}/b")
    assert (response.status_int, response.body) == (200, b"")
    assert boss.call("DELETE", f"{BASE}/b").status_int == 404
    assert Client().call("GET", f"{BASE}/b").status_int == 404


def test_key_of_path_and_body_must_agree(boss: Client) -> None:
    assert boss.call("PUT", f"{BASE}/a", {"b": "9"}).status_int == 400
    assert boss.call("PUT", f"{BASE}/a", {"a": "9", "b": "9"}).status_int == 400


def test_keys_and_values_are_checked_from_2_86(boss: Client) -> None:
    body = {"extra_specs": {"hw:cpu_policy": "never"}}
    assert boss.call("POST", BASE, body, "2.85").status_int == 200
    assert boss.call("POST", BASE, body, "2.86").status_int == 400
    assert boss.call("POST", BASE, {"extra_specs": {"a/b": "1"}}).status_int == 400


def test_members_may_not_write(boss: Client) -> None:
    assert Client().call("POST", BASE, {"extra_specs": {"a": "1"}}).status_int == 403
    assert Client().call("DELETE", f"{BASE}/a").status_int == 403


def test_unknown_flavor(boss: Client) -> None:
    assert boss.call("GET", "/flavors/9/os-extra_specs").status_int == 404
    assert boss.call("POST", "/flavors/9/os-extra_specs", {"extra_specs": {}}).status_int == 404

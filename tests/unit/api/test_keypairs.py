# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Key pairs over HTTP."""

from typing import Any

import pytest

from nova_lite.db.api import quotas
from nova_lite.db.engine import api_database
from tests.unit.api.calls import PROJECT, USER, Client, admin
from tests.unit.api.test_key_material import ED25519


@pytest.fixture
def client() -> Client:
    return Client()


def make(client: Client, name: str, version: str = "2.104", **more: Any) -> Any:
    return client.call("POST", "/os-keypairs", {"keypair": {"name": name, "public_key": ED25519, **more}}, version)


def names(response: Any) -> list[str]:
    assert response.status_int == 200, response.text
    return [item["keypair"]["name"] for item in response.json["keypairs"]]


def test_import_show_and_delete(client: Client) -> None:
    made = make(client, "my@key.one")
    assert made.status_int == 201
    assert made.json["keypair"].keys() == {"name", "public_key", "fingerprint", "type", "user_id"}
    shown = client.call("GET", "/os-keypairs/my@key.one", version="2.104").json["keypair"]
    assert shown["user_id"] == USER and shown["deleted"] is False and shown["updated_at"] is None
    assert shown["fingerprint"] == made.json["keypair"]["fingerprint"]
    assert client.call("DELETE", "/os-keypairs/my@key.one", version="2.2").status_int == 204
    assert client.call("GET", "/os-keypairs/my@key.one").status_int == 404
    assert client.call("DELETE", "/os-keypairs/my@key.one").status_int == 404


def test_oldest_version_has_other_codes_and_no_type(client: Client) -> None:
    made = make(client, "a", "2.1")
    assert made.status_int == 200 and "type" not in made.json["keypair"]
    assert client.call("DELETE", "/os-keypairs/a", version="2.1").status_int == 202


def test_generation_until_2_91(client: Client) -> None:
    body = {"keypair": {"name": "a", "type": "ssh"}}
    made = client.call("POST", "/os-keypairs", body, "2.91").json["keypair"]
    assert made["private_key"].startswith("-----BEGIN RSA PRIVATE KEY-----")
    assert "private_key" not in client.call("GET", "/os-keypairs/a").json["keypair"]
    assert client.call("POST", "/os-keypairs", body, "2.92").status_int == 400


@pytest.mark.parametrize(("name", "version"), [("a.b", "2.91"), ("a/b", "2.92"), (" a", "2.92"), ("", "2.92")])
def test_bad_names(client: Client, name: str, version: str) -> None:
    assert make(client, name, version).status_int == 400


def test_bad_key_and_same_name(client: Client) -> None:
    assert make(client, "a", public_key="ssh-rsa nothing").status_int == 400
    assert make(client, "a").status_int == 201
    again = make(client, "a")
    assert again.status_int == 409
    assert again.json["conflictingRequest"]["message"] == "Key pair 'a' already exists."


def test_quota(client: Client) -> None:
    with api_database().writer() as session:
        quotas.set_limits(session, {"key_pairs": 0}, PROJECT)
    assert make(client, "a").status_int == 403


def test_pages_from_2_35(client: Client) -> None:
    for name in ("c", "a", "b"):
        make(client, name)
    page = client.call("GET", "/os-keypairs?limit=2", version="2.35")
    assert names(page) == ["a", "b"]
    assert page.json["keypairs_links"][0]["href"].endswith("/os-keypairs?limit=2&marker=b")
    assert names(client.call("GET", "/os-keypairs?limit=2&marker=b", version="2.35")) == ["c"]
    assert client.call("GET", "/os-keypairs?marker=x", version="2.35").status_int == 400
    assert len(names(client.call("GET", "/os-keypairs?limit=2", version="2.34"))) == 3


def test_other_users_are_for_administrators(client: Client) -> None:
    boss = admin()
    assert make(boss, "a", user_id=USER).json["keypair"]["user_id"] == USER
    assert names(boss.call("GET", f"/os-keypairs?user_id={USER}&user_id=x", version="2.10")) == ["a"]
    assert names(boss.call("GET", "/os-keypairs", version="2.10")) == []
    assert client.call("GET", "/os-keypairs?user_id=other", version="2.10").status_int == 403
    assert make(client, "b", user_id="other").status_int == 403
    assert boss.call("DELETE", f"/os-keypairs/a?user_id={USER}", version="2.10").status_int == 204

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-security-groups and os-security-group-rules against a Neutron."""

from typing import Any

import pytest

from tests.functional.fixtures.cloud import Cloud, cloud
from tests.unit.api.peers import PeerClient, client_of

__all__ = ["cloud"]

ALL = "/os-security-groups"
RULES = "/os-security-group-rules"
UNKNOWN = "99999999-9999-4999-8999-999999999999"
WEB = {"security_group": {"name": "web", "description": "d", "x": 1}}


@pytest.fixture
def client(cloud: Cloud) -> PeerClient:
    return client_of(cloud)


def made(client: PeerClient, name: str = "web") -> dict[str, Any]:
    answer = client.call("POST", ALL, {"security_group": {"name": name, "description": "d"}})
    assert answer.status_int == 200, answer.text
    group: dict[str, Any] = answer.json["security_group"]
    return group


def rule(client: PeerClient, group: str, **values: Any) -> Any:
    facts = {"parent_group_id": group, "ip_protocol": "tcp", "from_port": 22, "to_port": "22", **values}
    return client.call("POST", RULES, {"security_group_rule": facts})


def test_life_of_a_group(cloud: Cloud, client: PeerClient) -> None:
    group = client.call("POST", ALL, WEB).json["security_group"]
    ident = group["id"]
    assert group == {"id": ident, "name": "web", "description": "d", "tenant_id": cloud.demo.project_id, "rules": []}
    changed = client.call("PUT", f"{ALL}/{ident}", {"security_group": {"name": "new", "description": ""}})
    assert changed.json["security_group"]["name"] == "new"
    assert client.call("GET", f"{ALL}/{ident}").json["security_group"]["description"] == ""
    assert client.call("DELETE", f"{ALL}/{ident}").status_int == 202
    for method, body in (("GET", None), ("PUT", WEB), ("DELETE", None)):
        assert client.call(method, f"{ALL}/{ident}", body).status_int == 404
        assert client.call(method, f"{ALL}/7", body).status_int == 400
        assert client.call(method, f"{ALL}/{ident}", body, "2.36").status_int == 404


def test_lists(cloud: Cloud, client: PeerClient) -> None:
    for name in ("web", "app"):
        made(client, name)
    cloud.neutron.add_security_group("theirs", "other")

    def names(query: str, who: PeerClient) -> list[str]:
        return [one["name"] for one in who.call("GET", f"{ALL}{query}").json["security_groups"]]

    assert names("", client) == ["app", "default", "web"]
    assert names("?limit=1&offset=1", client) == ["default"]
    assert names("?all_tenants=1", client) == ["app", "default", "web"]
    admin = client_of(cloud, cloud.admin)
    assert {"theirs", "web"} <= set(names("?all_tenants=1", admin))
    assert names("?all_tenants=0", admin) == ["default"]
    assert client.call("GET", f"{ALL}?limit=x").status_int == 400


@pytest.mark.parametrize("group", [{}, {"name": "x"}, {"name": "x" * 256, "description": ""}, {"name": 1}, "x", None])
def test_bad_groups(client: PeerClient, group: Any) -> None:
    assert client.call("POST", ALL, {"security_group": group}).status_int == 400


def test_default_group_keeps_its_name(cloud: Cloud, client: PeerClient) -> None:
    default = cloud.neutron.default_group(cloud.demo.project_id)
    assert client.call("PUT", f"{ALL}/{default['id']}", WEB).status_int == 400


def test_refusals_of_neutron(cloud: Cloud, client: PeerClient) -> None:
    groups = "/v2.0/security-groups"
    over = {"NeutronError": {"type": "OverQuota", "message": "full"}}
    cloud.neutron.fail("POST", groups, 409, body=over)
    assert client.call("POST", ALL, WEB).status_int == 403
    cloud.neutron.fail("GET", groups, 500)
    assert client.call("GET", ALL).status_int == 503
    ident = made(client)["id"]
    cloud.neutron.fail("DELETE", groups + "/{row_id}", 409)
    assert client.call("DELETE", f"{ALL}/{ident}").status_int == 400
    cloud.neutron.fail("POST", "/v2.0/security-group-rules", 409, body=over)
    assert rule(client, ident).status_int == 403


def test_rules_of_networks(client: PeerClient) -> None:
    ident = made(client)["id"]
    shown = rule(client, ident, cidr="10.0.0.0/24").json["security_group_rule"]
    assert {**shown, "id": ""} == {
        "id": "",
        "parent_group_id": ident,
        "ip_protocol": "tcp",
        "from_port": 22,
        "to_port": 22,
        "group": {},
        "ip_range": {"cidr": "10.0.0.0/24"},
    }
    assert client.call("GET", f"{ALL}/{ident}").json["security_group"]["rules"] == [shown]
    assert rule(client, ident, cidr="10.0.0.0/24").status_int == 400
    assert client.call("DELETE", f"{RULES}/{shown['id']}").status_int == 202
    assert client.call("DELETE", f"{RULES}/{shown['id']}").status_int == 404
    assert client.call("DELETE", f"{RULES}/1").status_int == 400


def test_rules_of_groups(client: PeerClient) -> None:
    web, db = made(client)["id"], made(client, "db")["id"]
    shown = rule(client, web, group_id=db, ip_protocol="TCP", from_port=None, to_port=None)
    found = shown.json["security_group_rule"]
    assert (found["from_port"], found["to_port"], found["group"]["name"]) == (1, 65535, "db")
    assert client.call("GET", f"{ALL}/{web}").json["security_group"]["rules"][0]["group"]["name"] == "db"
    assert rule(client, web, group_id=UNKNOWN).status_int == 404
    assert rule(client, UNKNOWN).status_int == 404


def test_bad_rules(client: PeerClient) -> None:
    ident = made(client)["id"]
    assert rule(client, "7").status_int == 400
    assert rule(client, ident, cidr="10.0.0.0/99").status_int == 400
    assert rule(client, ident, from_port=None).status_int == 400
    assert rule(client, ident, from_port=[]).status_int == 400
    assert client.call("POST", RULES, {"security_group_rule": {}}).status_int == 400


def test_readers_only_read(cloud: Cloud) -> None:
    reader = cloud.keystone.add_user("r", "p", "demo", ["reader"])
    client = client_of(cloud, reader)
    assert client.call("GET", ALL).status_int == 200
    assert client.call("POST", ALL, WEB).status_int == 403

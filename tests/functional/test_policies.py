# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Access control with real tokens, targets and handlers: other projects, roles, soft rules, changes of policy.yaml."""

import dataclasses
import os
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from nova_lite import policy
from nova_lite.api import openapi_codes, versions
from nova_lite.api.routes import ROUTES
from nova_lite.conf import CONF
from tests.contract import policy_table
from tests.functional.fixtures.keystone import Identity
from tests.functional.stack import Stack
from tests.schema_values import example

GATES = policy_table.gates()
ADMIN_FIELDS = ("OS-EXT-SRV-ATTR:host", "OS-EXT-SRV-ATTR:instance_name", "host_status")


def _somebody(stack: Stack, name: str, *roles: str) -> Identity:
    """A user of the project demo with these roles."""
    return dataclasses.replace(stack.cloud.demo, user_id=name, user_name=name, roles=roles)


def _stranger(stack: Stack) -> Identity:
    """A manager of another project."""
    return stack.cloud.keystone.add_user("stranger", "secret", "other", ["manager", "member", "reader"])


def _server_requests(uuid: str) -> list[tuple[str, str, str, Any]]:
    """Method, path, version and a body that fits, for each route on a server."""
    found = {}
    for row in ROUTES:
        key = openapi_codes.key_of(row.method, row.path, row.action)
        if key in GATES and GATES[key].judged_on == "server":
            path = re.sub(r"{[^}]*}", "1", re.sub(r"{[^}]*}", uuid, row.path, count=1))
            body = example(row.body) if row.body is not None else None
            found[key] = (row.method, path, row.since, {row.action: None} if "action" in path and not body else body)
    return list(found.values())


def test_servers_of_other_projects_do_not_exist(stack: Stack) -> None:
    uuid = stack.boot()
    shown = stack.wait_for(uuid, "ACTIVE")
    stranger = _stranger(stack)
    for method, path, version, body in _server_requests(uuid):
        response = stack.request(method, path, body, who=stranger, version=version)
        assert response.status_code == 404, f"{method} {path} at {version}: {response.text}"
        assert "demo" not in response.text and shown["name"] not in response.json.get("itemNotFound", {})
    assert stack.request("GET", "/servers", who=stranger).json["servers"] == []
    assert stack.request("GET", "/servers?all_tenants=1", who=stranger).status_code == 403
    assert stack.show(uuid)["status"] == "ACTIVE"


def test_readers_change_nothing(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    reader = _somebody(stack, "eyes", "reader")
    rules = policy_table.rules()
    for method, path, version, body in _server_requests(uuid):
        if method == "GET":
            continue
        key = openapi_codes.key_of(
            method, re.sub(uuid, "{id}", path).replace("/1", "/{x}"), next(iter(body or {"": 0}))
        )
        response = stack.request(method, path, body, who=reader, version=version)
        assert response.status_code in (403, 404), f"{method} {path}: {response.status_code} {response.text}"
        if response.status_code == 403:
            named = re.search(r"allow (\S+) to be performed", response.text)
            assert named and named.group(1) in rules, key
    assert stack.show(uuid, reader)["status"] == "ACTIVE"


def test_soft_rules_hide_fields_and_refuse_nothing(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    for who, visible in (
        (stack.cloud.demo, False),
        (_somebody(stack, "eyes", "reader"), False),
        (stack.cloud.admin, True),
    ):
        shown = stack.show(uuid, who)
        (listed,) = stack.request("GET", "/servers/detail?all_tenants=" + str(int(visible)), who=who).json["servers"]
        for field in ADMIN_FIELDS:
            assert (field in shown, field in listed) == (visible, visible), f"{who.user_name}: {field}"
        actions = stack.request("GET", f"/servers/{uuid}/os-instance-actions", who=who).json["instanceActions"]
        (event, *_) = stack.request(
            "GET", f"/servers/{uuid}/os-instance-actions/{actions[0]['request_id']}", who=who
        ).json["instanceAction"]["events"]
        assert ("traceback" in event, "host" in event, "details" in event) == (visible, visible, visible)


def test_filters_of_administrators_are_dropped_for_others(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    path = "/servers?host=elsewhere"
    assert [one["id"] for one in stack.request("GET", path).json["servers"]] == [uuid]
    assert stack.request("GET", f"{path}&all_tenants=1", who=stack.cloud.admin).json["servers"] == []


def test_naming_a_host_needs_its_own_rule(stack: Stack) -> None:
    server = {"name": "x", "flavorRef": "1", "imageRef": stack.image, "networks": "none"}
    for wanted, version in (({"host": "host1"}, versions.MAXIMUM), ({"availability_zone": "nova:host1"}, "2.37")):
        body = {"server": {**server, **wanted}}
        assert stack.request("POST", "/servers", body, version=version).status_code == 403, wanted
        assert stack.request("POST", "/servers", body, who=stack.cloud.admin, version=version).status_code == 202, (
            wanted
        )


def test_limits_of_another_project(stack: Stack) -> None:
    other = stack.cloud.admin.project_id
    assert stack.request("GET", f"/limits?tenant_id={other}").status_code == 403
    assert stack.request("GET", f"/limits?tenant_id={other}", who=stack.cloud.admin).status_code == 200


@pytest.fixture
def policy_file(stack: Stack, tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    """The file of overrides, which does not exist yet."""
    path = tmp_path / "policy.yaml"
    CONF.set_override("policy_file", str(path), "oslo_policy")
    policy.reset()
    yield path
    CONF.clear_override("policy_file", "oslo_policy")
    policy.reset()


def test_policy_changes_without_a_restart(
    stack: Stack, policy_file: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "LOOK_S", 0)
    steps = (("role:reader", 200), ("!", 403), ("rule:context_is_admin or role:member", 200), ("role:nobody", 403))
    assert stack.request("GET", "/os-services").status_code == 403
    for time_s, (check, code) in enumerate(steps, 1):
        policy_file.write_text(f'"os_compute_api:os-services:list": "{check}"\n')
        os.utime(policy_file, (time_s, time_s))
        assert stack.request("GET", "/os-services").status_code == code, check


def test_who_is_administrator_changes_too(stack: Stack, policy_file: pathlib.Path) -> None:
    policy_file.write_text('"context_is_admin": "role:boss"\n')
    boss = _somebody(stack, "boss", "boss", "reader", "member")
    assert stack.request("GET", "/os-services", who=boss).status_code == 200
    assert stack.request("GET", "/os-services", who=stack.cloud.admin).status_code == 403

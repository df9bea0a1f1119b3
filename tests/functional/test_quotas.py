# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Limits, usage and server groups with all daemons running: kept in the database, and kept in Keystone."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from keystoneauth1 import loading
from oslo_limit import limit

from nova_lite.conf import CONF
from nova_lite.db.api import flavors
from nova_lite.db.engine import api_database
from nova_lite.limits import keystone
from tests.functional.fixtures.keystone import COMPUTE_ENDPOINT
from tests.functional.stack import Stack

GROUP = {"name": "g", "policy": "affinity"}


def quota_path(stack: Stack) -> str:
    return f"/os-quota-sets/{stack.cloud.demo.project_id}"


def set_quota(stack: Stack, path: str = "", **limits: Any) -> Any:
    return stack.request("PUT", f"{quota_path(stack)}{path}", {"quota_set": limits}, who=stack.cloud.admin)


def ask_for_server(stack: Stack, **more: Any) -> Any:
    hints = {"os:scheduler_hints": more.pop("hints")} if "hints" in more else {}
    values = {"name": "vm", "flavorRef": "1", "imageRef": stack.image, "networks": "none", **more}
    return stack.request("POST", "/servers", {"server": values, **hints})


def make_group(stack: Stack, **values: Any) -> Any:
    return stack.request("POST", "/os-server-groups", {"server_group": {**GROUP, **values}})


def make_key(stack: Stack, name: str) -> int:
    body = {"keypair": {"name": name}}
    return int(stack.request("POST", "/os-keypairs", body, version="2.91").status_code)


def absolute(stack: Stack) -> dict[str, int]:
    found: dict[str, int] = stack.request("GET", "/limits").json["limits"]["absolute"]
    return found


def test_a_server_is_counted_until_it_is_gone(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    detail = stack.request("GET", f"{quota_path(stack)}/detail").json["quota_set"]
    assert [detail[name]["in_use"] for name in ("instances", "cores", "ram")] == [1, 1, 128]
    used = absolute(stack)
    assert (used["totalInstancesUsed"], used["totalCoresUsed"], used["totalRAMUsed"]) == (1, 1, 128)
    stack.request("DELETE", f"/servers/{uuid}")
    stack.wait_gone(uuid)
    assert absolute(stack)["totalInstancesUsed"] == 0


def test_limit_holds_and_moves(stack: Stack) -> None:
    assert set_quota(stack, cores=1).json["quota_set"]["cores"] == 1
    stack.wait_for(stack.boot(), "ACTIVE")
    refused = ask_for_server(stack)
    assert refused.status_code == 403
    message = "Quota exceeded for cores: Requested 1, but already used 1 of 1 cores"
    assert refused.json["forbidden"]["message"] == message
    assert set_quota(stack, cores=0).status_code == 400
    assert set_quota(stack, cores=2).status_code == 200
    stack.wait_for(stack.boot(), "ACTIVE")
    assert stack.request("DELETE", quota_path(stack), who=stack.cloud.admin).status_code == 202
    assert absolute(stack)["maxTotalCores"] == 20


def test_files_are_counted_as_they_were_sent(stack: Stack) -> None:
    values = {"name": "vm", "flavorRef": "1", "imageRef": stack.image, "networks": "none"}
    for files in ([{"path": "/a", "contents": ""}] * 6, [{"path": "/a", "contents": "QUJD" * 2561}]):
        body = {"server": {**values, "personality": files}}
        assert stack.request("POST", "/servers", body, version="2.56").status_code == 403
    body = {"server": {**values, "personality": [{"path": "/a", "contents": "QUJD" * 2560}] * 5}}
    stack.wait_for(stack.request("POST", "/servers", body, version="2.56").json["server"]["id"], "ACTIVE")


def test_limit_of_a_user_is_below_the_projects(stack: Stack) -> None:
    mine = f"?user_id={stack.cloud.demo.user_id}"
    assert set_quota(stack, mine, instances=11).status_code == 400
    assert set_quota(stack, mine, instances=0, key_pairs=1, metadata_items=1).status_code == 200
    assert ask_for_server(stack).status_code == 403
    assert [make_key(stack, name) for name in "ab"] == [201, 403]
    assert set_quota(stack, mine, instances=1).status_code == 200
    assert ask_for_server(stack, metadata={"a": "1", "b": "2"}).status_code == 403
    stack.wait_for(stack.boot(metadata={"a": "1"}), "ACTIVE")


def test_requests_at_once_do_not_pass_a_limit_together(stack: Stack) -> None:
    set_quota(stack, key_pairs=2, server_groups=2)
    codes: list[int] = []

    def ask(number: int) -> None:
        codes.append(make_key(stack, f"key{number}"))
        codes.append(make_group(stack, name=f"group{number}").status_code)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {200, 201, 403}
    assert len(stack.request("GET", "/os-keypairs").json["keypairs"]) <= 2
    assert len(stack.request("GET", "/os-server-groups").json["server_groups"]) <= 2


def test_usage_of_a_server(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    path = f"/os-simple-tenant-usage/{stack.cloud.demo.project_id}?start=2020-01-01T00:00:00"
    found = stack.request("GET", path).json["tenant_usage"]
    (mine,) = found["server_usages"]
    assert (mine["instance_id"], mine["state"], mine["ended_at"], mine["memory_mb"]) == (uuid, "active", None, 128)
    assert found["total_memory_mb_usage"] == pytest.approx(128 * found["total_hours"])
    stack.request("DELETE", f"/servers/{uuid}")
    stack.wait_gone(uuid)
    (mine,) = stack.request("GET", path).json["tenant_usage"]["server_usages"]
    assert mine["state"] == "terminated" and mine["ended_at"] is not None
    every = stack.request("GET", "/os-simple-tenant-usage?start=2020-01-01T00:00:00", who=stack.cloud.admin)
    assert [one["tenant_id"] for one in every.json["tenant_usages"]] == [stack.cloud.demo.project_id]


def test_server_groups_have_members_up_to_a_limit(stack: Stack) -> None:
    set_quota(stack, server_group_members=1)
    group = make_group(stack).json["server_group"]["id"]
    uuid = ask_for_server(stack, hints={"group": group}).json["server"]["id"]
    stack.wait_for(uuid, "ACTIVE")
    assert ask_for_server(stack, hints={"group": group}).status_code == 403
    assert len(stack.request("GET", "/servers").json["servers"]) == 1, "nothing is left of the refused request"
    assert stack.request("GET", f"/os-server-groups/{group}").json["server_group"]["members"] == [uuid]
    assert stack.show(uuid)["server_groups"] == [group]
    stack.request("DELETE", f"/servers/{uuid}")
    stack.wait_gone(uuid)
    assert stack.request("GET", f"/os-server-groups/{group}").json["server_group"]["members"] == []
    assert stack.request("DELETE", f"/os-server-groups/{group}").status_code == 204


def test_pages_of_server_groups(stack: Stack) -> None:
    names = ["a", "b", "c"]
    for name in names:
        assert make_group(stack, name=name).status_code == 200
    pages = [
        [one["name"] for one in stack.request("GET", f"/os-server-groups?{query}").json["server_groups"]]
        for query in ("", "limit=2", "limit=2&offset=2", "offset=3")
    ]
    assert pages == [names, ["a", "b"], ["c"], []]


# ---- limits in Keystone ----------------------------------------------------------------------------------------------


@pytest.fixture
def unified(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    """A stack whose limits are Keystone's; beside servers only what the test names has one."""
    monkeypatch.setattr(limit, "_SDK_CONNECTION", None)
    monkeypatch.setattr(keystone, "READER", keystone.Reader())
    CONF.register_opts(loading.get_auth_plugin_conf_options("password"), group="oslo_limit")
    options = {**stack.cloud.options("oslo_limit"), "endpoint_id": COMPUTE_ENDPOINT}
    for name, value in options.items():
        CONF.set_override(name, value, "oslo_limit")
    CONF.set_override("driver", "nova.quota.UnifiedLimitsDriver", "quota")
    stack.cloud.keystone.registered_limits["servers"] = 10
    yield stack
    CONF.clear_override("driver", "quota")


def test_keystones_limits_hold(unified: Stack) -> None:
    limits = unified.cloud.keystone.limits
    limits[str(unified.cloud.demo.project_id), "class:DISK_GB"] = 1
    uuid = unified.boot()
    unified.wait_for(uuid, "ACTIVE")
    refused = ask_for_server(unified)
    assert refused.status_code == 403
    message = "Quota exceeded for class:DISK_GB: Requested 1, but already used 1 of 1 class:DISK_GB"
    assert refused.json["forbidden"]["message"] == message
    limits[str(unified.cloud.demo.project_id), "class:DISK_GB"] = 3
    several = ask_for_server(unified, min_count=1, max_count=5)
    assert several.status_code == 202
    assert len(unified.request("GET", "/servers").json["servers"]) == 3, "as many as fit"
    for one in unified.request("GET", "/servers").json["servers"]:
        unified.wait_for(one["id"], "ACTIVE")


def test_keystones_limits_of_other_things(unified: Stack) -> None:
    unified.cloud.keystone.registered_limits.update({"server_key_pairs": 1, "server_groups": 1})
    assert [make_key(unified, name) for name in "ab"] == [201, 403]
    assert [make_group(unified, name=name).status_code for name in "ab"] == [200, 403]


def test_special_resources_have_limits_too(unified: Stack) -> None:
    values = {"flavorid": "9", "name": "odd", "memory_mb": 128, "vcpus": 1, "root_gb": 1, "ephemeral_gb": 0}
    with api_database().writer() as session:
        row = flavors.create(session, values)
        flavors.set_extra_specs(session, row.id, {"resources:CUSTOM_THING": "2"})
    unified.cloud.keystone.registered_limits["class:CUSTOM_THING"] = 1
    refused = ask_for_server(unified, flavorRef="9")
    assert refused.status_code == 403 and "class:CUSTOM_THING" in refused.json["forbidden"]["message"]


def test_what_is_shown_then_and_that_nothing_changes(unified: Stack) -> None:
    project, admin = str(unified.cloud.demo.project_id), unified.cloud.admin
    unified.cloud.keystone.registered_limits.update({"class:VCPU": 8, "server_groups": 4})
    unified.cloud.keystone.limits[project, "servers"] = 3
    for answer in (unified.request("GET", quota_path(unified)), set_quota(unified, instances=1, cores=1)):
        shown = answer.json["quota_set"]
        assert (shown["instances"], shown["cores"], shown["ram"], shown["server_groups"]) == (3, 8, -1, 4)
    assert unified.request("DELETE", quota_path(unified), who=admin).status_code == 202
    assert unified.request("GET", f"{quota_path(unified)}/defaults").json["quota_set"]["instances"] == 10
    path, body = "/os-quota-class-sets/default", {"quota_class_set": {"cores": 1}}
    assert unified.request("PUT", path, body, who=admin).json["quota_class_set"]["cores"] == 8
    assert unified.request("GET", path, who=admin).json["quota_class_set"]["cores"] == 8
    assert (absolute(unified)["maxTotalInstances"], absolute(unified)["maxTotalCores"]) == (3, 8)


def test_keystone_that_does_not_answer_refuses(unified: Stack) -> None:
    unified.cloud.keystone.fail("GET", "/v3/limits", 500, times=20)
    assert ask_for_server(unified).status_code in (500, 503)
    assert unified.request("GET", "/servers").json["servers"] == []

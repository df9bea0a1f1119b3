# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Where servers go, and what administrators are told when they go nowhere."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nova_lite.cmd.manage import placement_explain
from nova_lite.conf import CONF
from nova_lite.context import get_admin_context
from nova_lite.db.api import flavors, server_groups
from nova_lite.db.engine import api_database
from nova_lite.placement import allocations
from tests.functional.fixtures.cloud import Cloud
from tests.functional.stack import Stack

NO_HOST = "No valid host was found. There are not enough hosts available."
FILTERS = ["ComputeFilter", "AggregateMultiTenancyIsolation", "NumInstancesFilter", "NUMATopologyFilter"]
FILTERS += ["DifferentHostFilter", "ServerGroupAntiAffinityFilter", "ServerGroupAffinityFilter"]


@pytest.fixture
def picky(cloud: Cloud, tmp_path: Path) -> Iterator[Stack]:
    """A running stack with more filters than by default."""
    made = Stack(cloud, tmp_path)
    made.configure()
    CONF.set_override("enabled_filters", FILTERS, "filter_scheduler")
    made.make_databases()
    made.start()
    yield made
    made.stop()
    CONF.clear_override("enabled_filters", "filter_scheduler")


def admin(stack: Stack, method: str, path: str, body: object = None) -> Any:
    response = stack.request(method, path, body, who=stack.cloud.admin)
    assert response.status_code < 300, response.text
    return response.json if response.body else None


def a_flavor(name: str, extra_specs: dict[str, str], **sizes: int) -> str:
    values = {"flavorid": name, "name": name, "memory_mb": 128, "vcpus": 1, "root_gb": 1, "ephemeral_gb": 0, **sizes}
    with api_database().writer() as session:
        row = flavors.create(session, values)
        flavors.set_extra_specs(session, row.id, extra_specs)
    return name


def a_group(stack: Stack, policy: str, **rules: int) -> dict[str, Any]:
    project, user = stack.cloud.demo.project_id, stack.cloud.demo.user_id
    with api_database().writer() as session:
        uuid = server_groups.create(session, policy, rules, name=policy, project_id=project, user_id=user)
    return {"group": uuid}


def boot(stack: Stack, hints: dict[str, Any] | None = None, **server: Any) -> Any:
    values = {"name": "vm", "flavorRef": "1", "imageRef": stack.image, "networks": "none", **server}
    body = {"server": values, **({"os:scheduler_hints": hints} if hints else {})}
    response = stack.request("POST", "/servers", body)
    assert response.status_code == 202, response.text
    return response.json


def fault_of(stack: Stack, uuid: str) -> dict[str, Any]:
    """The fault as administrators see it; users see the same message without details."""
    stack.wait_for(uuid, "ERROR")
    fault: dict[str, Any] = stack.show(uuid, stack.cloud.admin)["fault"]
    shown = stack.show(uuid)["fault"]
    assert (shown["message"], "details" in shown) == (fault["message"], False)
    assert allocations.get(get_admin_context(), uuid) is None
    return fault


def test_a_filters_reason_is_in_the_details(picky: Stack) -> None:
    made = admin(picky, "POST", "/os-aggregates", {"aggregate": {"name": "a"}})["aggregate"]
    path = f"/os-aggregates/{made['id']}/action"
    admin(picky, "POST", path, {"add_host": {"host": "host1"}})
    admin(picky, "POST", path, {"set_metadata": {"metadata": {"filter_tenant_id": "others"}}})
    fault = fault_of(picky, boot(picky)["server"]["id"])
    assert fault["message"] == NO_HOST
    assert "AggregateMultiTenancyIsolation rejected 1 (host1: the host's aggregates are for other" in fault["details"]
    admin(picky, "POST", path, {"set_metadata": {"metadata": {"filter_tenant_id": None}}})
    picky.wait_for(boot(picky)["server"]["id"], "ACTIVE")


def test_what_placement_was_asked_for_is_in_the_details(stack: Stack) -> None:
    big = a_flavor("big", {"trait:HW_CPU_X86_AVX": "required"}, vcpus=5)
    fault = fault_of(stack, boot(stack, flavorRef=big)["server"]["id"])
    assert fault["message"] == NO_HOST
    assert "Placement offers no host for" in fault["details"] and "required=HW_CPU_X86_AVX" in fault["details"]


def test_numa_requests_are_refused_not_ignored(picky: Stack) -> None:
    flavor = a_flavor("numa", {"hw:numa_nodes": "2"}, vcpus=2)
    fault = fault_of(picky, boot(picky, flavorRef=flavor)["server"]["id"])
    assert "hw:numa_nodes=2: the host reports no NUMA topology" in fault["details"]


def test_hints_about_other_servers(picky: Stack) -> None:
    first = boot(picky)["server"]["id"]
    picky.wait_for(first, "ACTIVE")
    fault = fault_of(picky, boot(picky, {"different_host": first})["server"]["id"])
    assert f"server {first} is here" in fault["details"]


def test_anti_affinity_takes_no_two_servers_of_one_request(stack: Stack) -> None:
    answer = boot(stack, a_group(stack, "anti-affinity"), min_count=2, return_reservation_id=True)
    listed = stack.request("GET", f"/servers?reservation_id={answer['reservation_id']}").json["servers"]
    assert len(listed) == 2
    for one in listed:
        fault = fault_of(stack, one["id"])
        assert "1 members of the group are here, at most 1 may be" in fault["details"]


def test_a_rule_allows_more_members_per_host(stack: Stack) -> None:
    group = a_group(stack, "anti-affinity", max_server_per_host=2)
    for _ in range(2):
        stack.wait_for(boot(stack, group)["server"]["id"], "ACTIVE")
    fault = fault_of(stack, boot(stack, group)["server"]["id"])
    assert "2 members of the group are here, at most 2 may be" in fault["details"]


@pytest.mark.parametrize("policy", ["affinity", "soft-affinity", "soft-anti-affinity"])
def test_members_that_may_share_a_host(stack: Stack, policy: str) -> None:
    group = a_group(stack, policy)
    answer = boot(stack, group, min_count=2, return_reservation_id=True)
    listed = stack.request("GET", f"/servers?reservation_id={answer['reservation_id']}").json["servers"]
    for one in [*listed, boot(stack, group)["server"]]:
        stack.wait_for(one["id"], "ACTIVE")


def test_a_disabled_host_takes_nothing_until_it_is_enabled(stack: Stack) -> None:
    (service,) = admin(stack, "GET", "/os-services?binary=nova-compute")["services"]
    admin(stack, "PUT", f"/os-services/{service['id']}", {"status": "disabled"})
    fault = fault_of(stack, boot(stack)["server"]["id"])
    assert "!COMPUTE_STATUS_DISABLED" in fault["details"]
    admin(stack, "PUT", f"/os-services/{service['id']}", {"status": "enabled"})
    stack.wait_for(boot(stack)["server"]["id"], "ACTIVE")


def test_the_dry_run_says_the_same_and_claims_nothing(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    def explain(flavor: str) -> int:
        absent = dict.fromkeys(("image", "availability_zone", "project", "host", "group", "hint"))
        given = {"flavor": flavor, "count": 1, "max_hosts": 10, "boot_from_volume": False}
        return placement_explain.explain(argparse.Namespace(**absent, **given))

    assert explain("1") == 0
    assert "Server 1 of 1 would go to host1" in capsys.readouterr().out
    big = a_flavor("big", {"trait:HW_CPU_X86_SGX": "required"}, vcpus=5000)
    assert explain(big) == 1
    out = capsys.readouterr().out
    assert "VCPU: 5000 wanted, " in out and "trait HW_CPU_X86_SGX is missing" in out
    assert "It offers 0 of 1 compute nodes." in out
    assert explain(a_flavor("odd", {"trait:CUSTOM_GOLD": "required"})) == 1
    assert "No such trait(s): CUSTOM_GOLD" in capsys.readouterr().out
    node = stack.host.tracker.node.uuid
    assert allocations.of_provider(get_admin_context(), node) == {}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The late check of a server group."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.compute import group_policy
from nova_lite.conf import CONF
from tests.unit.compute.fakes import HOST, UUID, Cloud, request_spec


def check(cloud: Cloud, policy: str, hosts: dict[str, Any], **rules: str) -> None:
    cloud.store.groups[UUID] = {"policy": policy, "rules": rules, "hosts": {**hosts, UUID: HOST}}
    group_policy.check(cloud.context, cloud.instance(), request_spec(group_uuid="g"))


def test_allowed(cloud: Cloud) -> None:
    check(cloud, "anti-affinity", {"x": "cmp2", "y": None})
    check(cloud, "anti-affinity", {"x": HOST}, max_server_per_host="2")
    check(cloud, "affinity", {})
    check(cloud, "affinity", {"x": HOST, "y": "cmp2"})
    check(cloud, "soft-anti-affinity", {"x": HOST})


@pytest.mark.parametrize(
    ("policy", "hosts", "rules"),
    [
        ("anti-affinity", {"x": HOST}, {}),
        ("anti-affinity", {"x": HOST, "y": HOST}, {"max_server_per_host": "2"}),
        ("affinity", {"x": "cmp2"}, {}),
    ],
)
def test_violated(cloud: Cloud, policy: str, hosts: dict[str, str], rules: dict[str, str]) -> None:
    with pytest.raises(exception.GroupPolicyViolation):
        check(cloud, policy, hosts, **rules)


def test_nothing_is_asked_without_a_group_or_when_switched_off(cloud: Cloud) -> None:
    group_policy.check(cloud.context, cloud.instance(), request_spec())
    CONF.set_override("disable_group_policy_check_upcall", True, "workarounds")
    try:
        check(cloud, "anti-affinity", {"x": HOST})
    finally:
        CONF.clear_override("disable_group_policy_check_upcall", "workarounds")
    assert "get_group_hosts" not in cloud.store.calls


def test_group_that_is_gone_forbids_nothing(cloud: Cloud) -> None:
    group_policy.check(cloud.context, cloud.instance(), request_spec(group_uuid="g"))

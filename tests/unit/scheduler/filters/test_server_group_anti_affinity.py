# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ServerGroupAntiAffinityFilter."""

from nova_lite.scheduler.filters.server_group_anti_affinity import ServerGroupAntiAffinityFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_a_host_with_a_member_falls() -> None:
    spec = a_spec(group_policy="anti-affinity", group_hosts=["host1"])
    assert ServerGroupAntiAffinityFilter().rejects(a_host("host1"), spec) is not None
    assert ServerGroupAntiAffinityFilter().rejects(a_host("host2"), spec) is None


def test_the_rule_raises_the_limit() -> None:
    rules = {"max_server_per_host": "2"}
    spec = a_spec(group_policy="anti-affinity", group_hosts=["host1"], group_rules=rules)
    assert ServerGroupAntiAffinityFilter().rejects(a_host("host1"), spec) is None
    spec.group_hosts = ["host1", "host1"]
    assert ServerGroupAntiAffinityFilter().rejects(a_host("host1"), spec) is not None


def test_a_server_that_is_here_already_may_stay() -> None:
    spec = a_spec(group_policy="anti-affinity", group_hosts=["host1"], instance_uuid="me")
    assert ServerGroupAntiAffinityFilter().rejects(a_host("host1", instances={"me": {}}), spec) is None

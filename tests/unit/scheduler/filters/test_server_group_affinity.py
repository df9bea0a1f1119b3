# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ServerGroupAffinityFilter."""

from nova_lite.scheduler.filters.server_group_affinity import ServerGroupAffinityFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_only_the_hosts_of_the_group_pass() -> None:
    spec = a_spec(group_policy="affinity", group_hosts=["host1"])
    assert ServerGroupAffinityFilter().rejects(a_host("host1"), spec) is None
    assert "host1" in str(ServerGroupAffinityFilter().rejects(a_host("host2"), spec))


def test_an_empty_group_and_another_policy_pass() -> None:
    assert ServerGroupAffinityFilter().rejects(a_host(), a_spec(group_policy="affinity")) is None
    assert (
        ServerGroupAffinityFilter().rejects(a_host(), a_spec(group_policy="anti-affinity", group_hosts=["x"])) is None
    )

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ServerGroupSoftAntiAffinityWeigher."""

from nova_lite.scheduler.weighers.soft_anti_affinity import ServerGroupSoftAntiAffinityWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_counts_members_on_the_host() -> None:
    spec = a_spec(group_policy="soft-anti-affinity", group_hosts=["host1", "host1", "host2"])
    assert ServerGroupSoftAntiAffinityWeigher().value(a_host("host1"), spec) == -2.0


def test_other_policies_weigh_nothing() -> None:
    spec = a_spec(group_policy="affinity", group_hosts=["host1"])
    assert ServerGroupSoftAntiAffinityWeigher().value(a_host("host1"), spec) == 0.0

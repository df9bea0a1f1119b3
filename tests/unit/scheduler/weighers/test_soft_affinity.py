# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ServerGroupSoftAffinityWeigher."""

from nova_lite.scheduler.weighers.soft_affinity import ServerGroupSoftAffinityWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_counts_members_on_the_host() -> None:
    spec = a_spec(group_policy="soft-affinity", group_hosts=["host1", "host1", "host2"])
    assert ServerGroupSoftAffinityWeigher().value(a_host("host1"), spec) == 2.0


def test_other_policies_weigh_nothing() -> None:
    spec = a_spec(group_policy="affinity", group_hosts=["host1"])
    assert ServerGroupSoftAffinityWeigher().value(a_host("host1"), spec) == 0.0

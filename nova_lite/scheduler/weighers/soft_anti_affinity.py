# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ServerGroupSoftAntiAffinityWeigher: prefers hosts with fewer members of a soft-anti-affinity group."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class ServerGroupSoftAntiAffinityWeigher:
    """Raw value: members of the group on the host, negated; 0 without such a group."""

    multiplier = "soft_anti_affinity_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        if spec.group_policy != "soft-anti-affinity":
            return 0.0
        return float(-spec.group_hosts.count(host.host))

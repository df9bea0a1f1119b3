# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ServerGroupSoftAffinityWeigher: prefers hosts with more members of a soft-affinity group."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class ServerGroupSoftAffinityWeigher:
    """Raw value: members of the group on the host; 0 without such a group."""

    multiplier = "soft_affinity_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        if spec.group_policy != "soft-affinity":
            return 0.0
        return float(spec.group_hosts.count(host.host))

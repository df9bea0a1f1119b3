# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""CPUWeigher: prefers more free virtual CPUs."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class CPUWeigher:
    """Raw value: vcpus_total * cpu_allocation_ratio - vcpus_used."""

    multiplier = "cpu_weight_multiplier"
    floor: float | None = 0.0

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        return float(host.vcpus_total * host.cpu_allocation_ratio - host.vcpus_used)

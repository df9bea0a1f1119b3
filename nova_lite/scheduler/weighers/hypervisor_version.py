# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""HypervisorVersionWeigher: prefers newer hypervisors."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class HypervisorVersionWeigher:
    """Raw value: hypervisor_version."""

    multiplier = "hypervisor_version_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        return float(host.hypervisor_version)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""NumInstancesWeigher: prefers more servers (with a positive multiplier: packing)."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class NumInstancesWeigher:
    """Raw value: num_instances."""

    multiplier = "num_instances_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        return float(host.num_instances)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""IoOpsWeigher: prefers fewer builds and moves under way (its multiplier is negative)."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class IoOpsWeigher:
    """Raw value: num_io_ops."""

    multiplier = "io_ops_weight_multiplier"
    floor: float | None = 0.0

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        return float(host.num_io_ops)

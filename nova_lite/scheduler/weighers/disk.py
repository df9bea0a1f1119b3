# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""DiskWeigher: prefers more free disk."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class DiskWeigher:
    """Raw value: free_disk_mb."""

    multiplier = "disk_weight_multiplier"
    floor: float | None = 0.0

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        return float(host.free_disk_mb)

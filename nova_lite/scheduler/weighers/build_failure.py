# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""BuildFailureWeigher: prefers hosts whose builds did not fail lately."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class BuildFailureWeigher:
    """Raw value: -failed_builds."""

    multiplier = "build_failure_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        return float(-host.failed_builds)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateTypeAffinityFilter: aggregates name the flavors that their hosts take."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class AggregateTypeAffinityFilter:
    """Rejects hosts whose aggregates name flavors (key instance_type), but not this one."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The flavor when it is not among those named."""
        allowed = host.aggregate_values("instance_type")
        if not allowed or spec.flavor.name in allowed:
            return None
        return f"flavor {spec.flavor.name} is not among {', '.join(sorted(allowed))}"

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ComputeFilter: only hosts whose nova-compute is enabled and reports."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class ComputeFilter:
    """Rejects disabled and silent hosts."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The reason when the service is disabled or down."""
        if host.service_disabled:
            return f"service is disabled: {host.service_disabled_reason or 'no reason given'}"
        return None if host.service_up else "service has not reported in time"

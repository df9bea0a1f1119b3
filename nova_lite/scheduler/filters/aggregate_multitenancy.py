# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateMultiTenancyIsolation: aggregates name the projects whose servers their hosts take."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState

KEY = "filter_tenant_id"


class AggregateMultiTenancyIsolation:
    """Rejects hosts whose aggregates name projects (keys that begin with filter_tenant_id), but not this one."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The project when it is not among those named."""
        keys = {key for item in host.aggregates for key in item.metadata if key.startswith(KEY)}
        allowed = {project for key in keys for project in host.aggregate_values(key)}
        if not keys or spec.project_id in allowed:
            return None
        return f"the host's aggregates are for other projects than {spec.project_id}"

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""NumInstancesFilter: hosts with many servers take no more."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class NumInstancesFilter:
    """Rejects hosts with [filter_scheduler]max_instances_per_host servers."""

    once_per_request = False

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The numbers when the host is full."""
        limit = CONF.filter_scheduler.max_instances_per_host
        return None if host.num_instances < limit else f"{host.num_instances} servers are here, at most {limit} may be"

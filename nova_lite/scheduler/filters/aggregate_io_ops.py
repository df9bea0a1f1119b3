# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateIoOpsFilter: as IoOpsFilter, with a limit of the host's aggregates."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class AggregateIoOpsFilter:
    """Rejects hosts at the smallest max_io_ops_per_host of their aggregates, or at the option of that name."""

    once_per_request = False

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The numbers when the host is too busy."""
        limit = int(host.aggregate_minimum("max_io_ops_per_host", CONF.filter_scheduler.max_io_ops_per_host))
        return (
            None if host.num_io_ops < limit else f"{host.num_io_ops} disk operations under way, at most {limit} may be"
        )

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""IoOpsFilter: hosts with many builds, moves and snapshots under way take no more."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class IoOpsFilter:
    """Rejects hosts with [filter_scheduler]max_io_ops_per_host such operations."""

    once_per_request = False

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The numbers when the host is too busy."""
        limit = CONF.filter_scheduler.max_io_ops_per_host
        return (
            None if host.num_io_ops < limit else f"{host.num_io_ops} disk operations under way, at most {limit} may be"
        )

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AllHostsFilter: passes every host."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class AllHostsFilter:
    """Rejects nothing."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """Always None."""
        return None

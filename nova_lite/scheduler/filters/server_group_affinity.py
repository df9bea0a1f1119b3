# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ServerGroupAffinityFilter: servers of an affinity group share one host."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class ServerGroupAffinityFilter:
    """Rejects hosts other than the group's, once the group has one."""

    once_per_request = False

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The reason when another host holds the group."""
        if spec.group_policy != "affinity" or not spec.group_hosts or host.host in spec.group_hosts:
            return None
        return f"the affinity group is on {', '.join(sorted(set(spec.group_hosts)))}"

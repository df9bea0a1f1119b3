# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ServerGroupAntiAffinityFilter: servers of an anti-affinity group do not share a host beyond the group's rule."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class ServerGroupAntiAffinityFilter:
    """Rejects hosts that hold max_server_per_host (1) members already."""

    once_per_request = False

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The reason when the host is full for this group."""
        if spec.group_policy != "anti-affinity" or spec.instance_uuid in host.instances:
            return None
        limit = int((spec.group_rules or {}).get("max_server_per_host", 1))
        members = spec.group_hosts.count(host.host)
        return None if members < limit else f"{members} members of the group are here, at most {limit} may be"

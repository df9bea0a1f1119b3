# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""SameHostFilter: the hint same_host names servers to be near."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class SameHostFilter:
    """Rejects hosts without any of the named servers."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The named servers, none of which is here."""
        wanted = spec.scheduler_hints.get("same_host", [])
        if not wanted or any(uuid in host.instances for uuid in wanted):
            return None
        return f"none of the servers {', '.join(wanted)} is here"

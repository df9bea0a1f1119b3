# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""DifferentHostFilter: the hint different_host names servers that must be elsewhere."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class DifferentHostFilter:
    """Rejects hosts with one of the named servers."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The named servers that are here."""
        here = [uuid for uuid in spec.scheduler_hints.get("different_host", []) if uuid in host.instances]
        return f"server {', '.join(here)} is here" if here else None

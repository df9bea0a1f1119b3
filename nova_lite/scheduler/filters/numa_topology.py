# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""NUMATopologyFilter: guests that ask for NUMA nodes, pinned CPUs or page sizes go where they fit.

This release cannot fit a guest to a host's NUMA cells yet: such requests are refused, never placed regardless.
"""

from nova_lite.hardware import demands
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class NUMATopologyFilter:
    """Passes every host when nothing of that kind is asked; otherwise rejects with what is asked."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The extra spec or image property, and what the host lacks."""
        asked = demands.numa(spec.flavor.extra_specs or {}, spec.image.properties if spec.image else {})
        if not asked:
            return None
        if not host.numa_topology:
            return f"{', '.join(asked)}: the host reports no NUMA topology"
        return f"{', '.join(asked)}: guests cannot be fitted to NUMA cells by this release"

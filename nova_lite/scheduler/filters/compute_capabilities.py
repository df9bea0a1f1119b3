# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ComputeCapabilitiesFilter: extra specs that compare values of the host, such as capabilities:cpu_info:arch."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.filters.operators import match
from nova_lite.scheduler.host_state import HostState

SCOPE = "capabilities"
ADDRESS_BITS = "hw:maxphysaddr_bits"
BITS_PATH = ["cpu_info", "maxphysaddr", "bits"]
_SHOWN = 60


class ComputeCapabilitiesFilter:
    """Rejects hosts whose figures, statistics or cpu_info do not satisfy the flavor's extra specs."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The first extra spec that the host does not satisfy."""
        for key, requirement in (spec.flavor.extra_specs or {}).items():
            reason = _unmet(host, key, requirement)
            if reason:
                return f"{key}: {reason}"
        return None


def _unmet(host: HostState, key: str, requirement: str) -> str | None:
    """What is wrong; keys of other scopes, and unscoped ones that name nothing of the host, are somebody else's."""
    scope, scoped, name = key.partition(":")
    path = name.split(":") if scoped else [key]
    if key == ADDRESS_BITS:
        path, requirement = BITS_PATH, f">= {requirement}"
    elif scoped and scope != SCOPE:
        return None
    value = host.look_up(path)
    if value is None:
        return "the host has no such value" if scoped else None
    if match(str(value), requirement):
        return None
    return f"host has {str(value)[:_SHOWN]!r}, wanted {requirement!r}"

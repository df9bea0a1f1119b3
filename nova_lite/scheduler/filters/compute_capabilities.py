# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""ComputeCapabilitiesFilter: extra specs that compare values of the host, such as capabilities:cpu_info:arch."""

import json
from typing import Any

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.filters.operators import match
from nova_lite.scheduler.host_state import HostState

SCOPE = "capabilities"


class ComputeCapabilitiesFilter:
    """Rejects hosts whose state, stats or cpu_info do not satisfy the flavor's extra specs."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The first extra spec that the host does not satisfy."""
        for key, requirement in (spec.flavor.extra_specs or {}).items():
            path = key.split(":")
            scoped = len(path) > 1
            if scoped:
                if path[0] != SCOPE:
                    continue
                path = path[1:]
            value = _lookup(host, path)
            if value is None:
                if scoped:
                    return f"{key}: the host has no such value"
                continue
            if not match(str(value), requirement):
                return f"{key}: host has {value!r}, wanted {requirement!r}"
        return None


def _lookup(host: HostState, path: list[str]) -> Any:
    """Walk attributes of the host, then its stats, then JSON inside them."""
    value: Any = getattr(host, path[0], None)
    if value is None:
        value = host.stats.get(path[0])
    for name in path[1:]:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return None
        value = value.get(name) if isinstance(value, dict) else None
    return value

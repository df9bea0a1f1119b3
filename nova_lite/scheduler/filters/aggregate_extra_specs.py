# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateInstanceExtraSpecsFilter: extra specs of the flavor must match metadata of the host's aggregates."""

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.filters.operators import match
from nova_lite.scheduler.host_state import HostState

SCOPE = "aggregate_instance_extra_specs"


class AggregateInstanceExtraSpecsFilter:
    """Rejects hosts whose aggregates lack a key of the flavor or have no value for it that fits.

    Keys without scope and those of aggregate_instance_extra_specs: count; other scopes are somebody else's.
    """

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The first extra spec that no aggregate satisfies."""
        for key, requirement in (spec.flavor.extra_specs or {}).items():
            scope, scoped, name = key.partition(":")
            if scoped and scope != SCOPE:
                continue
            values = host.aggregate_values(name if scoped else key)
            if not values:
                return f"{key}: no aggregate of the host has this key"
            if not any(match(value, requirement) for value in values):
                return f"{key}: aggregates have {', '.join(sorted(values))}, wanted {requirement!r}"
        return None

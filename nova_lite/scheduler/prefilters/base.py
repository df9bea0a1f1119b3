# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What pre-filters are told besides the request, and how they ask for traits."""

from dataclasses import dataclass, field

from nova_lite.context import RequestContext
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import Aggregate


@dataclass(frozen=True, slots=True)
class Around:
    """All aggregates, the oldest version of a compute service (0 without one), and who asks."""

    context: RequestContext
    aggregates: list[Aggregate] = field(default_factory=list)
    oldest_compute: int = 0


def require(spec: RequestSpec, *traits: str) -> None:
    """Ask for compute nodes that have these traits."""
    spec.root_required_traits = [*spec.root_required_traits, *traits]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a weigher is, and how values become weights."""

from typing import Protocol

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class Weigher(Protocol):
    """Gives hosts a raw value. `floor` fixes the lower end of the scale; None takes the smallest value seen."""

    multiplier: str
    floor: float | None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host; the multiplier option's sign says whether more is better."""


def normalise(values: list[float], floor: float | None) -> list[float]:
    """Scale to 0..1 between floor (or the minimum) and the maximum; all equal gives zeros."""
    low = min(values) if floor is None else floor
    high = max(values)
    if high <= low:
        return [0.0] * len(values)
    return [(value - low) / (high - low) for value in values]


def multiplier_of(host: HostState, key: str, default: float) -> float:
    """The host's multiplier: the smallest number its aggregates give for `key`, else the option."""
    try:
        given = [float(text) for text in host.aggregate_values(key)]
    except ValueError:
        return default
    return min(given) if given else default

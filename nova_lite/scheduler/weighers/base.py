# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a weigher is, and how values become weights."""

from typing import Protocol

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState

# Multipliers whose option is not called as their aggregate key.
ELSEWHERE = {"metrics_weight_multiplier": ("metrics", "weight_multiplier")}


class Weigher(Protocol):
    """Gives hosts a raw value, which depends on the host, the request and the group's hosts only.

    `multiplier` is the key in aggregates' metadata and the option. `floor` fixes the lower end of the scale; None takes
    the smallest value seen.
    """

    multiplier: str
    floor: float | None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host; the multiplier option's sign says whether more is better."""


def normalise(values: list[float], floor: float | None) -> list[float] | None:
    """Scale to 0..1 between floor (or the minimum) and the maximum; None when all are equal and weigh nothing."""
    low, high = min(values), max(values)
    if low == high:
        return None
    if floor is not None:
        low = floor
    if high <= low:
        return None
    return [(value - low) / (high - low) for value in values]


def option_of(weigher: Weigher) -> float:
    """The weigher's multiplier where the host's aggregates give none."""
    section, name = ELSEWHERE.get(weigher.multiplier, ("filter_scheduler", weigher.multiplier))
    return float(getattr(getattr(CONF, section), name))

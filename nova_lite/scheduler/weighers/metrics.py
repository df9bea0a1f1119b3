# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""MetricsWeigher: prefers hosts by the figures that their monitors report."""

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler import settings
from nova_lite.scheduler.host_state import HostState


class MetricsWeigher:
    """Raw value: sum of figure times weight over [metrics]weight_setting."""

    multiplier = "metrics_weight_multiplier"
    floor: float | None = None

    def value(self, host: HostState, spec: RequestSpec) -> float:
        """Raw value of one host."""
        reported = {one.get("name"): one.get("value") for one in host.metrics}
        total = 0.0
        for name, weight in settings.ratios(CONF.metrics.weight_setting).items():
            if reported.get(name) is None:
                if CONF.metrics.required:
                    raise exception.ComputeHostMetricNotFound(host=host.host, node=host.node, name=name)
                return float(CONF.metrics.weight_of_unavailable)
            total += float(reported[name] or 0) * weight
        return total

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""MetricsFilter: only hosts that report every figure the metrics weigher needs."""

from nova_lite.conf import CONF
from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler import settings
from nova_lite.scheduler.host_state import HostState


class MetricsFilter:
    """Rejects hosts without one of the figures of [metrics]weight_setting."""

    once_per_request = True

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The figures that the host does not report."""
        reported = {one.get("name") for one in host.metrics}
        missing = sorted(settings.ratios(CONF.metrics.weight_setting).keys() - reported)
        return f"the host does not report {', '.join(missing)}" if missing else None

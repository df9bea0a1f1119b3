# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""MetricsFilter."""

from nova_lite.conf import CONF
from nova_lite.scheduler.filters.metrics import MetricsFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_every_weighed_figure_is_reported() -> None:
    CONF.set_override("weight_setting", ["cpu.percent=-1.0", "cpu.idle.percent=2"], "metrics")
    try:
        host = a_host(metrics=[{"name": "cpu.percent", "value": 3}])
        assert "does not report cpu.idle.percent" in str(MetricsFilter().rejects(host, a_spec()))
        host.metrics.append({"name": "cpu.idle.percent", "value": 1})
        assert MetricsFilter().rejects(host, a_spec()) is None
    finally:
        CONF.clear_override("weight_setting", "metrics")
    assert MetricsFilter().rejects(a_host(), a_spec()) is None

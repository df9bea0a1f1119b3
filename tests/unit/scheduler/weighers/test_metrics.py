# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""MetricsWeigher."""

from collections.abc import Iterator

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.scheduler.weighers.metrics import MetricsWeigher
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.fixture
def options() -> Iterator[None]:
    CONF.set_override("weight_setting", ["cpu.percent=-1.0", "cpu.idle.percent=2"], "metrics")
    yield
    for name in ("weight_setting", "required"):
        CONF.clear_override(name, "metrics")


def test_sum_of_figures_times_weights(options: None) -> None:
    host = a_host(metrics=[{"name": "cpu.percent", "value": 3}, {"name": "cpu.idle.percent", "value": 10}])
    assert MetricsWeigher().value(host, a_spec()) == 17.0


def test_a_missing_figure_is_an_error_or_weighs_what_the_option_says(options: None) -> None:
    with pytest.raises(exception.ComputeHostMetricNotFound, match=r"cpu\.percent .* host1\.host1"):
        MetricsWeigher().value(a_host(), a_spec())
    CONF.set_override("required", False, "metrics")
    assert MetricsWeigher().value(a_host(), a_spec()) == -10000.0

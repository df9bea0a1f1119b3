# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Normalisation and multipliers."""

from nova_lite.conf import CONF
from nova_lite.scheduler.weighers.base import normalise, option_of
from nova_lite.scheduler.weighers.io_ops import IoOpsWeigher
from nova_lite.scheduler.weighers.metrics import MetricsWeigher


def test_scale_from_the_smallest_or_from_a_floor() -> None:
    assert normalise([1.0, 3.0, 2.0], None) == [0.0, 1.0, 0.5]
    assert normalise([1.0, 4.0], 0.0) == [0.25, 1.0]


def test_equal_values_weigh_nothing() -> None:
    assert normalise([2.0, 2.0], None) is None
    assert normalise([-2.0, -1.0], 0.0) is None


def test_the_option_of_a_weigher() -> None:
    CONF.set_override("weight_multiplier", 3.0, "metrics")
    try:
        assert option_of(MetricsWeigher()) == 3.0
        assert option_of(IoOpsWeigher()) == -1.0
    finally:
        CONF.clear_override("weight_multiplier", "metrics")

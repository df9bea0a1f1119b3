# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Normalisation and multipliers."""

from nova_lite.scheduler.weighers.base import multiplier_of, normalise
from tests.unit.scheduler.builders import a_host


def test_scale_from_the_smallest_or_from_a_floor() -> None:
    assert normalise([1.0, 3.0, 2.0], None) == [0.0, 1.0, 0.5]
    assert normalise([1.0, 4.0], 0.0) == [0.25, 1.0]


def test_equal_values_weigh_nothing() -> None:
    assert normalise([2.0, 2.0], None) == [0.0, 0.0]


def test_the_smallest_number_of_the_aggregates_wins_and_text_is_ignored() -> None:
    assert multiplier_of(a_host(metadata={"ram_weight_multiplier": "3,2"}), "ram_weight_multiplier", 1.0) == 2.0
    assert multiplier_of(a_host(metadata={"ram_weight_multiplier": "x"}), "ram_weight_multiplier", 1.0) == 1.0
    assert multiplier_of(a_host(), "ram_weight_multiplier", 1.5) == 1.5

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter availability_zone."""

from nova_lite.scheduler.prefilters import availability_zone
from tests.unit.scheduler.builders import a_spec, an_aggregate, around


def test_a_zone_becomes_its_aggregates() -> None:
    spec = a_spec(availability_zone="z1")
    availability_zone.apply(spec, around([an_aggregate("a", {"availability_zone": "z1"}), an_aggregate("b", {})]))
    assert spec.member_of == [["a"]]


def test_the_default_zone_restricts_nothing_and_an_unknown_zone_matches_nothing() -> None:
    spec = a_spec(availability_zone="nova")
    availability_zone.apply(spec, around([]))
    assert spec.member_of == []
    spec = a_spec(availability_zone="elsewhere")
    availability_zone.apply(spec, around([]))
    assert spec.member_of == [[availability_zone.NO_AGGREGATE]]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-filter isolate_aggregates."""

from nova_lite.conf import CONF
from nova_lite.scheduler.prefilters import isolate_aggregates
from tests.unit.scheduler.builders import a_spec, an_aggregate, around


def test_aggregates_that_demand_traits_are_left_to_those_who_ask() -> None:
    CONF.set_override("enable_isolated_aggregate_filtering", True, "scheduler")
    demanding = an_aggregate("a", {"trait:CUSTOM_WINDOWS": "required"})
    try:
        spec = a_spec()
        isolate_aggregates.apply(spec, around([demanding]))
        assert spec.forbidden_aggregates == ["a"]
        spec = a_spec({"trait:CUSTOM_WINDOWS": "required"})
        isolate_aggregates.apply(spec, around([demanding]))
        assert spec.forbidden_aggregates == []
    finally:
        CONF.clear_override("enable_isolated_aggregate_filtering", "scheduler")

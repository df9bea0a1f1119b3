# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateNumInstancesFilter."""

import pytest

from nova_lite.scheduler.filters.aggregate_num_instances import AggregateNumInstancesFilter
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.mark.parametrize(
    ("metadata", "limit"), [({"max_instances_per_host": "3,5"}, 3), ({"max_instances_per_host": "many"}, 50), ({}, 50)]
)
def test_the_smallest_value_of_the_aggregates_else_the_option(metadata: dict[str, str], limit: int) -> None:
    assert AggregateNumInstancesFilter().rejects(a_host(metadata=metadata, num_instances=limit - 1), a_spec()) is None
    assert f"at most {limit}" in str(
        AggregateNumInstancesFilter().rejects(a_host(metadata=metadata, num_instances=limit), a_spec())
    )

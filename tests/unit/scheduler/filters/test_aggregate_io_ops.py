# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateIoOpsFilter."""

import pytest

from nova_lite.scheduler.filters.aggregate_io_ops import AggregateIoOpsFilter
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.mark.parametrize(
    ("metadata", "limit"), [({"max_io_ops_per_host": "3,5"}, 3), ({"max_io_ops_per_host": "many"}, 8), ({}, 8)]
)
def test_the_smallest_value_of_the_aggregates_else_the_option(metadata: dict[str, str], limit: int) -> None:
    assert AggregateIoOpsFilter().rejects(a_host(metadata=metadata, num_io_ops=limit - 1), a_spec()) is None
    assert f"at most {limit}" in str(
        AggregateIoOpsFilter().rejects(a_host(metadata=metadata, num_io_ops=limit), a_spec())
    )

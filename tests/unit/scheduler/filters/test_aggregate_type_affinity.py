# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateTypeAffinityFilter."""

from nova_lite.scheduler.filters.aggregate_type_affinity import AggregateTypeAffinityFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_flavors() -> None:
    one = AggregateTypeAffinityFilter()
    assert one.rejects(a_host(), a_spec()) is None
    assert one.rejects(a_host(metadata={"instance_type": "big, small"}), a_spec()) is None
    assert "small is not among big" in str(one.rejects(a_host(metadata={"instance_type": "big"}), a_spec()))

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AggregateInstanceExtraSpecsFilter."""

import pytest

from nova_lite.scheduler.filters.aggregate_extra_specs import AggregateInstanceExtraSpecsFilter
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.mark.parametrize(
    ("extra_specs", "passes"),
    [
        ({}, True),
        ({"ssd": "true"}, True),
        ({"ssd": "false"}, False),
        ({"aggregate_instance_extra_specs:ssd": "true"}, True),
        ({"aggregate_instance_extra_specs:rack": "<or> r1 <or> r2"}, True),
        ({"aggregate_instance_extra_specs:rack": "r3"}, False),
        ({"aggregate_instance_extra_specs:cores": ">= 8"}, True),
        ({"aggregate_instance_extra_specs:other": "1"}, False),
        ({"hw:cpu_cores": "2"}, True),
    ],
)
def test_extra_specs_against_metadata(extra_specs: dict[str, str], passes: bool) -> None:
    host = a_host(metadata={"ssd": "true", "rack": "r1, r5", "cores": "16"})
    reason = AggregateInstanceExtraSpecsFilter().rejects(host, a_spec(extra_specs))
    assert (reason is None) is passes
    assert passes or next(iter(extra_specs)) in str(reason)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""SimpleCIDRAffinityFilter."""

import pytest

from nova_lite.scheduler.filters.simple_cidr_affinity import SimpleCIDRAffinityFilter
from tests.unit.scheduler.builders import a_host, a_spec


@pytest.mark.parametrize(
    ("hints", "passes"),
    [
        ({}, True),
        ({"build_near_host_ip": ["10.0.0.7"]}, True),
        ({"build_near_host_ip": ["10.0.0.7"], "cidr": ["/30"]}, True),
        ({"build_near_host_ip": ["10.0.1.7"], "cidr": ["/24"]}, False),
        ({"build_near_host_ip": ["10.0.1.7"], "cidr": ["16"]}, True),
        ({"build_near_host_ip": ["no address"]}, False),
    ],
)
def test_range(hints: dict[str, list[str]], passes: bool) -> None:
    reason = SimpleCIDRAffinityFilter().rejects(a_host(host_ip="10.0.0.5"), a_spec(scheduler_hints=hints))
    assert (reason is None) is passes

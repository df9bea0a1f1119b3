# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""NumInstancesFilter."""

from nova_lite.scheduler.filters.num_instances import NumInstancesFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_limit_of_the_option() -> None:
    assert NumInstancesFilter().rejects(a_host(num_instances=49), a_spec()) is None
    assert "at most 50" in str(NumInstancesFilter().rejects(a_host(num_instances=50), a_spec()))

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""CPUWeigher."""

from nova_lite.scheduler.weighers.cpu import CPUWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    assert CPUWeigher().value(a_host(vcpus_total=4, cpu_allocation_ratio=2.0, vcpus_used=3), a_spec()) == 5.0

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""RAMWeigher."""

from nova_lite.scheduler.weighers.ram import RAMWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    assert RAMWeigher().value(a_host(free_ram_mb=7), a_spec()) == 7.0

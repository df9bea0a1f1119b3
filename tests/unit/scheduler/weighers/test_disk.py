# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""DiskWeigher."""

from nova_lite.scheduler.weighers.disk import DiskWeigher
from tests.unit.scheduler.builders import a_host, a_spec


def test_value() -> None:
    assert DiskWeigher().value(a_host(free_disk_mb=9), a_spec()) == 9.0

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""AllHostsFilter."""

from nova_lite.scheduler.filters.all_hosts import AllHostsFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_passes_even_a_disabled_host() -> None:
    assert AllHostsFilter().rejects(a_host(service_disabled=True), a_spec()) is None

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""NUMATopologyFilter."""

from nova_lite.scheduler.filters.numa_topology import NUMATopologyFilter
from tests.unit.scheduler.builders import a_host, a_spec


def test_a_plain_request_passes_everywhere() -> None:
    assert NUMATopologyFilter().rejects(a_host(), a_spec({"hw:cpu_policy": "shared"})) is None


def test_a_request_is_refused_with_what_it_asks() -> None:
    spec = a_spec({"hw:numa_nodes": "2"}, {"hw_mem_page_size": "large"})
    assert "hw:numa_nodes=2, hw_mem_page_size=large: the host reports no" in str(
        NUMATopologyFilter().rejects(a_host(), spec)
    )
    assert "cannot be fitted" in str(NUMATopologyFilter().rejects(a_host(numa_topology="{}"), spec))

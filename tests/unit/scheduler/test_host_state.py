# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Host states."""

from types import SimpleNamespace

from nova_lite.scheduler.host_state import from_row
from tests.unit.scheduler.builders import a_host, a_spec


def a_row(**values: object) -> SimpleNamespace:
    row = dict.fromkeys(
        (
            "cpu_allocation_ratio",
            "ram_allocation_ratio",
            "disk_allocation_ratio",
            "supported_instances",
            "metrics",
            "cpu_info",
            "numa_topology",
            "pci_stats",
            "updated_at",
        )
    )
    row.update(
        host="h", hypervisor_hostname="n", uuid="u", memory_mb=1024, free_ram_mb=512, local_gb=10, free_disk_gb=8
    )
    row.update(disk_available_least=5, vcpus=4, vcpus_used=1, stats='{"num_instances": "2", "failed_builds": "1"}')
    row.update(host_ip="10.0.0.1", hypervisor_type="QEMU", hypervisor_version=7)
    row.update(disabled=False, disabled_reason=None)
    return SimpleNamespace(**{**row, **values})


def test_the_smaller_of_free_and_least_disk_counts() -> None:
    assert from_row(a_row(), True, (), None).free_disk_mb == 5 * 1024
    assert from_row(a_row(disk_available_least=None), True, (), None).free_disk_mb == 8 * 1024


def test_stats_become_numbers() -> None:
    state = from_row(a_row(), True, (), None)
    assert (state.num_instances, state.failed_builds, state.num_io_ops) == (2, 1, 0)


def test_consuming_takes_resources_and_notes_the_server() -> None:
    host = a_host(free_ram_mb=1024, free_disk_mb=10 * 1024)
    host.consume("one", a_spec())
    assert (host.free_ram_mb, host.free_disk_mb, host.vcpus_used, host.num_instances) == (512, 7 * 1024, 1, 1)
    assert "one" in host.instances


def test_zone_comes_from_aggregates() -> None:
    assert a_host(metadata={"availability_zone": "z1"}).availability_zone == "z1"
    assert a_host().availability_zone is None

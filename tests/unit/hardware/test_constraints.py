# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Wishes of flavor and image that contradict each other."""

import pytest

from nova_lite import exception
from nova_lite.hardware.constraints import check
from nova_lite.hardware.wishes import Wishes

MIXED = {"hw:cpu_policy": "mixed"}
PINNED = {"hw:cpu_policy": "dedicated"}
REALTIME = {**PINNED, "hw:cpu_realtime": "yes"}
TWO = {"hw:numa_nodes": "2"}
LAYOUT = {**TWO, "hw:numa_cpus.0": "0-2", "hw:numa_cpus.1": "3", "hw:numa_mem.0": "768", "hw:numa_mem.1": "256"}

GOOD: list[tuple[dict[str, str], dict[str, str]]] = [
    ({}, {}),
    ({}, {"hw_cpu_policy": "dedicated"}),
    (PINNED, {"hw_cpu_policy": "shared"}),
    ({**MIXED, "hw:cpu_dedicated_mask": "0-1"}, {"hw_cpu_policy": "shared"}),
    ({**PINNED, "hw:cpu_thread_policy": "prefer"}, {"hw_cpu_thread_policy": "require"}),
    ({**REALTIME, "hw:cpu_realtime_mask": "^0"}, {}),
    ({**REALTIME, "hw:emulator_threads_policy": "share"}, {}),
    ({**MIXED, "hw:cpu_realtime": "1"}, {"hw_cpu_realtime_mask": "2-3"}),
    ({**PINNED, "hw:emulator_threads_policy": "isolate"}, {}),
    ({"hw:mem_page_size": "large"}, {"hw_mem_page_size": "2048"}),
    ({"hw:mem_page_size": "1GB", "hw:locked_memory": "true"}, {"hw_locked_memory": "yes"}),
    ({"hw:mem_encryption": "true", "hw:locked_memory": "true"}, {}),
    (TWO, {}),
    ({}, {"hw_numa_nodes": "2"}),
    (LAYOUT, {}),
    ({"hw:pci_numa_affinity_policy": "socket"}, {"hw_pci_numa_affinity_policy": "socket"}),
    ({"hw:cpu_max_sockets": "2"}, {"hw_cpu_sockets": "2"}),
]
BAD: list[tuple[dict[str, str], dict[str, str], str]] = [
    ({"hw:cpu_max_sockets": "1"}, {"hw_cpu_sockets": "2"}, "the flavor allows 1"),
    ({"hw:cpu_policy": "whole"}, {}, "whole"),
    ({"hw:cpu_policy": "shared"}, {"hw_cpu_policy": "dedicated"}, "hw_cpu_policy=dedicated"),
    ({"hw:cpu_policy": "shared"}, {"hw_cpu_policy": "mixed"}, "hw_cpu_policy=mixed"),
    ({**MIXED, "hw:cpu_dedicated_mask": "0"}, {"hw_cpu_policy": "dedicated"}, "hw_cpu_policy=dedicated"),
    (MIXED, {}, "needs hw:cpu_dedicated_mask"),
    ({**MIXED, "hw:cpu_dedicated_mask": "0-3"}, {}, "some but not all"),
    ({**MIXED, "hw:cpu_dedicated_mask": "7"}, {}, "some but not all"),
    ({**PINNED, "hw:cpu_dedicated_mask": "0"}, {}, "needs the CPU policy mixed"),
    ({"hw:cpu_thread_policy": "require"}, {}, "thread policy needs"),
    ({**PINNED, "hw:cpu_thread_policy": "often"}, {}, "often"),
    ({**PINNED, "hw:cpu_thread_policy": "isolate"}, {"hw_cpu_thread_policy": "require"}, "hw_cpu_thread_policy"),
    ({"hw:emulator_threads_policy": "isolate"}, {}, "emulator threads need"),
    ({"hw:emulator_threads_policy": "maybe"}, {}, "maybe"),
    ({"hw:cpu_realtime": "yes"}, {}, "Realtime CPUs need"),
    (REALTIME, {}, "at least one CPU"),
    ({**REALTIME, "hw:cpu_realtime_mask": "0-3"}, {}, "some but not all"),
    ({"hw:mem_page_size": "huge"}, {}, "huge"),
    ({}, {"hw_mem_page_size": "large"}, "not permitted"),
    ({"hw:mem_page_size": "small"}, {"hw_mem_page_size": "large"}, "not permitted"),
    (TWO, {"hw_numa_nodes": "2"}, "may not override"),
    ({"hw:numa_nodes": "3"}, {}, "divide evenly"),
    ({"hw:numa_nodes": "0"}, {}, "above 0"),
    ({**TWO, "hw:numa_cpus.0": "0-3"}, {}, "for each of the 2"),
    ({**LAYOUT, "hw:numa_mem.2": "1"}, {}, "for each of the 2"),
    ({**LAYOUT, "hw:numa_mem.1": "255"}, {}, "have 1023 MiB"),
    ({**LAYOUT, "hw:numa_cpus.1": "2-3"}, {}, "CPUs once"),
    ({**LAYOUT, "hw:numa_cpus.1": "4"}, {}, "CPUs once"),
    ({"hw:pci_numa_affinity_policy": "socket"}, {"hw_pci_numa_affinity_policy": "legacy"}, "affinity"),
    ({"hw:pci_numa_affinity_policy": "near"}, {}, "near"),
    ({"hw:locked_memory": "true"}, {}, "needs a memory page size"),
    ({"hw:mem_page_size": "any", "hw:locked_memory": "true"}, {"hw_locked_memory": "no"}, "hw_locked_memory=no"),
]


@pytest.mark.parametrize(("extra_specs", "properties"), GOOD)
def test_accepted(extra_specs: dict[str, str], properties: dict[str, str | None]) -> None:
    check(Wishes(4, 1024, extra_specs, properties))


@pytest.mark.parametrize(("extra_specs", "properties", "text"), BAD)
def test_refused_with_what_contradicts(
    extra_specs: dict[str, str], properties: dict[str, str | None], text: str
) -> None:
    with pytest.raises(exception.Invalid, match=text):
        check(Wishes(4, 1024, extra_specs, properties))

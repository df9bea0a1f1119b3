# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What flavors and images ask of NUMA cells and PCI devices."""

import pytest

from nova_lite.hardware import demands


@pytest.mark.parametrize(
    ("extra_specs", "properties", "found"),
    [
        ({}, {}, []),
        ({"hw:cpu_policy": "shared", "hw:cpu_realtime": "no"}, {"hw_cpu_policy": "shared"}, []),
        ({"hw:cpu_policy": "dedicated"}, {}, ["hw:cpu_policy=dedicated"]),
        ({}, {"hw_cpu_policy": "mixed"}, ["hw_cpu_policy=mixed"]),
        ({"hw:mem_page_size": "small"}, {}, ["hw:mem_page_size=small"]),
        ({"hw:cpu_realtime": "yes"}, {}, ["hw:cpu_realtime=true"]),
        ({"hw:emulator_threads_policy": "share"}, {}, []),
    ],
)
def test_numa(extra_specs: dict[str, str], properties: dict[str, str | None], found: list[str]) -> None:
    assert demands.numa(extra_specs, properties) == found


def test_pci() -> None:
    assert demands.pci({}) == []
    assert demands.pci({"pci_passthrough:alias": "a:1, b:2"}) == ["a:1", "b:2"]

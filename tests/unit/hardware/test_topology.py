# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""CPU topologies from flavor and image."""

import pytest

from nova_lite import exception
from nova_lite.hardware.topology import CpuTopology, choose


@pytest.mark.parametrize(
    ("vcpus", "specs", "properties", "expected"),
    [
        (1, {}, {}, (1, 1, 1)),
        (4, {}, {}, (4, 1, 1)),
        (4, {"hw:cpu_cores": "4"}, {}, (1, 4, 1)),
        (4, {"hw:cpu_sockets": "2", "hw:cpu_threads": "2"}, {}, (2, 1, 2)),
        (4, {}, {"hw_cpu_sockets": "1", "hw_cpu_threads": "2"}, (1, 2, 2)),
        (8, {"hw:cpu_max_sockets": "2"}, {}, (2, 4, 1)),
        (8, {"hw:cpu_max_sockets": "4"}, {"hw_cpu_max_sockets": "1"}, (1, 8, 1)),
        (6, {"hw:cpu_cores": "4"}, {}, (6, 1, 1)),
        (4, {"hw:cpu_cores": "2"}, {"hw_cpu_cores": "4"}, (2, 2, 1)),
    ],
)
def test_choice(
    vcpus: int, specs: dict[str, str], properties: dict[str, str | None], expected: tuple[int, int, int]
) -> None:
    assert choose(vcpus, specs, properties) == CpuTopology(*expected)


@pytest.mark.parametrize(
    ("vcpus", "specs", "properties"),
    [
        (4, {"hw:cpu_max_sockets": "1"}, {"hw_cpu_max_sockets": "2"}),
        (4, {"hw:cpu_max_cores": "1"}, {"hw_cpu_cores": "2"}),
        (7, {"hw:cpu_max_sockets": "2", "hw:cpu_max_cores": "2", "hw:cpu_max_threads": "1"}, {}),
        (2, {"hw:cpu_cores": "two"}, {}),
        (2, {}, {"hw_cpu_sockets": "0"}),
    ],
)
def test_impossible_wishes_are_refused(vcpus: int, specs: dict[str, str], properties: dict[str, str | None]) -> None:
    with pytest.raises(exception.Invalid):
        choose(vcpus, specs, properties)

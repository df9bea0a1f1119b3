# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sets of CPUs."""

import pytest

from nova_lite import exception
from nova_lite.hardware import cpu_sets


@pytest.mark.parametrize(
    ("text", "count", "found"),
    [
        ("0-3,^2", 8, {0, 1, 3}),
        ("0-3,^2", None, {0, 1, 3}),
        ("0-9", 3, {0, 1, 2}),
        ("^0", 3, {1, 2}),
        ("^0", None, set()),
        ("", 3, set()),
        (" 1 , 2", None, {1, 2}),
    ],
)
def test_cpus(text: str, count: int | None, found: set[int]) -> None:
    assert cpu_sets.parse(text, count) == found


@pytest.mark.parametrize("text", ["x", "1-y", "-"])
def test_nonsense(text: str) -> None:
    with pytest.raises(exception.InvalidInput):
        cpu_sets.parse(text)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The comparison language of extra specs."""

import pytest

from nova_lite.scheduler.filters.operators import match


@pytest.mark.parametrize(
    ("value", "requirement", "expected"),
    [
        ("5", "= 4", True),
        ("3", "= 4", False),
        ("4", "== 4", True),
        ("4", "!= 4", False),
        ("4.5", ">= 4.5", True),
        ("5", "<= 4", False),
        ("abc", "s== abc", True),
        ("abc", "s!= abc", False),
        ("abc", "s< abd", True),
        ("abc", "s>= abd", False),
        ("x86_64 fast", "<in> fast", True),
        ("x86_64", "<in> arm", False),
        ("aes mmx avx", "<all-in> aes mmx", True),
        ("aes mmx", "<all-in> aes avx", False),
        ("b", "<or> a <or> b", True),
        ("c", "<or> a <or> b", False),
        ("plain", "plain", True),
        ("plain", "other", False),
        ("text", ">= 4", False),
        ("", "", True),
    ],
)
def test_match(value: str, requirement: str, expected: bool) -> None:
    assert match(value, requirement) is expected

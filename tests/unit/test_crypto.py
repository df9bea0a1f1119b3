# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Random passwords."""

import pytest

from nova_lite.crypto import ALPHABETS, generate_password


@pytest.mark.parametrize("length", [1, 3, 12, 40])
def test_length(length: int) -> None:
    assert len(generate_password(length)) == length


def test_every_kind_of_character_and_no_repetition() -> None:
    found = {generate_password(12) for _ in range(50)}
    assert len(found) == 50
    assert all(any(char in alphabet for char in text) for text in found for alphabet in ALPHABETS)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Lists of name=weight."""

import pytest

from nova_lite import exception
from nova_lite.scheduler.settings import ratios


def test_weights_by_name() -> None:
    assert ratios(["a=1.5", "b = -2", "c", ""]) == {"a": 1.5, "b": -2.0, "c": 1.0}


def test_what_is_no_number_is_named() -> None:
    with pytest.raises(exception.ConfigInvalid, match="a=much"):
        ratios(["a=much"])

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The building blocks of schemas."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import types


def fits(schema: Any, value: Any) -> bool:
    try:
        validation.check_body(schema, value)
    except exception.ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (types.BOOL, [True, False, "on", "No", "1"], [1, 0, "maybe", "", None]),
        (types.integer(0), [0, "0", 7, "12"], [-1, "-1", "", "x", 1.5, True, None, "1" * 5000]),
        (types.integer(-1, 5), [-1, "-1", 5], [-2, "6"]),
        (types.nullable(types.UUID), [None, "5f2c1d5e-7a3b-4a53-9c61-2b1a1c1f0a01"], ["", 1]),
        (types.text(1, 3), ["a", "abc"], ["", "abcd", 1]),
        (types.strict({"a": types.STRING}, "a"), [{"a": ""}], [{}, {"a": "", "b": 1}, []]),
        (types.wrapped("a", types.NULL), [{"a": None}], [{"a": 1}, {}]),
        (types.listed(types.STRING, 1, 2, unique=True), [["a"], ["a", "b"]], [[], ["a", "a"], ["a", "b", "c"], [1]]),
        (types.META, [{"a b": "", "x:y.z-_": "v" * 255}], [{"a/b": ""}, {"": ""}, {"a": None}, {"a": "v" * 256}]),
        (types.TAG, ["a b"], ["a,b", "a/b", "", "x" * 61]),
        (types.HOSTLABEL, ["a1", "web-1"], ["a", "-a", "a-", "a.b"]),
        (types.FQDN, ["host.example_1"], ["a b", ""]),
        (types.DISKCFG, ["AUTO"], ["auto"]),
    ],
)
def test_what_fits(schema: Any, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not fits(schema, value)] == []
    assert [value for value in bad if fits(schema, value)] == []


def test_truth_of_words() -> None:
    assert [types.truth(value) for value in (True, "yes", "ON", False, "off", "0")] == [True] * 3 + [False] * 3

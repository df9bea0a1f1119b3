# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies and queries against schemas."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import types
from nova_lite.api.validation import Query

SCHEMA = types.wrapped("a", types.strict({"n": types.integer(1, 10), "name": types.NAME, "sub": types.META}))


def why(schema: Any, body: Any, legacy: bool = False) -> str:
    with pytest.raises(exception.ValidationError) as caught:
        validation.check_body(schema, body, legacy)
    return str(caught.value)


def test_text_names_field_value_and_reason() -> None:
    found = why(SCHEMA, {"a": {"n": 11}})
    assert found == "Invalid input for field/attribute n. Value: 11. 11 is greater than the maximum of 10"
    assert why(SCHEMA, {}) == "'a' is a required property"
    assert "An invalid 'name' value" in why(SCHEMA, {"a": {"name": " x"}})
    assert "Additional properties are not allowed ('x' was unexpected)" in why(SCHEMA, {"a": {"x": 1}})


def test_digits_count_as_numbers() -> None:
    validation.check_body(SCHEMA, {"a": {"n": "10"}})
    assert "maximum" in why(SCHEMA, {"a": {"n": "11"}})
    assert "minimum" in why(SCHEMA, {"a": {"n": "0"}})


def test_legacy_drops_unknown_keys_but_not_those_that_must_fit_a_pattern() -> None:
    body: dict[str, Any] = {"a": {"n": 1, "x": 2}, "y": 3}
    validation.check_body(SCHEMA, body, legacy=True)
    assert body == {"a": {"n": 1}}
    assert "does not match" in why(SCHEMA, {"a": {"sub": {"a/b": ""}}}, legacy=True)


def test_legacy_names_may_have_any_letters_and_blanks_around_them() -> None:
    schema = {**types.NAME, "pattern": "^[a-z]+$"}
    validation.check_body(schema, " a#b ", legacy=True)
    assert "at least one non space" in why(schema, " ", legacy=True)
    for name in ("a#b", " ab", "ab "):
        assert why(schema, name)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (types.UUID, "5f2c1d5e7a3b4a539c612b1a1c1f0a01", "x"),
        (types.TSTAMP, "2026-01-01T00:00:00Z", "yesterday"),
        (types.B64, "aGk=", "aGk"),
        (types.IPV4, "192.0.2.1", "192.0.2"),
        (types.IPV6, "2001:db8::1", "192.0.2.1"),
        (types.IP, "2001:db8::1", "host"),
        (types.IPV4, "192.0.2.2", "\x00"),
        (types.CIDR, "192.0.2.0/24", "192.0.2.0/99"),
        (types.AZNAME, "west", "we:st"),
        (types.LOOSE_NAME, " a ", "  "),
        (types.DESC, "text", "\x00"),
        (types.NAME, "名前 1", "a\n"),
        ({"type": "string", "format": "regex"}, "a+", "("),
    ],
)
def test_formats(schema: Any, good: str, bad: str) -> None:
    validation.check_body(schema, good)
    assert why(schema, bad)


QUERY = Query({"n": types.integer(0), "one": types.STRING}, patterns={"^_": types.ANY}, single=frozenset({"one"}))


def test_query_keeps_known_parameters() -> None:
    given = {"n": ["1", "2"], "_x": ["a"], "other": ["b"]}
    assert validation.check_query(QUERY, given, (2, 74)) == {"n": ["1", "2"], "_x": ["a"]}
    assert validation.check_query(None, given, (2, 104)) == {}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"other": ["b"]}, "Additional properties are not allowed ('other' was unexpected)"),
        ({"n": ["x"]}, "Invalid input for query parameters n. Value: x."),
        ({"one": ["1", "2"]}, "Invalid input for query parameters one."),
    ],
)
def test_query_refused(given: dict[str, list[str]], text: str) -> None:
    with pytest.raises(exception.ValidationError) as caught:
        validation.check_query(QUERY, given, (2, 75))
    assert text in str(caught.value)


def test_query_that_is_never_strict() -> None:
    assert validation.check_query(Query(strict_since=None), {"x": ["1"]}, (2, 104)) == {}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The building blocks of answers."""

from typing import Any

import jsonschema_rs
import pytest

from nova_lite.api.schemas import answers

LINK = {"rel": "self", "href": "x"}


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (answers.ZULU, ["2026-01-01T00:00:00Z"], ["2026-01-01T00:00:00", "2026-01-01T00:00:00.000000", None]),
        (answers.PLAIN_TIME, ["2026-01-01T00:00:00.000001"], ["2026-01-01T00:00:00Z", None]),
        (answers.PLAIN_TIME_OR_NULL, ["2026-01-01T00:00:00.000001", None], ["", 1]),
        (answers.word("a", None), ["a", None], ["b"]),
        (answers.either(answers.TEXT, answers.COUNT), ["", 0], [-1, None]),
        (answers.record({"a": answers.TEXT, "b": answers.TEXT}, ("b",)), [{"a": ""}], [{"b": ""}, {"a": "", "c": 1}]),
        (answers.one("a", answers.NOTHING), [{"a": {}}], [{}, {"a": {"b": 1}}]),
        (answers.keyed(answers.INTEGER), [{}, {"any": 1}], [{"any": "1"}]),
        (answers.LINKS, [[LINK, {**LINK, "rel": "bookmark"}]], [[LINK], [{"rel": "self"}, LINK]]),
    ],
)
def test_what_fits(schema: Any, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not jsonschema_rs.is_valid(schema, value)] == []
    assert [value for value in bad if jsonschema_rs.is_valid(schema, value)] == []


def test_pages_have_links_or_none_at_all() -> None:
    page = answers.page("things", answers.TEXT, "things_links")
    assert jsonschema_rs.is_valid(page, {"things": ["a"]})
    assert jsonschema_rs.is_valid(page, {"things": ["a"], "things_links": [{"rel": "next", "href": "x"}]})
    assert not jsonschema_rs.is_valid(page, {"things": ["a"], "things_links": []})

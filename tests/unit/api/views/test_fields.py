# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tables of fields: what is shown and what is documented."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from nova_lite.api.routes import ROUTES
from nova_lite.api.views.fields import ABSENT, Changing, Field, View, always, column, moment, resolved
from tests.unit.api.views.requests import at

INNER = View("Inner", Field("x", {"type": "integer"}, always(1)))
OUTER = View(
    "Outer",
    Field("plain", {"type": "string"}, column("name")),
    Field("old", {"type": "null"}, always(None), until="2.9"),
    Field("new", {"type": "array", "items": INNER}, lambda req, thing: [INNER(req)], "2.10"),
    Field("some", {"type": "integer"}, lambda req, thing: thing.some, optional=True),
)


class Thing:
    name = "n"
    some: Any = ABSENT


def test_what_is_shown() -> None:
    thing = Thing()
    assert OUTER(at(9), thing) == {"plain": "n", "old": None}
    thing.some = 3
    assert OUTER(at(10), thing) == {"plain": "n", "new": [{"x": 1}], "some": 3}


def test_times_of_things() -> None:
    thing = SimpleNamespace(at=datetime.datetime(2026, 1, 2))
    assert moment("at")(at(1), thing, "more") == "2026-01-02T00:00:00.000000"
    assert moment("at")(at(1), SimpleNamespace(at=None)) is None


def test_what_is_documented() -> None:
    known: dict[str, Any] = {}
    assert resolved({"anyOf": [OUTER, {"type": "null"}]}, (2, 10), known) == {
        "anyOf": [{"$ref": "#/components/schemas/Outer"}, {"type": "null"}]
    }
    assert set(known) == {"Outer", "Inner"}
    assert known["Outer"]["properties"]["new"] == {"type": "array", "items": {"$ref": "#/components/schemas/Inner"}}
    assert known["Outer"]["required"] == ["plain", "new"]
    assert known["Outer"]["additionalProperties"] is False


@pytest.mark.parametrize(("minor", "found"), [(1, 1), (4, 1), (5, 2), (104, 2)])
def test_changing(minor: int, found: int) -> None:
    assert resolved(Changing(("2.1", {"const": 1}), ("2.5", {"const": 2})), (2, minor), {}) == {"const": found}


def _views(schema: Any) -> list[View]:
    """All views in a schema."""
    if isinstance(schema, View):
        return [schema, *(view for row in schema.fields for view in _views(row.schema))]
    if isinstance(schema, Changing):
        return [view for _, step in schema.steps for view in _views(step)]
    inside = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return [view for item in inside for view in _views(item)]


def test_no_two_views_have_one_title() -> None:
    found = {id(view): view for row in ROUTES for view in _views(row.answer)}
    titles = [view.title for view in found.values()]
    assert len(titles) > 30 and len(set(titles)) == len(titles)

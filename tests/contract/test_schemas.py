# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies and query parameters of every row, just inside and just outside each limit of their schemas."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.route import Route
from nova_lite.api.routes import ROUTES
from tests.schema_values import Edge, edges, example, placed


def _name(row: Route) -> str:
    return f"{row.method} {row.path} {row.action} {row.since}"


BODIES = [row for row in ROUTES if row.body]
QUERIES = [row for row in ROUTES if row.query is not None and row.query.parameters]


def _fits(schema: Any, value: Any) -> bool:
    try:
        validation.check_body(schema, value)
    except exception.ValidationError:
        return False
    return True


def _wrong(schema: Any, whole: Any) -> list[Edge]:
    return [edge for edge in edges(schema) if _fits(schema, placed(whole, edge.path, edge.value)) != edge.fits]


@pytest.mark.parametrize("row", BODIES, ids=_name)
def test_bodies_at_their_limits(row: Route) -> None:
    whole = example(row.body or {})
    validation.check_body(row.body or {}, whole)
    found = _wrong(row.body, whole)
    assert not found, [f"{edge.keyword} at {edge.path}: {str(edge.value)[:80]} fits: {edge.fits}" for edge in found]


@pytest.mark.parametrize("row", QUERIES, ids=_name)
def test_query_parameters_at_their_limits(row: Route) -> None:
    assert row.query is not None
    for name, schema in row.query.parameters.items():
        for edge in edges(schema):
            given = {name: [str(edge.value)]}
            if edge.fits:
                assert validation.check_query(row.query, given, (2, 104)) == given, name
            else:
                with pytest.raises(exception.ValidationError):
                    validation.check_query(row.query, given, (2, 104))


@pytest.mark.parametrize("row", QUERIES, ids=_name)
def test_unknown_query_parameters_are_refused_when_strict(row: Route) -> None:
    assert row.query is not None
    given = {"no-such-parameter": ["1"]}
    strict = row.query.strict_since
    if strict is None:
        assert validation.check_query(row.query, given, (2, 104)) == {}
        return
    assert validation.check_query(row.query, given, (2, strict[1] - 1)) == {}
    with pytest.raises(exception.ValidationError, match="no-such-parameter"):
        validation.check_query(row.query, given, strict)


def test_every_kind_of_limit_is_met() -> None:
    met = {edge.keyword for row in BODIES for edge in edges(row.body or {})}
    assert met >= {"minLength", "maxLength", "minimum", "maximum", "pattern", "required", "additionalProperties"}
    assert met >= {"minItems", "maxItems", "uniqueItems", "format"} - {"minItems", "uniqueItems"}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Query strings of server lists."""

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import server_queries


@pytest.mark.parametrize(
    ("since", "name", "known"),
    [
        ("2.1", "tags", False),
        ("2.26", "tags", True),
        ("2.26", "changes-before", False),
        ("2.66", "changes-before", True),
        ("2.66", "locked", False),
        ("2.73", "locked", True),
    ],
)
def test_parameters_by_version(since: str, name: str, known: bool) -> None:
    assert (server_queries.listing(since).schema_of(name) is not None) is known


def test_sort_keys_that_are_ignored_and_then_refused() -> None:
    given = {"sort_key": ["id"]}
    assert validation.check_query(server_queries.listing("2.73"), given, (2, 74)) == given
    with pytest.raises(exception.ValidationError):
        validation.check_query(server_queries.listing("2.75"), given, (2, 75))


@pytest.mark.parametrize("name", ["flavor", "tags", "not-tags-any"])
@pytest.mark.parametrize("text", ["", "["])
def test_exact_filters_that_must_be_regular_expressions_all_the_same(name: str, text: str) -> None:
    with pytest.raises(exception.ValidationError):
        validation.check_query(server_queries.listing("2.26"), {name: [text]}, (2, 26))


def test_joined_tables_are_seen_to_be_refused_later() -> None:
    assert server_queries.listing("2.1").schema_of("_x") is not None
    assert server_queries.listing("2.1").schema_of("metadata") is not None
    assert server_queries.listing("2.1").schema_of("metadata_x") is None


def test_ranges_cover_everything() -> None:
    assert server_queries.LIST_RANGES[0][0] == "2.1" and server_queries.LIST_RANGES[-1][1] == "2.104"

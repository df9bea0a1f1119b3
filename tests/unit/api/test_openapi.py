# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""OpenAPI documents: valid at every microversion, and complete."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from nova_lite.api import openapi, versions
from nova_lite.api.route import Route
from nova_lite.api.routes import ROUTES
from nova_lite.api.validation import Query

ALL = [(2, minor) for minor in range(1, len(versions.HISTORY) + 1)]
# Versions at which the table changes have documents of their own; the ones between look alike.
CHANGES = sorted({versions.parse(row.since) for row in ROUTES} | {versions.parse(versions.MAXIMUM)})


def _handler(req: Any) -> None:
    """Do it."""


@pytest.mark.parametrize("version", CHANGES, ids=versions.text)
def test_documents_are_valid(version: tuple[int, int]) -> None:
    validate(openapi.document(version))


@pytest.mark.parametrize("version", ALL, ids=versions.text)
def test_documents_have_the_rows_of_their_version_and_no_others(version: tuple[int, int]) -> None:
    found = {
        (method.upper(), path)
        for path, operations in openapi.document(version)["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert found == {(row.method, row.path) for row in ROUTES if row.serves(version)}


def test_actions_are_one_operation_with_a_body_for_each() -> None:
    rows = [
        Route("POST", "/servers/{id}/action", "pause", _handler, policy="one", ok=202),
        Route("POST", "/servers/{id}/action", "lock", _handler, policy="two", ok=202, body={"type": "object"}),
        Route("POST", "/servers/{id}/action", "os-getConsoleOutput", _handler, until="2.2"),
    ]
    made = openapi.document((2, 3), rows)["paths"]["/servers/{id}/action"]["post"]
    choices = made["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    assert [choice["title"] for choice in choices] == ["pause", "lock"]
    assert choices[0]["required"] == ["pause"]
    assert made["x-policy"] == {"pause": "one", "lock": "two"}
    assert set(made["responses"]) == {"202", "400", "401", "403", "404", "406", "409", "413", "415", "501", "5XX"}


def test_query_parameters_and_ids() -> None:
    query = Query(parameters={"limit": {"type": "string"}, "all": {"type": "string"}}, strict_since=(2, 75))
    rows = [Route("GET", "/servers/{id}", "show", _handler, query=query)]
    for minor, unknown in ((74, "dropped"), (75, "refused")):
        path = openapi.document((2, minor), rows)["paths"]["/servers/{id}"]
        assert [one.get("name") for one in path["parameters"]] == [None, "id"]
        assert [one["name"] for one in path["get"]["parameters"]] == ["all", "limit"]
        assert path["get"]["x-unknown-parameters"] == unknown
        assert path["get"]["summary"] == "Do it."


def test_version_header_may_be_left_out_at_the_oldest_version_only() -> None:
    for minor, needed in ((1, False), (2, True)):
        parameter = openapi.document((2, minor))["components"]["parameters"]["microversion"]
        assert (parameter["required"], parameter["schema"]["const"]) == (needed, f"compute 2.{minor}")


def _objects(schema: Any) -> Iterator[Any]:
    """All schemas of objects in a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for value in schema.values():
            yield from _objects(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _objects(item)


@pytest.mark.parametrize("version", CHANGES, ids=versions.text)
def test_answers_say_exactly_what_they_hold(version: tuple[int, int]) -> None:
    made = openapi.document(version)
    success = [
        answer.get("content", {})
        for operations in made["paths"].values()
        for method, operation in operations.items()
        if method != "parameters"
        for status, answer in operation["responses"].items()
        if status < "3"
    ]
    found = list(_objects([success, made["components"]["schemas"], made["components"]["responses"]]))
    assert len(found) > 100
    for schema in found:
        assert schema["additionalProperties"] is False and set(schema.get("required", ())) <= set(schema["properties"])
    assert {"type": "object"} not in [body["schema"] for content in success for body in content.values()]


def test_documents_are_small() -> None:
    assert max(len(openapi.rendered(version)) for version in ((2, 1), (2, 35), (2, 104))) < 400_000


def test_documents_are_kept() -> None:
    assert openapi.rendered((2, 7)) is openapi.rendered((2, 7))
    assert json.loads(openapi.rendered((2, 7))) == openapi.document((2, 7))

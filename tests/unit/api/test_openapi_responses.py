# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Documented answers: bodies of success, errors with their own forms, headers."""

from typing import Any

import jsonschema_rs
import pytest

from nova_lite.api import errors, openapi_responses
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers


def _handler(req: Any) -> None:
    """Do it."""


def _row(method: str, path: str, **options: Any) -> Route:
    return Route(method, path, options.pop("action", "any"), _handler, **options)


def test_statuses_of_success() -> None:
    tag = _row("PUT", "/servers/{id}/tags/{tag}")
    assert {code for code in openapi_responses.statuses(tag) if code < 300} == {201, 204}
    create = _row("POST", "/servers", ok=202)
    assert {code for code in openapi_responses.statuses(create) if code < 300} == {202}


def test_bodies_and_headers_of_success() -> None:
    made = openapi_responses.of(_row("POST", "/servers", ok=202, answer=answers.one("a", answers.TEXT)), (2, 5), {})
    assert made["202"]["content"]["application/json"]["schema"]["required"] == ["a"]
    assert {"Location", "Vary", "OpenStack-API-Version"} <= set(made["202"]["headers"])
    empty = openapi_responses.of(_row("DELETE", "/servers/{id}", ok=204), (2, 5), {})["204"]
    assert "content" not in empty and "Location" not in empty["headers"]


def test_actions_of_one_path_share_statuses_and_may_have_several_bodies() -> None:
    one, two, three = ({"200": {"content": {"application/json": {"schema": {"const": at}}}}} for at in (1, 2, 3))
    both = openapi_responses.joined(openapi_responses.joined(one, two), {**three, "404": {}})
    assert both["200"]["content"]["application/json"]["schema"] == {"anyOf": [{"const": at} for at in (1, 2, 3)]}
    assert set(both) == {"200", "404"} and openapi_responses.joined(one, one) == one


@pytest.mark.parametrize("code", [400, 401, 403, 404, 406, 409, 410, 413, 415, 500, 501, 503])
def test_faults_fit_their_documentation(code: int) -> None:
    fault = errors.fault(code, "why").json
    for status in {str(code), openapi_responses.FAILURE if code >= 500 else str(code)}:
        schema = openapi_responses.failures()[status]["content"]["application/json"]["schema"]
        assert jsonschema_rs.is_valid(schema, fault)
        assert not jsonschema_rs.is_valid(schema, {"strange": next(iter(fault.values()))})


def test_too_large_bodies_may_say_when_to_try_again() -> None:
    schema = openapi_responses.failures()["413"]["content"]["application/json"]["schema"]
    assert jsonschema_rs.is_valid(schema, errors.fault(413, "why", "10").json)


def test_headers_name_the_version() -> None:
    known = openapi_responses.headers((2, 53))
    assert known["OpenStack-API-Version"]["schema"] == {"const": "compute 2.53"}
    assert not known["Location"].get("required")

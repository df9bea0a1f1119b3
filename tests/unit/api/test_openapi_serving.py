# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""GET /openapi.json on the real stack."""

import json

import pytest
import webob

from nova_lite.api import openapi
from tests.unit.api.calls import Client


def ask(query: str = "", method: str = "GET", **headers: str) -> webob.Response:
    request = webob.Request.blank(f"/openapi.json{query}", method=method)
    for name, value in headers.items():
        request.headers[name.replace("_", "-")] = value
    return request.get_response(Client().application)


def test_no_token_is_needed_and_the_oldest_version_is_the_default() -> None:
    response = ask()
    assert response.status_code == 200
    assert response.json == json.loads(openapi.rendered((2, 1)))
    assert response.cache_control.max_age == 3600


@pytest.mark.parametrize(
    ("query", "headers", "shown"),
    [
        ("?version=2.90", {}, "2.90"),
        ("?version=latest", {}, "2.104"),
        ("", {"OpenStack_API_Version": "compute 2.53"}, "2.53"),
        ("?version=2.90", {"OpenStack_API_Version": "compute 2.53"}, "2.90"),
    ],
)
def test_versions(query: str, headers: dict[str, str], shown: str) -> None:
    response = ask(query, **headers)
    assert response.json["info"]["version"] == shown
    assert response.headers["OpenStack-API-Version"] == f"compute {shown}"


@pytest.mark.parametrize(
    ("query", "code"), [("?version=9.9", 406), ("?version=2.105", 406), ("?version=x", 400), ("?version=%ff", 400)]
)
def test_versions_that_do_not_exist(query: str, code: int) -> None:
    assert ask(query).status_code == code


def test_an_unchanged_document_is_not_sent_again() -> None:
    assert ask("", If_None_Match=ask().headers["ETag"]).status_code == 304
    assert ask("?version=2.90", If_None_Match=ask().headers["ETag"]).status_code == 200


def test_other_methods_get_the_choices() -> None:
    assert ask(method="POST").status_code == 300

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Errors as HTTP."""

import logging

import pytest

from nova_lite import exception
from nova_lite.api import errors
from nova_lite.api.errors import HttpError


@pytest.mark.parametrize(
    ("error", "code", "key"),
    [
        (exception.FlavorNotFound(flavor_id="x"), 404, "itemNotFound"),
        (exception.InvalidInput(reason="x"), 400, "badRequest"),
        (exception.InstanceIsLocked(instance_uuid="x"), 409, "conflictingRequest"),
        (exception.TooManyInstances(overs="", req="", used="", allowed=""), 403, "forbidden"),
        (exception.PeerUnavailable(service="x", reason="y"), 503, "serviceUnavailable"),
        (exception.ConsoleTypeUnavailable(console_type="x"), 400, "badRequest"),
        (exception.NoValidHost(reason="x"), 400, "badRequest"),
        (NotImplementedError("x"), 501, "notImplemented"),
        (HttpError(415), 415, "badMediaType"),
        (HttpError(410, "gone"), 410, "computeFault"),
    ],
)
def test_family_gives_the_code(error: Exception, code: int, key: str) -> None:
    response = errors.answer(error)
    assert response.status_int == code
    assert response.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert response.json == {key: {"code": code, "message": errors.message_of(error)}}


def test_users_do_not_read_where_the_database_is(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "nova_lite.api.errors"):
        response = errors.answer(exception.DatabaseUnavailable(reason="no route to db7.internal"))
    assert response.status_code == 503
    assert "db7" not in response.text
    assert "db7" in caplog.text


def test_row_may_differ() -> None:
    overrides: dict[type[Exception], int] = {exception.Conflict: 400}
    assert errors.code_of(exception.FlavorExists(name="x"), overrides) == 400
    assert errors.code_of(exception.FlavorNotFound(flavor_id="x"), overrides) == 404


def test_bug_is_logged_once_and_hides_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        response = errors.answer(KeyError("secret"))
    assert response.status_int == 500
    assert "Unexpected API Error." in response.json["computeFault"]["message"]
    assert "KeyError" in response.json["computeFault"]["message"]
    assert "secret" not in response.text
    assert len(caplog.records) == 1


def test_retry_after_is_in_header_and_body() -> None:
    response = errors.fault(413, "too much", retry_after="5")
    assert response.json["overLimit"]["retryAfter"] == response.headers["Retry-After"] == "5"

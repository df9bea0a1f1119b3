# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The layers around the dispatcher."""

import logging
from collections.abc import Iterable
from typing import Any

import pytest
import webob

from nova_lite.api import dispatch, middleware
from nova_lite.conf import CONF


class Inner:
    """Remembers what reached it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.environ: dict[str, Any] = {}
        self._error = error

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.environ = environ
        if self._error is not None:
            raise self._error
        return webob.Response(status=200, text="ok")(environ, start_response)


def get(application: Any, path: str = "/", **headers: str) -> webob.Response:
    return webob.Request.blank(path, headers=headers).get_response(application)


def test_request_id_is_told_twice_and_the_clients_is_kept() -> None:
    inner = Inner()
    theirs = "req-5f2c1d5e-7a3b-4a53-9c61-2b1a1c1f0a01"
    response = get(middleware.RequestId(inner, CONF), **{"X-Openstack-Request-Id": theirs})
    ours = response.headers["X-Openstack-Request-Id"]
    assert response.headers["X-Compute-Request-Id"] == ours == inner.environ["openstack.request_id"] != theirs
    assert inner.environ["openstack.global_request_id"] == theirs


def test_escaped_error_becomes_a_fault() -> None:
    response = get(middleware.FaultWrap(Inner(KeyError("x"))))
    assert response.status_int == 500 and "KeyError" in response.json["computeFault"]["message"]


def test_one_log_line_per_request(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        get(middleware.RequestLog(Inner()), "/v2.1/servers?limit=1")
    (record,) = caplog.records
    assert '"GET /v2.1/servers?limit=1" status: 200 len: 2 microversion: -' in record.getMessage()


def test_context_comes_from_the_token() -> None:
    inner = Inner()
    get(
        middleware.Context(inner),
        **{
            "X-User-Id": "u",
            "X-Project-Id": "p",
            "X-Roles": "admin,member",
            "X-Service-Catalog": '[{"type": "image"}]',
        },
    )
    context = inner.environ[dispatch.CONTEXT]
    assert (context.user_id, context.project_id, context.is_admin) == ("u", "p", True)
    assert context.service_catalog == [{"type": "image"}]
    get(middleware.Context(inner), **{"X-User-Id": "u", "X-Project-Id": "p", "X-Roles": "member"})
    assert inner.environ[dispatch.CONTEXT].is_admin is False


def test_token_without_user_or_with_bad_catalog() -> None:
    assert get(middleware.Context(Inner())).status_int == 401
    assert get(middleware.Context(Inner()), **{"X-User-Id": "u", "X-Service-Catalog": "{"}).status_int == 500


def test_mounts_move_their_part_of_the_path() -> None:
    inner = Inner()
    get(middleware.Mounts(inner), "/v2/servers")
    assert (inner.environ["SCRIPT_NAME"], inner.environ["PATH_INFO"]) == ("/v2", "/servers")
    assert inner.environ[dispatch.LEGACY] is True
    get(middleware.Mounts(inner), "/v2.1/servers")
    assert (inner.environ["SCRIPT_NAME"], inner.environ[dispatch.LEGACY]) == ("/v2.1", False)


def test_proxy_may_name_the_scheme() -> None:
    CONF.set_override("secure_proxy_ssl_header", "HTTP_X_PROTO", group="wsgi")
    response = get(middleware.Mounts(Inner()), "/", **{"X-Proto": "https", "Host": "cloud"})
    assert response.json["versions"][0]["links"][0]["href"] == "https://cloud/v2/"

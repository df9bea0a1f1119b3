# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The whole stack."""

import pytest
import webob
from keystoneauth1.exceptions import NoMatchingPlugin
from keystonemiddleware import auth_token

from nova_lite import exception
from nova_lite.api import app
from nova_lite.conf import CONF
from tests.unit.api.calls import PROJECT, BelievingCheck, Client


def test_answers_below_a_mount_have_request_ids_even_without_route() -> None:
    for path in ("/extensions", "/nothing"):
        response = Client().call("GET", path)
        assert response.headers["X-Openstack-Request-Id"].startswith("req-")
        assert response.headers["X-Compute-Request-Id"] == response.headers["X-Openstack-Request-Id"]
    assert "X-Openstack-Request-Id" not in Client(mount="").call("GET", "/").headers


def test_large_bodies_are_refused_before_the_token_is_looked_at() -> None:
    application = app.assemble(BelievingCheck)
    CONF.set_override("max_request_body_size", 10, group="oslo_middleware")
    request = webob.Request.blank("/v2.1/flavors", method="POST", body=b"x" * 11)
    assert request.get_response(application).status_int == 413


def test_browsers_of_allowed_origins_may_ask() -> None:
    CONF.set_override("allowed_origin", ["http://dashboard"], group="cors")
    request = webob.Request.blank("/v2.1/flavors", method="OPTIONS")
    request.headers.update({"Origin": "http://dashboard", "Access-Control-Request-Method": "GET"})
    response = request.get_response(app.assemble(BelievingCheck))
    assert response.headers["Access-Control-Allow-Origin"] == "http://dashboard"


def test_proxy_headers_shape_links() -> None:
    CONF.set_override("enable_proxy_headers_parsing", True, group="oslo_middleware")
    request = webob.Request.blank("/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "cloud"})
    found = request.get_response(app.assemble(BelievingCheck)).json["versions"][1]
    assert found["links"][0]["href"] == "https://cloud/v2.1/"


def test_tokens_are_checked_by_keystonemiddleware(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Check(auth_token.AuthProtocol):
        def __init__(self, application: object, conf: dict[str, object]) -> None:
            seen.extend(conf)
            self._inner = application

        def __call__(self, environ: dict[str, object], start_response: object) -> object:
            return BelievingCheck(self._inner)(environ, start_response)

    monkeypatch.setattr(auth_token, "AuthProtocol", Check)
    request = webob.Request.blank("/v2.1/extensions", headers={"X-Auth-Token": f"u {PROJECT} member"})
    assert request.get_response(app.load()).status_int == 200
    assert seen == ["oslo_config_config"]


def test_options_of_the_token_check_that_do_not_work_name_their_section(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(application: object, conf: dict[str, object]) -> None:
        raise NoMatchingPlugin("nonsense")

    monkeypatch.setattr(auth_token, "AuthProtocol", refuse)
    with pytest.raises(exception.ConfigInvalid, match=r"\[keystone_authtoken\].*nonsense"):
        app.load()

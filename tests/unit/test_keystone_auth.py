# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Whose token goes out, what is tried again, and what callers see when a service fails."""

import logging
from collections.abc import Iterator

import pytest

from nova_lite import context as nova_context
from nova_lite import exception, figures, keystone_auth
from nova_lite.conf import CONF
from tests.functional.fixtures.cloud import Cloud, cloud
from tests.functional.fixtures.http_service import HttpService
from tests.unit.counting import Counted

__all__ = ["cloud"]
PATH = "/v2.0/extensions"


@pytest.fixture
def no_delay(cloud: Cloud) -> Iterator[None]:
    CONF.set_override("connect_retry_delay", 0.01, group="neutron")
    yield
    CONF.clear_override("connect_retry_delay", group="neutron")


def last_headers(service: HttpService) -> dict[str, str]:
    return dict(service.requests[-1].headers)


def test_user_token_and_request_id_go_out(cloud: Cloud) -> None:
    context = cloud.context()
    assert keystone_auth.rest("neutron", context).request("GET", PATH).ok
    headers = last_headers(cloud.neutron)
    assert headers["X-Auth-Token"] == context.auth_token
    assert headers["X-Openstack-Request-Id"] == context.global_id
    assert "X-Service-Token" not in headers
    assert cloud.keystone.total() == 0


def test_service_token_is_added_when_asked_for(cloud: Cloud) -> None:
    CONF.set_override("send_service_user_token", True, group="service_user")
    try:
        context = cloud.context()
        keystone_auth.rest("neutron", context).request("GET", PATH)
    finally:
        CONF.clear_override("send_service_user_token", group="service_user")
    headers = last_headers(cloud.neutron)
    assert headers["X-Auth-Token"] == context.auth_token
    assert cloud.keystone.identity_of(headers["X-Service-Token"]) == cloud.nova


@pytest.mark.parametrize("as_service", [True, False])
def test_own_credentials_once_for_all_requests(cloud: Cloud, as_service: bool) -> None:
    context = cloud.context() if as_service else nova_context.get_admin_context()
    for _ in range(3):
        rest = keystone_auth.rest("neutron", context, as_service=as_service)
        assert rest.request("GET", PATH).ok
    token = last_headers(cloud.neutron)["X-Auth-Token"]
    assert cloud.keystone.identity_of(token) == cloud.nova
    assert cloud.keystone.counts[("POST", "/v3/auth/tokens")] == 1


def test_expired_own_token_is_renewed(cloud: Cloud) -> None:
    rest = keystone_auth.rest("neutron", None)
    assert rest.request("GET", PATH).ok
    cloud.keystone.tokens.clear()
    assert rest.request("GET", PATH).ok


def test_catalog_in_the_layout_of_keystonemiddleware(cloud: Cloud) -> None:
    context = cloud.context()
    url = cloud.neutron.url
    context.service_catalog = [
        {
            "type": "network",
            "name": "neutron",
            "endpoints": [{"region": "RegionOne", "publicURL": url, "internalURL": url}],
        }
    ]
    assert keystone_auth.rest("neutron", context).request("GET", PATH).ok


def test_version_suffix_is_stripped(cloud: Cloud) -> None:
    endpoint = f"{cloud.neutron.url}/v2.0/"
    rest = keystone_auth.rest("neutron", None, strip=("/v2.0",), endpoint=endpoint)
    assert rest.request("GET", PATH).ok


def test_missing_endpoint_is_named(cloud: Cloud) -> None:
    context = cloud.context()
    context.service_catalog = []
    with pytest.raises(exception.PeerUnavailable, match="neutron.*catalog"):
        keystone_auth.rest("neutron", context)


def test_missing_credentials_are_a_configuration_error(cloud: Cloud) -> None:
    for group in ("neutron", "service_user"):
        CONF.set_override("auth_type", None, group=group)
    with pytest.raises(exception.ConfigInvalid, match=r"\[neutron\]"):
        keystone_auth.rest("neutron", None)


def test_group_without_credentials_uses_those_of_the_service_user(cloud: Cloud) -> None:
    CONF.set_override("auth_type", None, group="glance")
    assert keystone_auth.rest("glance", None).request("GET", "/v2/images").ok


def test_wrong_password_is_named_and_not_printed(cloud: Cloud) -> None:
    CONF.set_override("password", "hunter2-wrong", group="neutron")
    with pytest.raises(exception.PeerUnavailable, match="credentials were refused") as caught:
        keystone_auth.rest("neutron", None)
    assert "hunter2" not in str(caught.value)


def test_server_error_and_its_retry_count(cloud: Cloud) -> None:
    cloud.neutron.fail("GET", PATH, 503)
    with pytest.raises(exception.PeerUnavailable, match="neutron failed: HTTP 503"):
        keystone_auth.rest("neutron", None).request("GET", PATH)


def test_broken_connection_is_tried_again_for_reads_only(cloud: Cloud, no_delay: None) -> None:
    rest = keystone_auth.rest("neutron", None)
    cloud.neutron.fail("GET", PATH, 0, times=2)
    assert rest.request("GET", PATH).ok
    cloud.neutron.fail("POST", "/v2.0/ports", 0, times=2)
    with pytest.raises(exception.PeerUnavailable):
        rest.request("POST", "/v2.0/ports", json={"port": {}})
    assert cloud.neutron.counts[("POST", "/v2.0/ports")] == 1


def test_refused_connection_is_tried_again_even_for_post(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("nova_lite.concurrency.sleep", waits.append)
    rest = keystone_auth.rest("neutron", None)
    cloud.neutron.stop()
    with pytest.raises(exception.PeerUnavailable, match="(?i)refused|connect"):
        rest.request("POST", "/v2.0/ports", json={"port": {}})
    assert len(waits) == keystone_auth.DEFAULT_CONNECT_RETRIES


def test_timeout_has_a_default_and_can_be_set(cloud: Cloud) -> None:
    CONF.set_override("timeout", 1, group="neutron")
    CONF.set_override("connect_retries", 0, group="neutron")
    try:
        cloud.neutron.fail("GET", PATH, 200, body={}, delay_s=1.5)
        with pytest.raises(exception.PeerUnavailable, match="timed out"):
            keystone_auth.rest("neutron", None).request("GET", PATH)
    finally:
        CONF.clear_override("timeout", group="neutron")
        CONF.clear_override("connect_retries", group="neutron")


def test_answers_below_500_are_handed_on(cloud: Cloud) -> None:
    reply = keystone_auth.rest("neutron", None).request("GET", "/v2.0/ports/nope")
    assert (reply.status, reply.ok) == (404, False)
    assert reply.body["NeutronError"]["type"] == "PortNotFound"


def test_tokens_are_never_logged(cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    context = cloud.context()
    keystone_auth.rest("neutron", context).request("GET", PATH)
    keystone_auth.rest("neutron", None).request("GET", PATH)
    assert not [token for token in cloud.keystone.tokens if token in caplog.text]


def test_headers_for_a_server_outside_the_catalog(cloud: Cloud) -> None:
    headers = keystone_auth.group_headers("service_user")
    assert cloud.keystone.identity_of(headers["X-Auth-Token"]) == cloud.nova
    CONF.set_override("auth_type", None, group="service_user")
    keystone_auth.reset()
    assert keystone_auth.group_headers("service_user") == {}


def test_requests_are_timed_by_service_and_status(cloud: Cloud, counted: Counted, no_delay: None) -> None:
    rest = keystone_auth.rest("neutron", cloud.context(), as_service=True)
    rest.request("GET", PATH)
    rest.request("GET", "/v2.0/ports/no-such-port")
    found = counted.of(figures.HTTP_CLIENT)
    assert found["neutron", "GET", "200"] == found["neutron", "GET", "404"] == found["keystone", "POST", "201"] == 1
    assert {service for service, _, _ in found} == {"neutron", "keystone"}

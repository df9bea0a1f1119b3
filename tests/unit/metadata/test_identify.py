# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Who asks for metadata."""

import hashlib
import hmac
from collections.abc import Iterator

import pytest
import webob
import webob.exc

from nova_lite.conf import CONF
from nova_lite.context import get_admin_context
from nova_lite.metadata import identify


@pytest.fixture(autouse=True)
def proxy_mode() -> Iterator[None]:
    CONF.set_override("service_metadata_proxy", True, "neutron")
    CONF.set_override("metadata_proxy_shared_secret", "secret", "neutron")
    yield
    CONF.clear_override("service_metadata_proxy", "neutron")
    CONF.clear_override("metadata_proxy_shared_secret", "neutron")


def signed(uuid: str, key: str = "secret") -> str:
    return hmac.new(key.encode(), uuid.encode(), hashlib.sha256).hexdigest()


def ask(**headers: str) -> identify.Caller:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return identify.caller(get_admin_context(), webob.Request.blank("/", headers=named))


def test_signed_headers_name_server_and_project() -> None:
    caller = ask(X_Instance_ID="u", X_Tenant_ID="p", X_Instance_ID_Signature=signed("u"), X_Forwarded_For="10.0.0.3")
    assert (caller.instance_uuid, caller.project_id, caller.address) == ("u", "p", "10.0.0.3")


@pytest.mark.parametrize(
    ("headers", "status", "text"),
    [
        ({}, 400, "X-Instance-ID header is missing"),
        ({"X_Instance_ID": "u"}, 400, "X-Instance-ID-Signature header is missing"),
        ({"X_Instance_ID": "u", "X_Instance_ID_Signature": signed("u")}, 400, "X-Tenant-ID header is missing"),
        ({"X_Instance_ID": "u,v"}, 400, "Multiple X-Instance-ID"),
        (
            {"X_Instance_ID": "u", "X_Tenant_ID": "p", "X_Instance_ID_Signature": signed("u", "other")},
            403,
            "Invalid proxy request signature",
        ),
    ],
)
def test_refusals(headers: dict[str, str], status: int, text: str) -> None:
    with pytest.raises(webob.exc.HTTPException) as caught:
        ask(**headers)
    assert caught.value.code == status and text in str(caught.value)


def test_a_load_balancer_needs_the_forwarded_address_and_a_signature() -> None:
    with pytest.raises(webob.exc.HTTPBadRequest):
        ask(X_Metadata_Provider="lb")
    with pytest.raises(webob.exc.HTTPForbidden):
        ask(X_Metadata_Provider="lb", X_Forwarded_For="10.0.0.3", X_Metadata_Provider_Signature="no")

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Error texts, codes and the microversion header."""

from nova_lite import context as nova_context
from nova_lite import exception
from nova_lite.keystone_auth import Reply
from nova_lite.placement import rest
from tests.functional.fixtures.cloud import Cloud

BODY = {"errors": [{"status": 409, "code": "placement.concurrent_update", "detail": "went\n wrong  "}]}


def test_code_and_text() -> None:
    reply = Reply(409, BODY)
    assert rest.error_code(reply) == rest.CONCURRENT_UPDATE
    assert rest.error_text(reply) == "went wrong"


def test_answer_without_details() -> None:
    reply = Reply(400, {})
    assert (rest.error_code(reply), rest.error_text(reply)) == ("", "HTTP 400")


def test_refusal_of_our_account_is_no_fault_of_the_request() -> None:
    assert isinstance(rest.refuse(Reply(403, {})), exception.PeerUnavailable)
    assert isinstance(rest.refuse(Reply(400, {})), exception.ResourceProviderInvalid)


def test_every_request_names_microversion_and_request_id(cloud: Cloud) -> None:
    context = nova_context.get_admin_context()
    assert rest.request(context, "GET", "/traits").ok
    (sent,) = cloud.placement.requests
    assert sent.headers["OpenStack-API-Version"] == f"placement {rest.MICROVERSION}"
    assert sent.headers["X-Openstack-Request-Id"] == context.global_id

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Resources that are gone."""

import re

import pytest
import webob

from nova_lite.api import gone
from nova_lite.api.route import Route
from tests.unit.api.calls import Client

SERVER = "/servers/00000000-0000-4000-8000-000000000001/action"


def ask(row: Route, client: Client, version: str = "2.1") -> int:
    body = {row.action: None} if row.path.endswith("/action") else {}
    path = re.sub(r"{\w+}", "x", row.path)
    return client.call(row.method, path, body, version).status_int


@pytest.mark.parametrize("row", gone.ROUTES[:-1], ids=lambda row: f"{row.method} {row.path} {row.action}")
def test_410(row: Route) -> None:
    client = Client(roles="nobody")
    assert [ask(row, client), ask(row, client, "2.104")] == [410, 410]


def test_how_many() -> None:
    assert len(gone.ROUTES) == 53 + 1


def test_form_of_the_answer() -> None:
    answer = Client().call("GET", "/os-agents")
    assert answer.json["computeFault"]["code"] == 410
    assert answer.headers["X-OpenStack-Nova-API-Version"] == "2.1"
    assert Client(mount="/v2").call("GET", "/os-cells/info").status_int == 410


def test_token_is_needed() -> None:
    request = webob.Request.blank("/v2.1/os-agents")
    assert request.get_response(Client().application).status_int == 401


def test_actions_are_still_known_by_name() -> None:
    client = Client()
    assert client.call("POST", "/os-networks/1/action", {"other": None}).status_int == 400
    assert client.call("POST", "/os-fixed-ips/1/action", {"reserve": None, "unreserve": None}).status_int == 400


def test_rdp_console() -> None:
    body = {"os-getRDPConsole": {"type": "rdp-html5"}}
    assert Client().call("POST", SERVER, body, "2.5").status_int == 400
    assert Client().call("POST", SERVER, body, "2.6").status_int == 404

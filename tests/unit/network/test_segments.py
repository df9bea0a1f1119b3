# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Segments of requested networks."""

from typing import Any

import pytest

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.keystone_auth import Reply
from nova_lite.network import segments
from nova_lite.network.records import PortRecord
from nova_lite.objects.request_spec import NetworkRequest

CONTEXT = RequestContext(user_id="user", project_id="project")
SUBNETS = [
    {"id": "sub1", "network_id": "routed", "segment_id": "s1"},
    {"id": "sub2", "network_id": "routed", "segment_id": "s2"},
    {"id": "sub3", "network_id": "plain", "segment_id": None},
]


@pytest.fixture
def neutron(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    asked: list[Any] = []

    def request(context: Any, method: str, path: str, *, params: Any, as_service: bool) -> Reply:
        asked.append(params)
        return Reply(200, {"subnets": [row for row in SUBNETS if row["network_id"] in params["network_id"]]})

    def ports(context: Any, filters: Any, as_service: bool) -> list[PortRecord]:
        row = {"network_id": "routed", "fixed_ips": [{"subnet_id": "sub2", "ip_address": "10.0.0.2"}]}
        return [PortRecord.from_json({**row, "id": one}) for one in filters["id"]]

    monkeypatch.setattr(segments.client, "request", request)
    monkeypatch.setattr(segments.client, "ports", ports)
    return asked


def test_a_network_may_be_on_any_of_its_segments(neutron: list[Any]) -> None:
    assert segments.of_requests(CONTEXT, [NetworkRequest(network_id="routed")]) == [["s1", "s2"]]
    assert segments.of_requests(CONTEXT, [NetworkRequest(network_id="plain")]) == []


def test_a_port_is_on_the_segment_of_its_address(neutron: list[Any]) -> None:
    assert segments.of_requests(CONTEXT, [NetworkRequest(port_id="port")]) == [["s2"]]


def test_nothing_is_asked_when_no_network_is_named(neutron: list[Any]) -> None:
    assert segments.of_requests(CONTEXT, [NetworkRequest(no_allocate=True)]) == []
    assert neutron == []


def test_a_refusal_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments.client, "request", lambda *args, **options: Reply(403, {}))
    with pytest.raises(exception.Forbidden):
        segments.of_requests(CONTEXT, [NetworkRequest(network_id="routed")])

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Floating addresses in Neutron."""

import pytest

from nova_lite import exception
from nova_lite.network import floating
from tests.unit.network.conftest import Net

FLOATING = "/v2.0/floatingips"


def test_whole_list_costs_three_requests(net: Net) -> None:
    context = net.context()
    port = net.neutron.add_port(net.private, device_id="server")
    for _ in range(3):
        made = floating.create(context, "public")
        net.neutron.tables["floatingips"][made.record.id]["port_id"] = port["id"]
    net.neutron.reset_counts()
    found = floating.listed(context, net.project_id)
    assert [(one.pool, one.server_id) for one in found] == [("public", "server")] * 3
    assert net.neutron.total() == 3
    assert floating.show(context, made.record.id).server_id == "server"


def test_pools_without_name_and_with_the_same_name(net: Net) -> None:
    nameless = net.neutron.add_network("", "ops", ["172.25.0.0/24"], **{"router:external": True})
    net.neutron.add_network("public", "ops", ["172.26.0.0/24"], **{"router:external": True})
    assert set(floating.pools(net.context())) == {"public", nameless["id"]}
    with pytest.raises(exception.InvalidInput):
        floating.create(net.context(), "public")
    assert floating.create(net.context(), nameless["id"]).pool == nameless["id"]
    with pytest.raises(exception.NotFound):
        floating.create(net.context(), net.private["id"])


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        (409, "OverQuota", exception.OverQuota),
        (409, "IpAddressGenerationFailure", exception.NotFound),
        (400, "ExternalIpAddressExhausted", exception.NotFound),
        (400, "BadRequest", exception.InvalidInput),
        (403, "PolicyNotAuthorized", exception.Forbidden),
    ],
)
def test_refusals(net: Net, status: int, kind: str, expected: type[Exception]) -> None:
    net.neutron.fail("POST", FLOATING, status, body={"NeutronError": {"type": kind, "message": "because"}})
    with pytest.raises(expected):
        floating.create(net.context(), "public")


def test_gone(net: Net) -> None:
    made = floating.create(net.context(), "public")
    floating.delete(net.context(), made.record.id)
    for call in (floating.delete, floating.show):
        with pytest.raises(exception.NotFound):
            call(net.context(), made.record.id)

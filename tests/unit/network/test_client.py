# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Single requests to Neutron, and what its refusals become."""

import uuid
from typing import Any

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.network import client
from tests.unit.network.conftest import Net

PORTS = "/v2.0/ports"


def neutron_error(kind: str, message: str = "because") -> dict[str, Any]:
    return {"NeutronError": {"type": kind, "message": message, "detail": ""}}


def test_users_see_their_networks_and_the_service_all(net: Net) -> None:
    seen = {one.name for one in client.networks(net.context(), {})}
    assert seen == {"private", "second", "public"}
    assert "foreign" in {one.name for one in client.networks(net.context(), {}, as_service=True)}


def test_provider_values_are_for_the_service(net: Net) -> None:
    (seen,) = client.networks(net.context(), {"id": [net.private["id"]]})
    assert seen.network_type is None
    (known,) = client.networks(net.context(), {"id": [net.private["id"]]}, as_service=True)
    assert (known.network_type, known.mtu) == ("vxlan", 1450)


def test_long_id_lists_are_split(net: Net) -> None:
    ids = [str(uuid.uuid4()) for _ in range(client.IDS_PER_REQUEST + 1)]
    port = net.neutron.add_port(net.private)
    found = client.ports(net.context(), {"id": [*ids, port["id"]]})
    assert [one.id for one in found] == [port["id"]]
    assert net.neutron.counts[("GET", PORTS)] == 2


def test_fields_limit_what_is_sent(net: Net) -> None:
    net.neutron.add_port(net.private)
    (found,) = client.ports(net.context(), {}, fields=["id"])
    assert (found.network_id, found.mac_address) == ("", "")


def test_port_of_its_owner_only(net: Net) -> None:
    mine = net.neutron.add_port(net.private)
    theirs = net.neutron.add_port(net.foreign)
    assert client.port(net.context(), mine["id"]).network_id == net.private["id"]
    with pytest.raises(exception.PortNotFound):
        client.port(net.context(), theirs["id"])


def test_create_keeps_the_order(net: Net) -> None:
    bodies = [
        {"network_id": network["id"], "tenant_id": net.project_id} for network in (net.second, net.private, net.second)
    ]
    made = client.create_ports(net.context(), bodies)
    assert [one.network_id for one in made] == [body["network_id"] for body in bodies]
    assert client.create_ports(net.context(), []) == []
    assert net.neutron.counts[("POST", PORTS)] == 1


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        (409, "IpAddressAlreadyAllocated", exception.FixedIpAlreadyInUse),
        (409, "IpAddressInUse", exception.FixedIpAlreadyInUse),
        (409, "OverQuota", exception.PortLimitExceeded),
        (409, "IpAddressGenerationFailure", exception.NoMoreFixedIps),
        (404, "NetworkNotFound", exception.NetworkNotFound),
        (404, "SecurityGroupNotFound", exception.SecurityGroupNotFound),
        (400, "PortSecurityAndIPRequiredForSecurityGroups", exception.SecurityGroupCannotBeApplied),
        (400, "InvalidIpForNetwork", exception.InvalidInput),
        (409, "HostNotReady", exception.NetworkAllocationFailed),
    ],
)
def test_refused_ports(net: Net, status: int, kind: str, expected: type[Exception]) -> None:
    net.neutron.fail("POST", PORTS, status, body=neutron_error(kind))
    with pytest.raises(expected):
        client.create_ports(net.context(), [{"network_id": "n", "fixed_ips": [{"ip_address": "10.0.0.9"}]}])


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, exception.InvalidInput),
        (401, exception.PeerUnavailable),
        (403, exception.Forbidden),
        (404, exception.NotFound),
        (409, exception.Conflict),
        (503, exception.PeerUnavailable),
    ],
)
def test_refused_reads(net: Net, status: int, expected: type[Exception]) -> None:
    net.neutron.fail("GET", PORTS, status, body=neutron_error("Odd"), times=2)
    with pytest.raises(expected):
        client.ports(net.context(), {})


def test_update_and_delete(net: Net) -> None:
    port = net.neutron.add_port(net.private)
    assert client.update_port(net.context(), port["id"], {"device_id": "x"}).device_id == "x"
    assert client.delete_port(net.context(), port["id"]) is True
    assert client.delete_port(net.context(), port["id"]) is False
    with pytest.raises(exception.PortNotFound):
        client.update_port(net.context(), port["id"], {})


@pytest.mark.parametrize("details", [True, False])
def test_free_ports(net: Net, details: bool) -> None:
    if details:
        net.neutron.extensions.append("quota_details")
    net.neutron.quotas[net.project_id] = 3
    net.neutron.add_port(net.private)
    assert client.free_ports(net.context(), net.project_id) == 2
    net.neutron.quotas[net.project_id] = client.UNLIMITED
    assert client.free_ports(net.context(), net.project_id) == client.UNLIMITED


def test_extensions_are_remembered(net: Net) -> None:
    for _ in range(3):
        assert "router" in client.extensions(net.context())
    assert net.neutron.counts[("GET", "/v2.0/extensions")] == 1
    CONF.set_override("extension_sync_interval", 0, group="neutron")
    try:
        client.extensions(net.context())
    finally:
        CONF.clear_override("extension_sync_interval", group="neutron")
    assert net.neutron.counts[("GET", "/v2.0/extensions")] == 2


def test_floating_ips_only_where_there_are_routers(net: Net) -> None:
    net.neutron.extensions.remove("router")
    assert client.floating_ips(net.context(), ["port"]) == []
    assert net.neutron.counts[("GET", "/v2.0/floatingips")] == 0


def test_automatic_network(net: Net) -> None:
    client.check_auto_topology(net.context(), net.project_id)
    before = len(net.neutron.tables["networks"])
    made = client.auto_topology(net.context(), net.project_id)
    assert client.auto_topology(net.context(), net.project_id) == made
    assert len(net.neutron.tables["networks"]) == before + 1
    net.public["router:external"] = False
    with pytest.raises(exception.UnableToAutoAllocateNetwork):
        client.check_auto_topology(net.context(), net.project_id)


def test_nothing_is_asked_about_nothing(net: Net) -> None:
    assert client.subnets(net.context(), []) == []
    assert client.floating_ips(net.context(), []) == []
    assert net.neutron.total() == 0


def test_networks_of_a_metadata_provider(net: Net) -> None:
    subnet = net.neutron.tables["subnets"][net.private["subnets"][0]]
    subnet["advanced_service_providers"] = "lb-1"
    assert client.networks_of_provider(net.context(), "lb-1") == [net.private["id"]]

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which network requests pass, and how many servers the port quota allows."""

import uuid

import pytest

from nova_lite import exception
from nova_lite.network import requested
from nova_lite.objects.request_spec import NetworkRequest
from tests.unit.network.conftest import Net

AUTO = [NetworkRequest(auto_allocate=True)]


def only_private(net: Net) -> None:
    del net.neutron.tables["networks"][net.second["id"]]


def test_none_needs_no_request(net: Net) -> None:
    assert requested.validate(net.context(), [NetworkRequest(no_allocate=True)], 5) == 5
    assert net.neutron.total() == 0


@pytest.mark.parametrize("wanted", [None, [], [NetworkRequest()]])
def test_nothing_named_takes_the_only_network(net: Net, wanted: list[NetworkRequest] | None) -> None:
    only_private(net)
    assert requested.validate(net.context(), wanted, 2) == 2


def test_nothing_named_with_two_networks_is_ambiguous(net: Net) -> None:
    for wanted in (None, AUTO):
        with pytest.raises(exception.NetworkAmbiguous):
            requested.validate(net.context(), wanted, 1)


def test_shared_networks_count(net: Net) -> None:
    only_private(net)
    net.foreign["shared"] = True
    with pytest.raises(exception.NetworkAmbiguous):
        requested.validate(net.context(), None, 1)


def test_auto_without_network_asks_whether_one_can_be_made(net: Net) -> None:
    net.neutron.tables["networks"].clear()
    assert requested.validate(net.context(), None, 1) == 1
    with pytest.raises(exception.UnableToAutoAllocateNetwork):
        requested.validate(net.context(), AUTO, 1)
    net.neutron.add_network("ext", "ops", ["172.24.4.0/24"], **{"router:external": True})
    assert requested.validate(net.context(), AUTO, 1) == 1
    assert len(net.neutron.tables["networks"]) == 1


def test_auto_ignores_networks_that_are_down(net: Net) -> None:
    net.second["admin_state_up"] = False
    assert requested.validate(net.context(), AUTO, 1) == 1


def test_named_network_must_be_visible_and_have_a_subnet(net: Net) -> None:
    assert requested.validate(net.context(), [NetworkRequest(network_id=net.private["id"])] * 2, 1) == 1
    for lost in (net.foreign["id"], str(uuid.uuid4())):
        with pytest.raises(exception.NetworkNotFound, match=lost):
            requested.validate(net.context(), [NetworkRequest(network_id=lost)], 1)
    bare = net.neutron.add_network("bare", net.project_id)
    with pytest.raises(exception.NetworkRequiresSubnet):
        requested.validate(net.context(), [NetworkRequest(network_id=bare["id"])], 1)


def test_named_port(net: Net) -> None:
    free = net.neutron.add_port(net.private)
    used = net.neutron.add_port(net.private, device_id="someone")
    bare = net.neutron.add_port(net.private, fixed_ips=[])
    late = net.neutron.add_port(net.private, fixed_ips=[], ip_allocation="deferred")
    theirs = net.neutron.add_port(net.foreign)
    for good in (free, late):
        assert requested.validate(net.context(), [NetworkRequest(port_id=good["id"])], 1) == 1
    for bad, error in (
        (used, exception.PortInUse),
        (bare, exception.PortRequiresFixedIP),
        (theirs, exception.PortNotFound),
    ):
        with pytest.raises(error):
            requested.validate(net.context(), [NetworkRequest(port_id=bad["id"])], 1)


def test_address_that_is_taken(net: Net) -> None:
    port = net.neutron.add_port(net.private, device_id="owner-uuid")
    address = port["fixed_ips"][0]["ip_address"]
    wanted = [NetworkRequest(network_id=net.private["id"], address=address)]
    with pytest.raises(exception.FixedIpAlreadyInUse, match="owner-uuid"):
        requested.validate(net.context(), wanted, 1)
    wanted = [NetworkRequest(network_id=net.private["id"], address="10.0.0.77")]
    assert requested.validate(net.context(), wanted, 1) == 1


def test_port_quota_lowers_the_number_of_servers(net: Net) -> None:
    two = [NetworkRequest(network_id=net.private["id"]), NetworkRequest(network_id=net.second["id"])]
    net.neutron.quotas[net.project_id] = 5
    assert requested.validate(net.context(), two, 9) == 2
    net.neutron.quotas[net.project_id] = 1
    with pytest.raises(exception.PortLimitExceeded):
        requested.validate(net.context(), two, 9)
    net.neutron.quotas[net.project_id] = -1
    assert requested.validate(net.context(), two, 9) == 9


def test_existing_ports_need_no_quota(net: Net) -> None:
    port = net.neutron.add_port(net.private)
    net.neutron.quotas[net.project_id] = 0
    assert requested.validate(net.context(), [NetworkRequest(port_id=port["id"])], 1) == 1


def test_cost_of_one_named_network(net: Net) -> None:
    net.neutron.extensions.append("quota_details")
    requested.validate(net.context(), [NetworkRequest(network_id=net.private["id"])], 1)
    net.neutron.reset_counts()
    requested.validate(net.context(), [NetworkRequest(network_id=net.private["id"])], 10)
    assert net.neutron.total() == 2


def test_ports_that_need_hardware_or_bandwidth_are_refused(net: Net) -> None:
    direct = net.neutron.add_port(net.private, **{"binding:vnic_type": "direct"})
    guaranteed = net.neutron.add_port(net.private, resource_request={"request_groups": [{"id": "g"}]})
    for port in (direct, guaranteed):
        with pytest.raises(exception.UnsupportedFeature):
            requested.validate(net.context(), [NetworkRequest(port_id=port["id"])], 1)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Ports of a deleted server: deleted or unbound, however often and whatever fails in between."""

import pytest

from nova_lite import exception
from nova_lite.network import allocate, release
from nova_lite.network.model import vifs_to_cache
from nova_lite.objects.instance import NETWORK_ALLOCATED, Instance
from nova_lite.objects.request_spec import NetworkRequest
from tests.unit.network.conftest import Net

PORT = "/v2.0/ports/{row_id}"


def server(net: Net, number: int = 1) -> tuple[Instance, NetworkRequest]:
    """A server with one made and one adopted port."""
    mine = NetworkRequest(port_id=net.neutron.add_port(net.second)["id"])
    instance = net.instance(number)
    wanted = [NetworkRequest(network_id=net.private["id"]), mine]
    instance.network_info = vifs_to_cache(allocate.allocate(net.context(), instance, wanted))
    return instance, mine


def test_made_ports_go_and_adopted_ones_stay(net: Net) -> None:
    instance, mine = server(net)
    other, _ = server(net, 2)
    release.deallocate(net.context(), instance)
    assert net.neutron.ports_of(instance.uuid) == []
    assert net.neutron.tables["ports"][str(mine.port_id)]["device_id"] == ""
    assert len(net.neutron.ports_of(other.uuid)) == 2


def test_repeating_changes_nothing(net: Net) -> None:
    instance, _ = server(net)
    release.deallocate(net.context(), instance)
    net.neutron.reset_counts()
    release.deallocate(net.context(), instance)
    assert net.neutron.total() == 1


def test_a_server_that_never_had_ports_is_not_asked_about(net: Net) -> None:
    """A server of before the mark, or one that got an interface, is."""
    instance = net.instance(1)
    for mark, requests in (("False", 0), ("True", 1), (None, 2)):
        instance.system_metadata = {NETWORK_ALLOCATED: mark} if mark else {}
        release.deallocate(net.context(), instance)
        assert net.neutron.total("GET") == requests


def test_lost_record_is_made_up_for_by_the_request(net: Net) -> None:
    instance, mine = server(net)
    instance.network_info = []
    release.deallocate(net.context(), instance, [mine])
    assert str(mine.port_id) in net.neutron.tables["ports"]
    assert net.neutron.ports_of(instance.uuid) == []


def test_one_stubborn_port_does_not_keep_the_others(net: Net) -> None:
    instance, mine = server(net)
    net.neutron.fail("DELETE", PORT, 500, times=1)
    with pytest.raises(exception.PeerUnavailable):
        release.deallocate(net.context(), instance)
    assert net.neutron.tables["ports"][str(mine.port_id)]["device_id"] == ""
    release.deallocate(net.context(), instance)
    assert net.neutron.ports_of(instance.uuid) == []


def test_ports_that_vanish_meanwhile(net: Net) -> None:
    instance, mine = server(net)
    net.neutron.fail("DELETE", PORT, 404)
    net.neutron.fail("PUT", PORT, 404)
    release.deallocate(net.context(), instance)
    assert net.neutron.counts[("PUT", PORT)] == 2


def test_one_port(net: Net) -> None:
    instance, mine = server(net)
    made = next(vif["id"] for vif in instance.network_info if vif["id"] != mine.port_id)
    for _ in range(2):
        release.deallocate_port(net.context(), instance, made)
    assert [port["id"] for port in net.neutron.ports_of(instance.uuid)] == [mine.port_id]
    release.deallocate_port(net.context(), instance, str(mine.port_id))
    assert net.neutron.ports_of(instance.uuid) == []
    assert str(mine.port_id) in net.neutron.tables["ports"]


def test_port_that_serves_another_server_is_left_alone(net: Net) -> None:
    instance, _ = server(net)
    other, _ = server(net, 2)
    release.deallocate_port(net.context(), instance, other.network_info[0]["id"])
    assert len(net.neutron.ports_of(other.uuid)) == 2


def test_undo_never_raises(net: Net, caplog: pytest.LogCaptureFixture) -> None:
    net.neutron.fail("GET", "/v2.0/ports", 500, times=9)
    release.undo_allocation(net.context(), net.instance(), [])
    assert net.instance().uuid in caplog.text

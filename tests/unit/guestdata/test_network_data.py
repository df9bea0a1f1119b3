# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""network_data.json."""

from nova_lite.guestdata.network_data import document
from tests.unit.guestdata.builders import a_vif


def test_no_interfaces_give_an_empty_document() -> None:
    assert document([]) == {}


def test_dhcp_carries_no_address_and_no_mtu() -> None:
    body = document([a_vif(dhcp=True)])
    assert body["links"] == [
        {"id": "tap1", "vif_id": "port1", "type": "ovs", "mtu": None, "ethernet_mac_address": "fa:16:3e:00:00:01"}
    ]
    assert body["networks"] == [{"id": "network0", "link": "tap1", "network_id": "net", "type": "ipv4_dhcp"}]
    assert body["services"] == [{"type": "dns", "address": "8.8.8.8"}]


def test_static_carries_address_routes_and_mtu() -> None:
    body = document([a_vif(dhcp=False)])
    assert body["links"][0]["mtu"] == 1450
    (network,) = body["networks"]
    assert (network["type"], network["ip_address"], network["netmask"]) == ("ipv4", "10.0.0.11", "255.255.255.0")
    assert network["routes"] == [
        {"network": "0.0.0.0", "netmask": "0.0.0.0", "gateway": "10.0.0.1"},
        {"network": "192.168.0.0", "netmask": "255.255.0.0", "gateway": "10.0.0.2"},
    ]


def test_networks_are_counted_over_all_interfaces_and_dns_is_listed_once() -> None:
    body = document([a_vif(number=1), a_vif(number=2)])
    assert [network["id"] for network in body["networks"]] == ["network0", "network1"]
    assert len(body["services"]) == 1

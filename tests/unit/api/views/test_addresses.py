# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses by network."""

from nova_lite.api.views.addresses import by_network
from tests.unit.control_plane import an_instance
from tests.unit.guestdata.builders import a_vif


def test_fixed_then_floating_with_type_and_mac() -> None:
    found = by_network(an_instance(network_info=[a_vif().to_dict()]))
    mac = "fa:16:3e:00:00:01"
    assert found == {
        "private": [
            {"version": 4, "addr": "10.0.0.11", "OS-EXT-IPS:type": "fixed", "OS-EXT-IPS-MAC:mac_addr": mac},
            {"version": 4, "addr": "172.24.4.9", "OS-EXT-IPS:type": "floating", "OS-EXT-IPS-MAC:mac_addr": mac},
        ]
    }


def test_short_form_and_no_interfaces() -> None:
    found = by_network(an_instance(network_info=[a_vif().to_dict()]), extended=False)
    assert found["private"][0] == {"version": 4, "addr": "10.0.0.11"}
    assert by_network(an_instance()) == {}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sparse rows of Neutron are read without surprises."""

from nova_lite.network.records import (
    FixedAddress,
    FloatingRecord,
    GroupRecord,
    NetworkRecord,
    PortRecord,
    SubnetRecord,
)


def test_missing_and_null_keys_get_defaults() -> None:
    port = PortRecord.from_json({"id": "p", "fixed_ips": None, "binding:profile": None})
    assert (port.fixed_ips, port.profile, port.vnic_type, port.admin_state_up) == ((), {}, "normal", True)
    network = NetworkRecord.from_json({"id": "n", "name": None})
    assert (network.name, network.port_security_enabled, network.external) == ("", True, False)
    subnet = SubnetRecord.from_json({"id": "s", "network_id": "n", "cidr": "10.0.0.0/8", "gateway_ip": None})
    assert (subnet.gateway, subnet.version, subnet.dhcp_enabled) == (None, 4, True)
    assert GroupRecord.from_json({"id": "g"}).rules == ()


def test_values_are_read() -> None:
    port = PortRecord.from_json(
        {
            "id": "p",
            "network_id": "n",
            "tenant_id": "project",
            "fixed_ips": [{"subnet_id": "s", "ip_address": "10.0.0.2"}],
            "binding:host_id": "h",
            "binding:vif_type": "ovs",
            "port_security_enabled": False,
        }
    )
    assert port.fixed_ips == (FixedAddress("s", "10.0.0.2"),)
    assert (port.project_id, port.host, port.vif_type) == ("project", "h", "ovs")
    subnet = SubnetRecord.from_json(
        {
            "id": "s",
            "network_id": "n",
            "cidr": "fd00::/64",
            "ip_version": 6,
            "host_routes": [{"destination": "::/0", "nexthop": "fd00::1"}],
        }
    )
    assert (subnet.version, subnet.routes) == (6, (("::/0", "fd00::1"),))
    floating = FloatingRecord.from_json({"floating_ip_address": "1.2.3.4", "port_id": "p", "fixed_ip_address": "f"})
    assert floating == FloatingRecord("1.2.3.4", "p", "f")

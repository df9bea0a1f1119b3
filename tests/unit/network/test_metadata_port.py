# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers by address."""

from nova_lite.network import metadata_port
from tests.unit.network.conftest import Net


def test_by_address_sees_servers_only(net: Net) -> None:
    port = net.neutron.add_port(net.private, device_id="server")
    address = port["fixed_ips"][0]["ip_address"]
    (owner,) = metadata_port.owners_by_address(net.context(), address)
    assert (owner.device_id, owner.project_id) == ("server", net.project_id)
    port["device_id"] = ""
    assert metadata_port.owners_by_address(net.context(), address) == []


def test_by_provider_looks_on_its_networks_only(net: Net) -> None:
    twin = net.neutron.add_network("twin", net.project_id, ["10.0.0.0/24"])
    net.neutron.add_port(net.private, device_id="here")
    port = net.neutron.add_port(twin, device_id="there")
    address = port["fixed_ips"][0]["ip_address"]
    assert len(metadata_port.owners_by_address(net.context(), address)) == 2
    net.neutron.tables["subnets"][twin["subnets"][0]]["advanced_service_providers"] = "lb"
    (owner,) = metadata_port.owners_by_provider(net.context(), "lb", address)
    assert owner.device_id == "there"
    assert metadata_port.owners_by_provider(net.context(), "unknown", address) == []

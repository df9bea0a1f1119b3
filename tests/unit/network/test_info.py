# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Network information as it is built from Neutron's ports."""

from typing import Any

from nova_lite.network import info
from nova_lite.network.model import vifs_to_cache
from nova_lite.network.records import PortRecord
from tests.unit.network.conftest import Net


def bound(net: Net, network: dict[str, Any], **values: Any) -> dict[str, Any]:
    return net.neutron.add_port(network, **{"device_id": net.instance().uuid, "binding:host_id": "host1", **values})


def test_whole_interface(net: Net) -> None:
    subnet = net.neutron.tables["subnets"][net.private["subnets"][0]]
    subnet["host_routes"] = [{"destination": "192.168.0.0/16", "nexthop": "10.0.0.254"}]
    dhcp = net.neutron.add_port(net.private, device_owner="network:dhcp")
    port = bound(net, net.private)
    (vif,) = info.refresh(net.context(), net.instance())
    cached = vif.to_dict()
    network = cached.pop("network")
    assert cached == {
        "id": port["id"],
        "address": port["mac_address"],
        "type": "ovs",
        "details": {"port_filter": True, "connectivity": "l2", "bridge_name": "br-int"},
        "devname": f"tap{port['id']}"[:14],
        "ovs_interfaceid": port["id"],
        "qbh_params": None,
        "qbg_params": None,
        "active": True,
        "vnic_type": "normal",
        "profile": {},
        "preserve_on_delete": False,
        "delegate_create": True,
        "meta": {},
    }
    (seen,) = network.pop("subnets")
    assert network == {
        "id": net.private["id"],
        "label": "private",
        "bridge": "br-int",
        "meta": {
            "injected": False,
            "tenant_id": net.project_id,
            "mtu": 1450,
            "physical_network": None,
            "tunneled": True,
        },
    }
    assert (seen["cidr"], seen["gateway"]["address"]) == ("10.0.0.0/24", "10.0.0.1")
    assert [one["address"] for one in seen["dns"]] == ["9.9.9.9"]
    assert [one["address"] for one in seen["ips"]] == [port["fixed_ips"][0]["ip_address"]]
    assert [(one["cidr"], one["gateway"]["address"]) for one in seen["routes"]] == [("192.168.0.0/16", "10.0.0.254")]
    assert seen["meta"] == {"dhcp_server": dhcp["fixed_ips"][0]["ip_address"]}


def test_two_families_and_floating_addresses(net: Net) -> None:
    port = bound(net, net.second)
    first = port["fixed_ips"][0]["ip_address"]
    net.neutron.tables["floatingips"]["f"] = {
        "id": "f",
        "floating_ip_address": "172.24.4.9",
        "port_id": port["id"],
        "fixed_ip_address": first,
        "tenant_id": net.project_id,
    }
    (vif,) = info.refresh(net.context(), net.instance())
    assert [(ip.address, ip.version) for ip in vif.fixed_ips()] == [(first, 4), ("fd00::2", 6)]
    assert [ip.address for ip in vif.floating_ips()] == ["172.24.4.9"]


def test_number_of_requests_does_not_grow(net: Net) -> None:
    info.refresh(net.context(), net.instance())
    for _ in range(10):
        bound(net, net.private)
        bound(net, net.second)
    info.refresh(net.context(), net.instance())
    net.neutron.reset_counts()
    assert len(info.refresh(net.context(), net.instance())) == 20
    assert net.neutron.total() == 5


def test_order_tag_and_ownership_come_from_the_record(net: Net) -> None:
    first, second = bound(net, net.private), bound(net, net.second)
    instance = net.instance()
    cached = vifs_to_cache(info.refresh(net.context(), instance))
    by_id = {row["id"]: row for row in cached}
    by_id[second["id"]].update(preserve_on_delete=True, meta={"tag": "front"})
    instance.network_info = [by_id[second["id"]], by_id[first["id"]]]
    third = bound(net, net.private)
    vifs = info.refresh(net.context(), instance)
    assert [vif.id for vif in vifs] == [second["id"], first["id"], third["id"]]
    assert (vifs[0].preserve_on_delete, vifs[0].tag) == (True, "front")
    assert (vifs[1].preserve_on_delete, vifs[1].tag) == (False, None)


def test_one_port_is_read_again_and_the_others_kept(net: Net) -> None:
    first, second = bound(net, net.private), bound(net, net.second)
    instance = net.instance()
    instance.network_info = vifs_to_cache(info.refresh(net.context(), instance))
    first["mac_address"], second["mac_address"] = "new-1", "new-2"
    vifs = {vif.id: vif for vif in info.refresh(net.context(), instance, first["id"])}
    assert vifs[first["id"]].address == "new-1"
    assert vifs[second["id"]].address != "new-2"
    del net.neutron.tables["ports"][first["id"]]
    assert [vif.id for vif in info.refresh(net.context(), instance, first["id"])] == [second["id"]]


def test_server_without_ports(net: Net) -> None:
    assert info.refresh(net.context(), net.instance()) == []
    assert net.neutron.total() == 1


def test_port_on_a_lost_network_is_left_out(net: Net) -> None:
    bound(net, net.private)
    del net.neutron.tables["networks"][net.private["id"]]
    assert info.refresh(net.context(), net.instance()) == []


def test_bridge_names_by_kind_of_binding(net: Net) -> None:
    around = info.Surroundings({"net-1234567890": info.NetworkRecord("net-1234567890")})

    def bridge(kind: str, **details: Any) -> tuple[str | None, str | None]:
        port = PortRecord("port", "net-1234567890", vif_type=kind, vif_details=details)
        vif = info.vif_for(port, around)
        return vif.network.bridge, vif.ovs_interfaceid

    assert bridge("ovs") == ("br-int", "port")
    assert bridge("ovs", bridge_name="trunk-bridge-of-port") == ("trunk-bridge-o", "port")
    assert bridge("bridge") == ("brqnet-1234567", None)
    assert bridge("vhostuser", vhostuser_ovs_plug=True) == ("br-int", "port")
    assert bridge("vhostuser") == (None, None)
    assert bridge("tap") == (None, None)


def test_when_an_interface_is_active() -> None:
    assert PortRecord("p", "n", status="ACTIVE").is_active
    assert PortRecord("p", "n", status="DOWN", admin_state_up=False).is_active
    assert not PortRecord("p", "n", status="BUILD").is_active

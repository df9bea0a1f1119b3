# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The cache layout survives a round trip, and old or partial entries are read."""

import json

from nova_lite.network import model

CACHED = {
    "id": "11111111-1111-1111-1111-111111111111",
    "address": "fa:16:3e:00:00:01",
    "network": {
        "id": "22222222-2222-2222-2222-222222222222",
        "label": "private",
        "bridge": "br-int",
        "subnets": [
            {
                "cidr": "10.0.0.0/24",
                "gateway": {"address": "10.0.0.1", "type": "gateway", "version": 4, "meta": {}},
                "dns": [{"address": "9.9.9.9", "type": "dns", "version": 4, "meta": {}}],
                "ips": [
                    {
                        "address": "10.0.0.5",
                        "type": "fixed",
                        "version": 4,
                        "meta": {},
                        "floating_ips": [{"address": "172.24.4.9", "type": "floating", "version": 4, "meta": {}}],
                    }
                ],
                "routes": [
                    {
                        "cidr": "192.168.0.0/16",
                        "gateway": {
                            "address": "10.0.0.254",
                            "type": "gateway",
                            "version": 4,
                            "meta": {},
                        },
                        "interface": None,
                        "meta": {},
                    }
                ],
                "version": 4,
                "meta": {"dhcp_server": "10.0.0.2"},
            }
        ],
        "meta": {"mtu": 1450, "tunneled": True, "injected": False, "tenant_id": "p1"},
    },
    "type": "ovs",
    "details": {"port_filter": True, "ovs_hybrid_plug": False},
    "devname": "tap11111111-11",
    "ovs_interfaceid": "11111111-1111-1111-1111-111111111111",
    "qbh_params": None,
    "qbg_params": None,
    "active": True,
    "vnic_type": "normal",
    "profile": {},
    "preserve_on_delete": False,
    "delegate_create": True,
    "meta": {"tag": "front"},
}


def test_round_trip_keeps_every_key() -> None:
    stored = json.loads(json.dumps(CACHED))
    vifs = model.vifs_from_cache([stored])
    assert model.vifs_to_cache(vifs) == [CACHED]


def test_accessors() -> None:
    (vif,) = model.vifs_from_cache([CACHED])
    assert [ip.address for ip in vif.fixed_ips()] == ["10.0.0.5"]
    assert [ip.address for ip in vif.floating_ips()] == ["172.24.4.9"]
    assert (vif.tag, vif.network.mtu, vif.is_hybrid_plug()) == ("front", 1450, False)


def test_sparse_entry_gets_defaults() -> None:
    vif = model.VIF.from_dict({"id": "p", "address": "m", "network": {"id": "n"}})
    assert vif.network.mtu is None
    assert (vif.type, vif.active, vif.vnic_type, vif.tag) == (None, False, "normal", None)
    assert list(vif.fixed_ips()) == []


def test_version_is_read_off_the_address() -> None:
    assert model.IP.of("2001:db8::1", "fixed", ["10.1.1.1"]) == model.IP(
        "2001:db8::1", "fixed", 6, (model.IP("10.1.1.1", "floating", 4),)
    )
    assert model.Subnet.from_dict({"cidr": "2001:db8::/64"}).version == 6

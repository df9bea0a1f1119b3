# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-floating-ips and os-floating-ip-pools against a Neutron."""

from typing import Any

import pytest

from nova_lite.conf import CONF
from tests.functional.fixtures.cloud import Cloud, cloud
from tests.unit.api.peers import PeerClient, client_of

__all__ = ["cloud"]

ALL = "/os-floating-ips"
UNKNOWN = "99999999-9999-4999-8999-999999999999"


@pytest.fixture
def client(cloud: Cloud) -> PeerClient:
    cloud.neutron.add_network("public", "ops", ["172.24.4.0/24"], **{"router:external": True})
    return client_of(cloud)


def made(client: PeerClient) -> dict[str, Any]:
    answer = client.call("POST", ALL, {"pool": "public"})
    assert answer.status_int == 200, answer.text
    found: dict[str, Any] = answer.json["floating_ip"]
    return found


def test_pools(client: PeerClient) -> None:
    assert client.call("GET", "/os-floating-ip-pools").json == {"floating_ip_pools": [{"name": "public"}]}
    assert client.call("GET", "/os-floating-ip-pools", version="2.36").status_int == 404


def test_life(cloud: Cloud, client: PeerClient) -> None:
    one = made(client)
    assert one == {"id": one["id"], "ip": "172.24.4.2", "fixed_ip": None, "instance_id": None, "pool": "public"}
    network = cloud.neutron.add_network("private", str(cloud.demo.project_id), ["10.0.0.0/24"])
    port = cloud.neutron.add_port(network, device_id="server")
    cloud.neutron.tables["floatingips"][one["id"]].update(port_id=port["id"], fixed_ip_address="10.0.0.2")
    used = {**one, "fixed_ip": "10.0.0.2", "instance_id": "server"}
    assert client.call("GET", ALL).json == {"floating_ips": [used]}
    assert client.call("GET", f"{ALL}/{one['id']}").json == {"floating_ip": used}
    assert client.call("DELETE", f"{ALL}/{one['id']}").status_int == 202
    assert client.call("GET", ALL).json == {"floating_ips": []}


def test_default_pool(client: PeerClient) -> None:
    assert client.call("POST", ALL).status_int == 404
    CONF.set_override("default_floating_pool", "public", "neutron")
    try:
        for body in (None, {}, {"pool": None}):
            assert client.call("POST", ALL, body).json["floating_ip"]["pool"] == "public"
    finally:
        CONF.clear_override("default_floating_pool", "neutron")


@pytest.mark.parametrize("body", [{"pool": 1}, {"x": 1}, []])
def test_bad_bodies(client: PeerClient, body: Any) -> None:
    assert client.call("POST", ALL, body).status_int == 400


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_ones(client: PeerClient, method: str) -> None:
    assert client.call(method, f"{ALL}/{UNKNOWN}").status_int == 404
    assert client.call(method, f"{ALL}/7").status_int == 400
    assert client.call(method, f"{ALL}/{UNKNOWN}", version="2.36").status_int == 404


def test_addresses_of_others(cloud: Cloud, client: PeerClient) -> None:
    ident = made(client)["id"]
    stranger = client_of(cloud, cloud.keystone.add_user("o", "p", "other"))
    assert stranger.call("GET", ALL).json == {"floating_ips": []}
    assert stranger.call("DELETE", f"{ALL}/{ident}").status_int == 404

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-networks and os-tenant-networks against a Neutron."""

import pytest

from tests.functional.fixtures.cloud import Cloud, cloud
from tests.unit.api.peers import client_of

__all__ = ["cloud"]


def test_networks(cloud: Cloud) -> None:
    private = cloud.neutron.add_network("private", str(cloud.demo.project_id))
    foreign = cloud.neutron.add_network("foreign", "other")
    client = client_of(cloud)
    (seen,) = client.call("GET", "/os-networks").json["networks"]
    assert {key for key, value in seen.items() if value is not None} == {"id", "label"}
    assert (seen["id"], seen["label"], len(seen)) == (private["id"], "private", 11)
    assert client.call("GET", f"/os-networks/{private['id']}").json["network"] == seen
    whole = client_of(cloud, cloud.admin).call("GET", f"/os-networks/{foreign['id']}").json["network"]
    assert set(whole) > set(seen)
    assert whole["vlan"] is None


def test_project_networks(cloud: Cloud) -> None:
    private = cloud.neutron.add_network("private", str(cloud.demo.project_id))
    client = client_of(cloud)
    expected = {"id": private["id"], "cidr": "None", "label": "private"}
    assert client.call("GET", "/os-tenant-networks").json == {"networks": [expected]}
    assert client.call("GET", f"/os-tenant-networks/{private['id']}").json == {"network": expected}


@pytest.mark.parametrize("path", ["/os-networks", "/os-tenant-networks"])
def test_unknown_ones_and_later_versions(cloud: Cloud, path: str) -> None:
    foreign = cloud.neutron.add_network("foreign", "other")
    client = client_of(cloud)
    for ident in ("7", foreign["id"]):
        assert client.call("GET", f"{path}/{ident}").status_int == 404
    assert client.call("GET", path, version="2.36").status_int == 404
    assert client.call("POST", path, {}, version="2.36").status_int == 410
    cloud.neutron.fail("GET", "/v2.0/networks", 503)
    assert client.call("GET", path).status_int == 503

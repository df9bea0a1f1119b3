# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The frozen list of extensions."""

from tests.unit.api.calls import Client


def test_list_is_frozen() -> None:
    found = Client().call("GET", "/extensions").json["extensions"]
    assert len(found) == 99
    assert found[0] == {
        "alias": "NMN",
        "name": "Multinic",
        "description": "",
        "links": [],
        "namespace": "http://docs.openstack.org/compute/ext/fake_xml",
        "updated": "2014-12-03T00:00:00Z",
    }
    assert len(Client(mount="/v2").call("GET", "/extensions").json["extensions"]) == 100


def test_show() -> None:
    assert Client().call("GET", "/extensions/os-keypairs").json["extension"]["name"] == "Keypairs"
    assert Client().call("GET", "/extensions/none").status_int == 404
    assert Client().call("GET", "/extensions?x=1", version="2.101").status_int == 200
    assert Client().call("GET", "/extensions?x=1", version="2.102").status_int == 400

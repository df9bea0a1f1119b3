# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-baremetal-nodes without Ironic."""

from tests.unit.api.calls import Client, admin

ALL = "/os-baremetal-nodes"


def test_reads() -> None:
    for path in (ALL, f"{ALL}/1"):
        assert admin().call("GET", path).status_int == 501
        assert Client().call("GET", path).status_int == 403
        assert admin().call("GET", path, version="2.36").status_int == 404


def test_writes() -> None:
    client = Client()
    assert client.call("POST", ALL, {"node": {}}).status_int == 400
    assert client.call("DELETE", f"{ALL}/1").status_int == 400
    for action in ("add_interface", "remove_interface"):
        answer = client.call("POST", f"{ALL}/1/action", {action: {}})
        assert (answer.status_int, "Ironic" in answer.text) == (400, True)
    assert client.call("POST", ALL, {}, version="2.36").status_int == 404

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-volumes_boot does what /servers does."""

import pytest

from nova_lite.api import versions, volumes_boot
from nova_lite.api.servers import routes as servers
from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added, client, no_neutron
from tests.unit.control_plane import Plane, plane

__all__ = ["client", "no_neutron", "plane"]

BOOT = "/os-volumes_boot"


def test_rows_are_those_of_servers() -> None:
    originals = {
        (row.method, row.path.replace("/servers", BOOT, 1), row.action, row.since): row for row in servers.ROUTES
    }
    for row in volumes_boot.ROUTES:
        twin = originals[(row.method, row.path, row.action, row.since)]
        assert (row.handler, row.policy, row.target, row.body, row.query, row.ok, row.errors) == (
            twin.handler,
            twin.policy,
            twin.target,
            twin.body,
            twin.query,
            twin.ok,
            twin.errors,
        )
        assert versions.parse(row.until) <= (2, 102)


def test_which_rows() -> None:
    plain = {(row.method, row.path) for row in volumes_boot.ROUTES}
    assert plain == {
        ("GET", BOOT),
        ("GET", f"{BOOT}/detail"),
        ("POST", BOOT),
        ("GET", f"{BOOT}/{{id}}"),
        ("PUT", f"{BOOT}/{{id}}"),
        ("DELETE", f"{BOOT}/{{id}}"),
        ("POST", f"{BOOT}/{{id}}/action"),
    }
    actions = {row.action for row in volumes_boot.ROUTES if row.path.endswith("/action")}
    assert {"os-start", "os-stop", "reboot"} <= actions <= volumes_boot.ACTIONS


@pytest.mark.parametrize("version", ["2.1", "2.102"])
def test_reads_and_writes(plane: Plane, client: Client, version: str) -> None:
    plane.add_compute()
    uuid = added(plane, host="host1")
    assert [one["id"] for one in client.call("GET", BOOT, version=version).json["servers"]] == [uuid]
    shown = client.call("GET", f"{BOOT}/{uuid}", version=version).json
    assert shown == client.call("GET", f"/servers/{uuid}", version=version).json
    renamed = client.call("PUT", f"{BOOT}/{uuid}", {"server": {"name": "new"}}, version)
    assert renamed.json["server"]["name"] == "new"
    assert client.call("POST", f"{BOOT}/{uuid}/action", {"os-stop": None}, version).status_int == 202
    assert client.call("POST", f"{BOOT}/{uuid}/action", {"lock": None}, version).status_int == 400
    assert client.call("POST", BOOT, {"server": {}}, version).status_int == 400
    assert client.call("DELETE", f"{BOOT}/{uuid}", version=version).status_int == 204


def test_the_last_version(plane: Plane, client: Client) -> None:
    uuid = added(plane, host="host1")
    for method, path, body in (
        ("GET", BOOT, None),
        ("GET", f"{BOOT}/detail", None),
        ("POST", BOOT, {"server": {}}),
        ("GET", f"{BOOT}/{uuid}", None),
        ("POST", f"{BOOT}/{uuid}/action", {"os-stop": None}),
    ):
        assert client.call(method, path, body, "2.103").status_int == 404

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Diagnostics in both forms."""

import dataclasses

from nova_lite import exception
from nova_lite.virt.diagnostics import Cpu, Diagnostics, Memory
from tests.unit.api.calls import Client
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane

FOUND = Diagnostics("running", "libvirt", cpus=(Cpu(0, 5),), memory=Memory(128, 64), counters={"cpu0_time": 5})


def admin_of(client: Client) -> Client:
    return Client(roles="admin,member,reader")


def test_both_forms(plane: Plane, client: Client) -> None:
    plane.answers["get_diagnostics"] = FOUND.counters
    plane.answers["get_instance_diagnostics"] = dataclasses.asdict(FOUND)
    path = f"/servers/{added(plane, host='host1')}/diagnostics"
    assert admin_of(client).call("GET", path, version="2.47").json == {"cpu0_time": 5}
    shown = admin_of(client).call("GET", path, version="2.48").json
    assert (shown["num_cpus"], shown["num_nics"], shown["nic_details"]) == (1, 0, [])
    assert shown["cpu_details"] == [{"id": 0, "time": 5, "utilisation": None}]
    assert shown["memory_details"] == {"maximum": 128, "used": 64}
    assert "counters" not in shown


def test_refusals(plane: Plane, client: Client) -> None:
    uuid = added(plane)
    assert admin_of(client).call("GET", f"/servers/{uuid}/diagnostics").status_int == 409
    assert client.call("GET", f"/servers/{uuid}/diagnostics").status_int == 403
    other = added(plane, 2, host="host1")
    plane.answers["get_diagnostics"] = exception.InstanceInvalidState("it is off")
    assert admin_of(client).call("GET", f"/servers/{other}/diagnostics").status_int == 409
    plane.answers["get_diagnostics"] = NotImplementedError()
    assert admin_of(client).call("GET", f"/servers/{other}/diagnostics").status_int == 501

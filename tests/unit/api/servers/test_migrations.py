# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Live migrations of a server over HTTP."""

from nova_lite.db.engine import cell_database
from nova_lite.db.main.models import Migration
from tests.unit.api.calls import Client, admin
from tests.unit.api.servers.client import added
from tests.unit.control_plane import Plane
from tests.unit.db import rows

FORCE = {"force_complete": None}


def add(uuid: str, status: str = "running") -> Migration:
    with cell_database().writer() as session:
        return rows.migration(session, uuid, status, memory_total=1024, project_id="p")


def test_list_and_show(plane: Plane) -> None:
    uuid = added(plane, host="h1")
    row = add(uuid)
    add(uuid, "error")
    path = f"/servers/{uuid}/migrations"
    assert admin().call("GET", path, version="2.22").status_int == 404
    (item,) = admin().call("GET", path, version="2.23").json["migrations"]
    assert (item["id"], item["server_uuid"], item["memory_total_bytes"]) == (row.id, uuid, 1024)
    assert item["source_compute"] == "h1" and item["disk_total_bytes"] is None and "uuid" not in item
    shown = admin().call("GET", f"{path}/{row.id}", version="2.80").json["migration"]
    assert (shown["uuid"], shown["project_id"]) == (row.uuid, "p")
    assert admin().call("GET", f"{path}/99", version="2.23").status_int == 404


def test_managers_do_not_see_hosts(plane: Plane) -> None:
    uuid = added(plane, host="h1")
    row = add(uuid)
    manager = Client(roles="manager,member,reader")
    (item,) = manager.call("GET", f"/servers/{uuid}/migrations", version="2.80").json["migrations"]
    assert item["source_compute"] is None
    assert manager.call("GET", f"/servers/{uuid}/migrations/{row.id}", version="2.80").status_int == 403


def test_force_complete(plane: Plane) -> None:
    idle, moving = added(plane, host="h1"), added(plane, 2, host="h1", task_state="migrating")

    def code(uuid: str, number: int, body: object = FORCE, version: str = "2.22") -> int:
        path = f"/servers/{uuid}/migrations/{number}/action"
        found: int = admin().call("POST", path, body, version).status_int
        return found

    assert code(idle, 1) == 409
    assert code(moving, 99) == 400
    assert code(moving, add(moving, "queued").id) == 400
    assert code(moving, 1, {"force_complete": {}}) == 400
    assert code(moving, 1, version="2.21") == 404


def test_abort(plane: Plane) -> None:
    idle, moving = added(plane, host="h1"), added(plane, 2, host="h1", task_state="migrating")

    def code(uuid: str, number: int, version: str = "2.24") -> int:
        found: int = admin().call("DELETE", f"/servers/{uuid}/migrations/{number}", version=version).status_int
        return found

    assert code(idle, 1) == 409
    assert code(moving, 99) == 404
    assert code(moving, add(moving, "queued").id) == 400
    assert code(moving, 1, "2.23") == 404

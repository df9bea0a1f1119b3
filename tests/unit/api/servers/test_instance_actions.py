# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/os-instance-actions."""

from nova_lite import cells
from nova_lite.db.engine import cell_database
from nova_lite.db.main import actions
from tests.unit.api.calls import Client, admin
from tests.unit.api.servers.client import LATEST, added
from tests.unit.control_plane import Plane


def with_action(plane: Plane) -> str:
    uuid = added(plane, host="host1")
    with cell_database(cells.all_cells()[0].database_url).writer() as session:
        actions.start(session, uuid, "create", request_id="req-1", user_id="u", project_id="p")
        actions.start_event(session, uuid, "req-1", "compute_x", "host1")
        actions.finish_event(session, uuid, "req-1", "compute_x", "host1", "Traceback")
        actions.start(session, uuid, "stop", request_id="req-2", user_id="u", project_id="p")
    return uuid


def test_newest_first_with_pages(plane: Plane, client: Client) -> None:
    url = f"/servers/{with_action(plane)}/os-instance-actions"
    listed = client.call("GET", url).json["instanceActions"]
    assert [one["request_id"] for one in listed] == ["req-2", "req-1"]
    assert listed[1]["message"] == "Error" and "updated_at" not in listed[0]
    page = client.call("GET", f"{url}?limit=1", version=LATEST).json
    assert [one["action"] for one in page["instanceActions"]] == ["stop"] and "marker=req-2" in page["links"][0]["href"]
    page = client.call("GET", f"{url}?limit=1&marker=req-2", version=LATEST).json
    assert [one["action"] for one in page["instanceActions"]] == ["create"]
    assert client.call("GET", f"{url}?marker=req-9", version=LATEST).status_code == 400


def test_events_by_version_and_role(plane: Plane, client: Client) -> None:
    url = f"/servers/{with_action(plane)}/os-instance-actions/req-1"
    assert "events" not in client.call("GET", url, version="2.50").json["instanceAction"]
    (event,) = client.call("GET", url, version="2.62").json["instanceAction"]["events"]
    assert event["result"] == "Error" and event["hostId"] and "traceback" not in event and "host" not in event
    (event,) = admin().call("GET", url, version=LATEST).json["instanceAction"]["events"]
    assert (event["traceback"], event["host"], event["details"]) == ("Traceback", "host1", None)
    assert client.call("GET", url.replace("req-1", "req-9")).status_code == 404

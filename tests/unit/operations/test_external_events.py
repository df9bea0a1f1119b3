# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Events of other services."""

from typing import Any

from nova_lite.operations import external_events
from tests.unit.control_plane import Plane, an_instance


def event(uuid: str, name: str = "network-vif-plugged", **values: Any) -> dict[str, Any]:
    return {"server_uuid": uuid, "name": name, "tag": "port", "status": "completed", **values}


def test_one_message_per_host(plane: Plane) -> None:
    first, second = plane.add(an_instance(1, host="host1")).uuid, plane.add(an_instance(2, host="host2")).uuid
    codes = external_events.deliver(plane.admin, [event(first), event(second), event(first, "network-changed")])
    assert codes == [200, 200, 200]
    by_host = {host: arguments for _, host, arguments in plane.sent}
    assert [one["name"] for one in by_host["host1"]["events"]] == ["network-vif-plugged", "network-changed"]
    assert by_host["host2"]["events"][0]["instance_uuid"] == second


def test_what_cannot_be_delivered_gets_its_code(plane: Plane) -> None:
    homeless = plane.add(an_instance(1)).uuid
    placed = plane.add(an_instance(2, host="host1")).uuid
    unknown = "00000000-0000-4000-8000-000000000099"
    events = [event(homeless), event(unknown), event(placed, "volume-extended", tag=None)]
    assert external_events.deliver(plane.admin, events) == [422, 404, 400]
    assert plane.sent == []

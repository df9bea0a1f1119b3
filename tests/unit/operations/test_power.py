# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Start and stop: state, action and message."""

import pytest

from nova_lite import cells, exception
from nova_lite.db.main import actions
from nova_lite.operations import find, power
from tests.unit.control_plane import Plane, an_instance


def test_stop_sets_the_task_records_the_action_and_casts(plane: Plane) -> None:
    uuid = plane.add(an_instance(host="host1")).uuid
    server = find.server(plane.member, uuid)
    power.stop(server)
    assert plane.stored(uuid).task_state == "powering-off"
    assert [(name, host) for name, host, _ in plane.sent] == [("stop_instance", "host1")]
    with cells.database(server.context).reader() as session:
        action = actions.find(session, uuid, server.context.request_id)
    assert action is not None and (action.action, action.user_id) == ("stop", "user")


def test_start_of_a_stopped_server(plane: Plane) -> None:
    uuid = plane.add(an_instance(host="host1", vm_state="stopped")).uuid
    power.start(find.server(plane.member, uuid))
    assert plane.stored(uuid).task_state == "powering-on"
    assert plane.sent[0][0] == "start_instance"


def test_of_two_requests_at_once_one_loses(plane: Plane) -> None:
    uuid = plane.add(an_instance(host="host1")).uuid
    first, second = find.server(plane.member, uuid), find.server(plane.member, uuid)
    power.stop(first)
    with pytest.raises(exception.UnexpectedTaskState):
        power.stop(second)
    assert len(plane.sent) == 1

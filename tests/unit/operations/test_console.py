# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and consoles."""

import pytest

from nova_lite import exception
from nova_lite.operations import console, find
from tests.unit.control_plane import Plane, an_instance


def test_both_ask_the_host(plane: Plane) -> None:
    plane.answers = {"get_console_output": "text", "get_vnc_console": {"access_url": "http://x"}}
    server = find.server(plane.member, plane.add(an_instance(host="host1")).uuid)
    assert console.output(server, 5) == "text"
    assert console.vnc(server, "novnc") == {"access_url": "http://x"}
    assert [host for _, host, _ in plane.sent] == ["host1", "host1"]


def test_without_host(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance()).uuid)
    for call in (lambda: console.output(server, None), lambda: console.vnc(server, "novnc")):
        with pytest.raises(exception.InstanceNotReady):
            call()


def test_no_console_while_the_server_goes_away(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance(host="host1", task_state="deleting")).uuid)
    with pytest.raises(exception.InstanceInvalidState, match="task_state deleting"):
        console.vnc(server, "novnc")

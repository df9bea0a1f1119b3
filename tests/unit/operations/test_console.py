# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and consoles."""

import pytest

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.operations import console, find
from tests.unit.control_plane import Plane, an_instance


def test_both_ask_the_host(plane: Plane) -> None:
    plane.answers = {"get_console_output": "text", "get_vnc_console": {"access_url": "http://x"}}
    server = find.server(plane.member, plane.add(an_instance(host="host1")).uuid)
    assert console.output(server, 5) == "text"
    assert console.connect(server, "vnc", "novnc") == "http://x"
    assert [host for _, host, _ in plane.sent] == ["host1", "host1"]


@pytest.mark.parametrize(("protocol", "method"), [("spice", "get_spice_console"), ("serial", "get_serial_console")])
def test_each_protocol_has_its_question(plane: Plane, protocol: str, method: str) -> None:
    plane.answers = {method: {"access_url": "ws://x"}}
    server = find.server(plane.member, plane.add(an_instance(host="host1")).uuid)
    assert console.connect(server, protocol, "any") == "ws://x"
    assert plane.sent[0][2]["console_type"] == "any"


def test_consoles_that_no_driver_has(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance(host="host1")).uuid)
    for protocol, kind in (("rdp", "rdp-html5"), ("mks", "webmks")):
        with pytest.raises(exception.ConsoleTypeUnavailable):
            console.connect(server, protocol, kind)
    CONF.set_override("enabled", True, group="mks")
    try:
        with pytest.raises(NotImplementedError):
            console.connect(server, "mks", "webmks")
    finally:
        CONF.clear_override("enabled", group="mks")
    assert plane.sent == []


def test_without_host(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance()).uuid)
    for call in (lambda: console.output(server, None), lambda: console.connect(server, "vnc", "novnc")):
        with pytest.raises(exception.InstanceNotReady):
            call()


def test_no_console_while_the_server_goes_away(plane: Plane) -> None:
    server = find.server(plane.member, plane.add(an_instance(host="host1", task_state="deleting")).uuid)
    with pytest.raises(exception.InstanceInvalidState, match="task_state deleting"):
        console.connect(server, "vnc", "novnc")

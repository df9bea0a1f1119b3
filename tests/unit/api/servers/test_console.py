# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and consoles."""

import pytest

from tests.unit.api.calls import Client
from tests.unit.api.servers.client import LATEST, added
from tests.unit.control_plane import Plane


def test_console_log(plane: Plane, client: Client) -> None:
    plane.answers["get_console_output"] = "the end"
    uuid = added(plane, host="host1")
    body = {"os-getConsoleOutput": {"length": "5"}}
    assert client.call("POST", f"/servers/{uuid}/action", body).json == {"output": "the end"}
    assert plane.sent[0][2]["tail_length"] == 5
    client.call("POST", f"/servers/{uuid}/action", {"os-getConsoleOutput": {"length": -1}})
    assert plane.sent[1][2]["tail_length"] is None


def test_novnc_in_both_forms(plane: Plane, client: Client) -> None:
    plane.answers["get_vnc_console"] = {"access_url": "http://proxy/?token=x"}
    uuid = added(plane, host="host1")
    body = {"remote_console": {"protocol": "vnc", "type": "novnc"}}
    answer = client.call("POST", f"/servers/{uuid}/remote-consoles", body, LATEST)
    assert answer.json == {"remote_console": {"protocol": "vnc", "type": "novnc", "url": "http://proxy/?token=x"}}
    answer = client.call("POST", f"/servers/{uuid}/action", {"os-getVNCConsole": {"type": "novnc"}})
    assert answer.json == {"console": {"type": "novnc", "url": "http://proxy/?token=x"}}


@pytest.mark.parametrize(
    ("protocol", "kind", "action"),
    [
        ("spice", "spice-html5", "os-getSPICEConsole"),
        ("spice", "spice-direct", None),
        ("serial", "serial", "os-getSerialConsole"),
    ],
)
def test_other_types(plane: Plane, client: Client, protocol: str, kind: str, action: str | None) -> None:
    plane.answers[f"get_{protocol}_console"] = {"access_url": "ws://proxy/?token=x"}
    path = f"/servers/{added(plane, host='host1')}"
    body = {"remote_console": {"protocol": protocol, "type": kind}}
    shown = client.call("POST", f"{path}/remote-consoles", body, LATEST).json["remote_console"]
    assert shown == {"protocol": protocol, "type": kind, "url": "ws://proxy/?token=x"}
    if action:
        shown = client.call("POST", f"{path}/action", {action: {"type": kind}}).json["console"]
        assert shown == {"type": kind, "url": "ws://proxy/?token=x"}


def test_spice_direct_is_known_from_2_99_on(plane: Plane, client: Client) -> None:
    body = {"remote_console": {"protocol": "spice", "type": "spice-direct"}}
    path = f"/servers/{added(plane, host='host1')}/remote-consoles"
    assert client.call("POST", path, body, "2.98").status_code == 400


@pytest.mark.parametrize(("protocol", "kind"), [("mks", "webmks"), ("vnc", "serial"), ("rdp", "rdp-html5")])
def test_types_that_are_off_or_do_not_fit(plane: Plane, client: Client, protocol: str, kind: str) -> None:
    uuid = added(plane, host="host1")
    body = {"remote_console": {"protocol": protocol, "type": kind}}
    assert client.call("POST", f"/servers/{uuid}/remote-consoles", body, LATEST).status_code == 400


def test_without_host(plane: Plane, client: Client) -> None:
    answer = client.call("POST", f"/servers/{added(plane)}/action", {"os-getConsoleOutput": {}})
    assert answer.status_code == 409

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Stop, start, reboot, consoles: with actions and events."""

from tests.functional.stack import Stack


def act(stack: Stack, uuid: str, body: dict[str, object]) -> None:
    answer = stack.request("POST", f"/servers/{uuid}/action", body)
    assert answer.status_code == 202, answer.text


def test_power_life(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    act(stack, uuid, {"os-stop": None})
    assert stack.wait_for(uuid, "SHUTOFF")["OS-EXT-STS:power_state"] == 4
    act(stack, uuid, {"os-start": None})
    stack.wait_for(uuid, "ACTIVE")
    act(stack, uuid, {"reboot": {"type": "SOFT"}})
    stack.wait_for(uuid, "ACTIVE")
    act(stack, uuid, {"reboot": {"type": "HARD"}})
    assert stack.wait_for(uuid, "ACTIVE")["OS-EXT-STS:power_state"] == 1
    listed = stack.request("GET", f"/servers/{uuid}/os-instance-actions").json["instanceActions"]
    assert [one["action"] for one in listed] == ["reboot", "reboot", "start", "stop", "create"]
    path = f"/servers/{uuid}/os-instance-actions/{listed[-1]['request_id']}"
    (event,) = stack.request("GET", path).json["instanceAction"]["events"]
    assert (event["event"], event["result"]) == ("compute__do_build_and_run_instance", "Success")


def test_consoles(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    answer = stack.request("POST", f"/servers/{uuid}/action", {"os-getConsoleOutput": {"length": 10}})
    assert answer.status_code == 200 and isinstance(answer.json["output"], str)
    body = {"remote_console": {"protocol": "vnc", "type": "novnc"}}
    answer = stack.request("POST", f"/servers/{uuid}/remote-consoles", body)
    assert answer.status_code == 200 and "token" in answer.json["remote_console"]["url"]

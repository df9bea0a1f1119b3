# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Create and delete, end to end inside one process."""

from tests.functional.stack import Stack


def test_a_server_becomes_active_and_goes_away(stack: Stack) -> None:
    uuid = stack.boot("first")
    shown = stack.wait_for(uuid, "ACTIVE")
    assert shown["OS-EXT-SRV-ATTR:host"] == "host1"
    assert stack.driver.list_instance_uuids() == [uuid]
    assert stack.request("DELETE", f"/servers/{uuid}").status_code == 204
    stack.wait_gone(uuid)
    assert stack.driver.list_instance_uuids() == []

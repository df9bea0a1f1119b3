# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Soft and hard reboot."""

import pytest

from nova_lite import exception
from nova_lite.operations import find, reboot
from tests.unit.control_plane import Plane, an_instance


@pytest.mark.parametrize(("hard", "task"), [(False, "rebooting"), (True, "rebooting_hard")])
def test_kind_decides_the_task(plane: Plane, hard: bool, task: str) -> None:
    uuid = plane.add(an_instance(host="host1")).uuid
    reboot.reboot(find.server(plane.member, uuid), hard)
    assert plane.stored(uuid).task_state == task
    name, _, arguments = plane.sent[0]
    assert (name, arguments["hard"]) == ("reboot_instance", hard)


def test_a_stopped_server_takes_only_a_hard_one(plane: Plane) -> None:
    uuid = plane.add(an_instance(host="host1", vm_state="stopped")).uuid
    with pytest.raises(exception.InstanceInvalidState):
        reboot.reboot(find.server(plane.member, uuid), hard=False)
    reboot.reboot(find.server(plane.member, uuid), hard=True)

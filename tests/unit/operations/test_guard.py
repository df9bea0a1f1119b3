# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""May an operation begin?"""

import pytest

from nova_lite import exception
from nova_lite.context import RequestContext
from nova_lite.lifecycle import DELETE, REBOOT_HARD, START, STOP
from nova_lite.operations import guard
from nova_lite.operations.find import Server
from tests.unit.control_plane import an_instance


def a_server(admin: bool = False, **values: object) -> Server:
    context = RequestContext(project_id="project", is_admin=admin, overwrite=False)
    return Server(context, an_instance(**{"host": "host1", **values}))


def test_an_active_server_may_stop() -> None:
    guard.check(a_server(), STOP)


@pytest.mark.parametrize(
    ("values", "operation", "text"),
    [
        ({"vm_state": "stopped"}, STOP, "while it is in vm_state stopped"),
        ({"task_state": "rebooting"}, STOP, "while it is in task_state rebooting"),
        ({"launched_at": None}, STOP, "while it is in launched_at None"),
        ({"vm_state": "active"}, START, "Cannot 'start' instance"),
    ],
)
def test_wrong_states(values: dict[str, object], operation: object, text: str) -> None:
    with pytest.raises(exception.InstanceInvalidState, match=text):
        guard.check(a_server(**values), operation)  # type: ignore[arg-type]


def test_no_host() -> None:
    with pytest.raises(exception.InstanceNotReady):
        guard.check(a_server(host=None), STOP)


def test_a_lock_stops_all_but_administrators() -> None:
    with pytest.raises(exception.InstanceIsLocked):
        guard.check(a_server(locked=True), STOP)
    guard.check(a_server(admin=True, locked=True), STOP)


def test_delete_and_hard_reboot_accept_busy_servers() -> None:
    guard.check(a_server(task_state="spawning", launched_at=None), DELETE)
    guard.check(a_server(task_state="pausing"), REBOOT_HARD)

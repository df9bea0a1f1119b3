# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and consoles of a server, asked of its compute host."""

from typing import Any

from nova_lite import exception
from nova_lite.lifecycle import TaskState
from nova_lite.operations.find import Server
from nova_lite.rpc import compute as rpc

BUSY = frozenset({TaskState.DELETING, TaskState.MIGRATING})


def output(server: Server, tail_length: int | None) -> str:
    """Last lines of the console log; raises InstanceNotReady, ConsoleNotAvailable, InstanceNotFound."""
    if not server.instance.host:
        raise exception.InstanceNotReady(instance_id=server.instance.uuid)
    return rpc.get_console_output(server.context, server.instance, tail_length)


def vnc(server: Server, console_type: str) -> dict[str, Any]:
    """An authorised VNC console: access_url and more. Raises InstanceNotReady, ConsoleTypeUnavailable."""
    instance = server.instance
    if not instance.host:
        raise exception.InstanceNotReady(instance_id=instance.uuid)
    if instance.task_state in BUSY:
        raise exception.InstanceInvalidState(
            f"Cannot 'get_vnc_console' instance {instance.uuid} while it is in task_state {instance.task_state}"
        )
    return rpc.get_vnc_console(server.context, instance, console_type)

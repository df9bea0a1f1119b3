# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""May an operation begin? State, lock and host, as the operation's row in lifecycle.py says."""

from nova_lite import exception
from nova_lite.lifecycle import Operation
from nova_lite.operations.find import Server


def check(server: Server, operation: Operation) -> None:
    """Raise InstanceIsLocked, InstanceInvalidState or InstanceNotReady when the operation must not begin."""
    instance = server.instance
    if operation.lock and instance.locked and not server.context.is_admin:
        raise exception.InstanceIsLocked(instance_uuid=instance.uuid)
    if operation.host and not instance.host:
        raise exception.InstanceNotReady(instance_id=instance.uuid)
    if operation.vm is not None and instance.vm_state not in operation.vm:
        raise _refusal(server, operation, "vm_state", instance.vm_state)
    if operation.task is not None and instance.task_state not in operation.task:
        raise _refusal(server, operation, "task_state", instance.task_state)
    if operation.launched and instance.launched_at is None:
        raise _refusal(server, operation, "launched_at", None)


def _refusal(server: Server, operation: Operation, attribute: str, value: str | None) -> exception.NovaException:
    return exception.InstanceInvalidState(
        f"Cannot '{operation.name}' instance {server.instance.uuid} while it is in {attribute} {value}"
    )

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console log and consoles of a server, asked of its compute host."""

from collections.abc import Callable
from typing import Any, NoReturn

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.lifecycle import TaskState
from nova_lite.objects.instance import Instance
from nova_lite.operations.find import Server
from nova_lite.rpc import compute as rpc

BUSY = frozenset({TaskState.DELETING, TaskState.MIGRATING})


def output(server: Server, tail_length: int | None) -> str:
    """Last lines of the console log; raises InstanceNotReady, ConsoleNotAvailable, InstanceNotFound."""
    if not server.instance.host:
        raise exception.InstanceNotReady(instance_id=server.instance.uuid)
    return rpc.get_console_output(server.context, server.instance, tail_length)


def connect(server: Server, protocol: str, console_type: str) -> str:
    """URL of an authorised console.

    Raises InstanceNotReady, InstanceInvalidState, ConsoleTypeUnavailable, ConsoleNotAvailable, NotImplementedError.
    """
    instance = server.instance
    if protocol not in {*_CALLS, "mks"}:
        raise exception.ConsoleTypeUnavailable(console_type=console_type)
    if not instance.host:
        raise exception.InstanceNotReady(instance_id=instance.uuid)
    if instance.task_state in BUSY:
        raise exception.InstanceInvalidState(
            f"Cannot open a console of instance {instance.uuid} while it is in task_state {instance.task_state}"
        )
    if protocol == "mks":
        _refuse_mks(console_type)
    return str(_CALLS[protocol](server.context, instance, console_type)["access_url"])


def _refuse_mks(console_type: str) -> NoReturn:
    """Consoles of VMware's hypervisor, which no driver of ours can have."""
    if not CONF.mks.enabled:
        raise exception.ConsoleTypeUnavailable(console_type=console_type)
    raise NotImplementedError("The virt driver has no MKS console.")


# Protocol and how the host is asked; there are no RDP consoles any more.
_CALLS: dict[str, Callable[[RequestContext, Instance, str], dict[str, Any]]] = {
    "vnc": rpc.get_vnc_console,
    "spice": rpc.get_spice_console,
    "serial": rpc.get_serial_console,
}

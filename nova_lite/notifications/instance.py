# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which notification belongs to which operation on a server, as a table, and the functions that send them.

An operation that is not in the table sends nothing. What is inside is in versioned.py and unversioned.py.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.notifications import unversioned, versioned
from nova_lite.notifications.emitter import EMITTER, Message, Source
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.instance import Before, Instance, watch

ERROR = "error"


@dataclass(frozen=True, slots=True)
class Row:
    """Names of an event in both formats, whether it has an error phase, and how its payloads are made.

    legacy_name None: the old format has no such event.
    """

    versioned_name: str
    legacy_name: str | None
    has_error: bool = False
    versioned_payload: Callable[..., dict[str, Any]] = versioned.action_payload
    legacy_payload: Callable[..., dict[str, Any]] = unversioned.action_payload


ACTIONS = {
    "create": Row("create", "create", True, versioned.create_payload, unversioned.create_payload),
    "delete": Row("delete", "delete"),
    "shutdown": Row("shutdown", "shutdown"),
    "start": Row("power_on", "power_on"),
    "stop": Row("power_off", "power_off"),
    "reboot": Row("reboot", "reboot", True),
    "attach_interface": Row("interface_attach", None, True),
    "detach_interface": Row("interface_detach", None),
}
"""By operation name, as in nova_lite.lifecycle."""


def notify_action(
    context: RequestContext,
    source: Source,
    instance: Instance,
    operation: str,
    phase: str,
    error: BaseException | None = None,
    block_devices: Callable[[], Iterable[BlockDevice]] = tuple,
) -> None:
    """Tell that an operation reached a phase: start, end or error.

    `block_devices` is called only when [notifications]bdms_in_notifications is set and something is sent.
    """
    row = ACTIONS.get(operation)
    if row is None or EMITTER.is_silent() or (phase == ERROR and not row.has_error):
        return

    def build() -> dict[str, Any]:
        devices = block_devices() if CONF.notifications.bdms_in_notifications else ()
        return row.versioned_payload(context, instance, error, devices)

    message = Message(
        versioned_type=f"instance.{row.versioned_name}.{phase}",
        versioned_payload=build,
        legacy_type=row.legacy_name and f"compute.instance.{row.legacy_name}.{phase}",
        legacy_payload=lambda: row.legacy_payload(instance, error),
        is_error=phase == ERROR,
    )
    EMITTER.emit(context, source, message)


def watch_states(binary: str) -> None:
    """Tell of all changes of states that this daemon makes, if [notifications]notify_on_state_change wants any."""
    if CONF.notifications.notify_on_state_change:
        watch(partial(notify_update, Source(binary, CONF.host)))


def notify_update(source: Source, context: RequestContext, instance: Instance, before: Before) -> None:
    """Tell that states or name changed, as far as [notifications]notify_on_state_change wants to know."""
    if EMITTER.is_silent() or not _is_wanted(instance, before):
        return
    states = {
        "old_state": before.vm_state,
        "state": instance.vm_state,
        "old_task_state": before.task_state,
        "new_task_state": instance.task_state,
    }
    renamed = before.display_name is not None and before.display_name != instance.display_name
    old_name = before.display_name if renamed else None
    message = Message(
        versioned_type="instance.update",
        versioned_payload=lambda: versioned.update_payload(context, instance, states, old_name),
        legacy_type="compute.instance.update",
        legacy_payload=lambda: unversioned.update_payload(instance, states, old_name),
    )
    EMITTER.emit(context, source, message)


def _is_wanted(instance: Instance, before: Before) -> bool:
    wanted = CONF.notifications.notify_on_state_change
    if not wanted:
        return False
    if before.vm_state != instance.vm_state:
        return True
    if before.display_name is not None and before.display_name != instance.display_name:
        return True
    return wanted == "vm_and_task_state" and before.task_state != instance.task_state

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What servers use of this host, and the claim that a build makes on it.

Memory, CPUs and disk were claimed in Placement by the scheduler before the build came here, so that a claim only keeps
the books: it counts the server at once and takes it off the books again when the build fails.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nova_lite.lifecycle import TaskState, VmState
from nova_lite.objects.instance import Instance

MIB_PER_GIB = 1024
_WITHOUT_RESOURCES = frozenset({VmState.DELETED, VmState.SHELVED_OFFLOADED})


@dataclass(frozen=True, slots=True)
class Usage:
    """What one server takes of its host, and what the host's statistics say about it: CPUs, MiB, GiB."""

    vcpus: int
    memory_mb: int
    disk_gb: int
    vm_state: str | None = None
    task_state: str | None = None
    project_id: str | None = None
    os_type: str | None = None


def usage_of(instance: Instance) -> Usage | None:
    """The usage of a server by its flavor; None for one that holds nothing of a host any more."""
    if instance.vm_state in _WITHOUT_RESOURCES and instance.task_state != TaskState.SPAWNING:
        return None
    flavor = instance.flavor
    if flavor is None:
        vcpus, memory_mb, swap_mb = instance.vcpus or 0, instance.memory_mb or 0, 0
        root_gb, ephemeral_gb = instance.root_gb or 0, instance.ephemeral_gb or 0
    else:
        vcpus, memory_mb, swap_mb = flavor.vcpus, flavor.memory_mb, flavor.swap
        root_gb, ephemeral_gb = flavor.root_gb, flavor.ephemeral_gb
    return Usage(
        vcpus=vcpus,
        memory_mb=memory_mb,
        disk_gb=(root_gb if instance.image_ref else 0) + ephemeral_gb + swap_mb // MIB_PER_GIB,
        vm_state=instance.vm_state,
        task_state=instance.task_state,
        project_id=instance.project_id,
        os_type=instance.os_type,
    )


class Claim:
    """One build's hold on the host: keep() or abort() ends it, whichever comes first."""

    def __init__(self, end: Callable[[bool], None]) -> None:
        self._end: Callable[[bool], None] | None = end

    def keep(self) -> None:
        """The server was built: it stays on the books. Idempotent."""
        self._finish(keep=True)

    def abort(self) -> None:
        """The server was not built: take it off the books. Idempotent, and without effect after keep()."""
        self._finish(keep=False)

    def _finish(self, keep: bool) -> None:
        end, self._end = self._end, None
        if end is not None:
            end(keep)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes of servers: which are attached, and the checks before one comes or goes.

Attaching needs the block storage service, which this version does not talk to for servers: every volume is unknown.
"""

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.main import block_devices
from nova_lite.lifecycle import ATTACH_VOLUME, DETACH_VOLUME, SWAP_VOLUME, VmState
from nova_lite.objects import store
from nova_lite.objects.block_device import BlockDevice
from nova_lite.operations import guard
from nova_lite.operations.find import Server

UNSUPPORTED = "This version does not work on volumes of servers."
_OFFLOADED = (VmState.SHELVED, VmState.SHELVED_OFFLOADED)


def attached(server: Server) -> list[BlockDevice]:
    """The server's volumes."""
    if not server.placed:
        return []
    devices = store.current().get_block_devices(server.context, server.instance.uuid)
    return [device for device in devices if device.volume_id]


def find(server: Server, volume_id: str) -> BlockDevice:
    """One of the server's volumes; raises VolumeBDMNotFound."""
    for device in attached(server):
        if device.volume_id == volume_id:
            return device
    raise exception.VolumeBDMNotFound(volume_id=volume_id)


def attach(server: Server, volume_id: str, shelved_too: bool) -> None:
    """Attach a volume; raises InstanceInvalidState, InstanceIsLocked, VolumeNotFound."""
    _check_shelved(server, "attach_volume", shelved_too)
    guard.check(server, ATTACH_VOLUME)
    raise exception.VolumeNotFound(volume_id=volume_id)


def detach(server: Server, volume_id: str, shelved_too: bool) -> None:
    """Detach a volume; raises InstanceInvalidState, InstanceIsLocked, VolumeBDMNotFound."""
    _check_shelved(server, "detach_volume", shelved_too)
    guard.check(server, DETACH_VOLUME)
    find(server, volume_id)
    raise exception.Invalid(UNSUPPORTED)


def keep_or_delete(server: Server, device: BlockDevice, delete_on_termination: bool) -> None:
    """Set what becomes of a volume when its server is deleted."""
    device.delete_on_termination = delete_on_termination
    store.current().save_block_devices(server.context, [device])


def swap(server: Server, old_id: str, new_id: str) -> None:
    """Replace a volume; raises InstanceInvalidState, InstanceIsLocked, VolumeBDMNotFound."""
    guard.check(server, SWAP_VOLUME)
    find(server, old_id)
    raise exception.Invalid(UNSUPPORTED)


def _check_shelved(server: Server, action: str, shelved_too: bool) -> None:
    if not shelved_too and server.instance.vm_state in _OFFLOADED:
        raise exception.InstanceInvalidState(
            f"Cannot '{action}' instance {server.instance.uuid} while it is in vm_state {server.instance.vm_state}"
        )


def snapshot(context: RequestContext, volume_id: str) -> None:
    """A snapshot with the hypervisor's help, or its removal; raises VolumeBDMNotFound if no server has the volume."""

    def rows(cell_context: RequestContext) -> list[str]:
        with cells.database(cell_context).reader() as session:
            return block_devices.servers_of_volume(session, volume_id)

    if not cells.gather(context, rows):
        raise exception.VolumeBDMNotFound(volume_id=volume_id)
    raise exception.Invalid(UNSUPPORTED)

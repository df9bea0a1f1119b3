# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What can be said of servers' volumes without the block storage service."""

import pytest

from nova_lite import exception
from nova_lite.db.engine import cell_database
from nova_lite.db.main import block_devices
from nova_lite.objects import database
from nova_lite.objects.block_device import BlockDevice
from nova_lite.operations import find, volumes
from nova_lite.operations.find import Server
from tests.unit.control_plane import Plane, an_instance

VOLUME = "55555555-5555-4555-8555-555555555555"


def with_volume(plane: Plane, **values: object) -> Server:
    uuid = plane.add(an_instance(host="host1", **values)).uuid
    device = BlockDevice(
        source_type="volume", destination_type="volume", volume_id=VOLUME, device_name="/dev/vdb", attachment_id="a"
    )
    with cell_database().writer() as session:
        block_devices.create(session, database.block_device_rows([device], uuid))
    return find.server(plane.member, uuid)


def test_attached_volumes(plane: Plane) -> None:
    server = with_volume(plane)
    assert [one.volume_id for one in volumes.attached(server)] == [VOLUME]
    volumes.keep_or_delete(server, volumes.find(server, VOLUME), True)
    assert volumes.find(server, VOLUME).delete_on_termination
    with pytest.raises(exception.VolumeBDMNotFound):
        volumes.find(server, "other")


def test_changes_are_checked_and_refused(plane: Plane) -> None:
    server = with_volume(plane)
    with pytest.raises(exception.VolumeNotFound):
        volumes.attach(server, "new", shelved_too=True)
    for change in (
        lambda: volumes.detach(server, VOLUME, shelved_too=True),
        lambda: volumes.swap(server, VOLUME, "new"),
        lambda: volumes.snapshot(plane.admin, VOLUME),
    ):
        with pytest.raises(exception.Invalid, match="does not work on volumes"):
            change()
    with pytest.raises(exception.VolumeBDMNotFound):
        volumes.snapshot(plane.admin, "other")


@pytest.mark.parametrize("state", ["building", "shelved"])
def test_states(plane: Plane, state: str) -> None:
    server = with_volume(plane, vm_state=state)
    for change in (volumes.attach, volumes.detach):
        with pytest.raises(exception.InstanceInvalidState):
            change(server, VOLUME, shelved_too=False)

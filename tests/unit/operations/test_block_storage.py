# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes and snapshots of old API versions."""

import pytest

from nova_lite import exception
from nova_lite.operations import block_storage
from nova_lite.volume.model import NewVolume
from tests.functional.fixtures.cloud import Cloud, cloud

__all__ = ["cloud"]


def test_a_volume_of_a_snapshot(cloud: Cloud) -> None:
    context = cloud.context()
    volume = block_storage.create_volume(context, NewVolume(1))
    snapshot = block_storage.create_snapshot(context, volume.id, "s", None, False)
    copy = block_storage.create_volume(context, NewVolume(1, snapshot_id=snapshot.id))
    assert block_storage.volume(context, copy.id).snapshot_id == snapshot.id
    assert block_storage.volumes(context, 9, 0) == [copy, volume]
    block_storage.delete_snapshot(context, snapshot.id)
    assert block_storage.snapshots(context, 9, 0) == []
    with pytest.raises(exception.SnapshotNotFound):
        block_storage.create_volume(context, NewVolume(1, snapshot_id=snapshot.id))
    assert len(block_storage.volumes(context, 9, 0)) == 2
    block_storage.delete_volume(context, copy.id)
    assert block_storage.volumes(context, 9, 0) == [volume]

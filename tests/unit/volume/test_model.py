# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Cinder's form of volumes and snapshots."""

from nova_lite.volume.model import Attachment, NewVolume, Snapshot, Volume


def test_volume() -> None:
    row = {
        "id": "v",
        "status": "in-use",
        "size": 3,
        "metadata": None,
        "attachments": [{"server_id": "s", "device": "/dev/vdb"}, {"server_id": None}],
        "bootable": "true",
    }
    found = Volume.from_json(row)
    assert found.attachments == (Attachment("s", "/dev/vdb"),)
    assert (found.size_gb, found.metadata, found.name) == (3, {}, None)


def test_snapshot() -> None:
    found = Snapshot.from_json({"id": "s", "volume_id": "v", "size": 3, "status": "available", "name": "n"})
    assert found == Snapshot("s", "v", "available", 3, "n")


def test_new_volume() -> None:
    assert NewVolume(1, "n").to_json() == {
        "size": 1,
        "name": "n",
        "description": None,
        "volume_type": None,
        "snapshot_id": None,
        "availability_zone": None,
        "metadata": {},
    }

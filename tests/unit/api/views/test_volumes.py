# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes and snapshots in the form of old versions."""

from nova_lite.api.views import volumes as view
from nova_lite.volume.model import Attachment, Snapshot, Volume
from tests.unit.api.views.requests import at


def test_volume() -> None:
    shown = view.volume(at(1), Volume("v", "available", 1, "n", volume_type="lvm", metadata={"a": "b"}))
    assert shown["attachments"] == [{}]
    assert set(shown) == {
        "id",
        "status",
        "size",
        "availabilityZone",
        "createdAt",
        "attachments",
        "displayName",
        "displayDescription",
        "volumeType",
        "snapshotId",
        "metadata",
    }


def test_attachments() -> None:
    found = Volume("v", attachments=(Attachment("s", "/dev/vdb"), Attachment("t")))
    assert view.volume(at(1), found)["attachments"] == [
        {"id": "v", "volumeId": "v", "serverId": "s", "device": "/dev/vdb"},
        {"id": "v", "volumeId": "v", "serverId": "t"},
    ]


def test_snapshot() -> None:
    assert view.snapshot(at(1), Snapshot("s", "v", "available", 1, "n", "d", "t")) == {
        "id": "s",
        "volumeId": "v",
        "status": "available",
        "size": 1,
        "createdAt": "t",
        "displayName": "n",
        "displayDescription": "d",
    }

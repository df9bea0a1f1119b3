# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes and snapshots in the form of old API versions."""

from typing import Any

from nova_lite.volume.model import Attachment, Snapshot, Volume


def volume(found: Volume) -> dict[str, Any]:
    """One volume; without attachments the list holds one empty object."""
    return {
        "id": found.id,
        "status": found.status,
        "size": found.size_gb,
        "availabilityZone": found.availability_zone,
        "createdAt": found.created_at,
        "attachments": [_attachment(found.id, one) for one in found.attachments] or [{}],
        "displayName": found.name,
        "displayDescription": found.description,
        "volumeType": found.volume_type,
        "snapshotId": found.snapshot_id,
        "metadata": dict(found.metadata),
    }


def _attachment(volume_id: str, one: Attachment) -> dict[str, Any]:
    shown = {"id": volume_id, "volumeId": volume_id, "serverId": one.server_id}
    return {**shown, "device": one.device} if one.device else shown


def snapshot(found: Snapshot) -> dict[str, Any]:
    """One snapshot."""
    return {
        "id": found.id,
        "volumeId": found.volume_id,
        "status": found.status,
        "size": found.size_gb,
        "createdAt": found.created_at,
        "displayName": found.name,
        "displayDescription": found.description,
    }

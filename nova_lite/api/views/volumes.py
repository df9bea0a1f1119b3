# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Volumes and snapshots in the form of old API versions."""

from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import Field, View, column
from nova_lite.volume.model import Attachment, Volume

_ATTACHMENT = answers.record(
    dict.fromkeys(("id", "volumeId", "serverId", "device"), answers.TEXT), optional=("device",)
)


def _attachments(req: ApiRequest, found: Volume) -> Any:
    """Without attachments the list holds one empty object."""
    return [_attachment(found.id, one) for one in found.attachments] or [{}]


def _attachment(volume_id: str, one: Attachment) -> dict[str, Any]:
    shown = {"id": volume_id, "volumeId": volume_id, "serverId": one.server_id}
    return {**shown, "device": one.device} if one.device else shown


_ABOUT = (
    Field("status", answers.TEXT, column("status")),
    Field("size", answers.COUNT, column("size_gb")),
    Field("createdAt", answers.TEXT_OR_NULL, column("created_at")),
    Field("displayName", answers.TEXT_OR_NULL, column("name")),
    Field("displayDescription", answers.TEXT_OR_NULL, column("description")),
)

volume = View(
    "Volume",
    Field("id", answers.TEXT, column("id")),
    *_ABOUT,
    Field("availabilityZone", answers.TEXT_OR_NULL, column("availability_zone")),
    Field("attachments", answers.listed(answers.either(_ATTACHMENT, answers.NOTHING)), _attachments),
    Field("volumeType", answers.TEXT_OR_NULL, column("volume_type")),
    Field("snapshotId", answers.TEXT_OR_NULL, column("snapshot_id")),
    Field("metadata", answers.TEXTS, lambda req, found: dict(found.metadata)),
)
snapshot = View(
    "Snapshot",
    Field("id", answers.TEXT, column("id")),
    Field("volumeId", answers.TEXT, column("volume_id")),
    *_ABOUT,
)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""/servers/{server_id}/os-volume_attachments."""

from typing import Any

from nova_lite import exception, policy
from nova_lite.api.request import ApiRequest
from nova_lite.api.route import loaded
from nova_lite.api.schemas.types import truth
from nova_lite.api.views import volume_attachments as view
from nova_lite.operations import volumes

_SWAP = "os_compute_api:os-volumes-attachments:swap"
# Keys of a PUT from 2.85 on that may be repeated but not changed, and what they repeat.
_FIXED = (
    ("id", lambda one: one.volume_id),
    ("serverId", lambda one: one.instance_uuid),
    ("device", lambda one: one.device_name),
    ("tag", lambda one: one.tag),
)


def index(req: ApiRequest) -> dict[str, Any]:
    """Volumes of the server; from 2.89 on without those that are still being attached."""
    limit, offset = req.limit_and_offset()
    found = [one for one in volumes.attached(req.target) if one.attachment_id or not req.at_least("2.89")]
    return {"volumeAttachments": [view.full(req, one) for one in found[offset : offset + limit]]}


def show(req: ApiRequest) -> dict[str, Any]:
    """One volume of the server."""
    return {"volumeAttachment": view.full(req, volumes.find(req.target, req.params["id"]))}


def create(req: ApiRequest) -> None:
    """Attach a volume."""
    volumes.attach(req.target, req.body["volumeAttachment"]["volumeId"], shelved_too=req.at_least("2.20"))


def update(req: ApiRequest) -> None:
    """Until 2.84: replace the volume by another, which is the block storage service's business."""
    policy.authorize(req.context, _SWAP, loaded(req))
    volumes.swap(req.target, req.params["id"], req.body["volumeAttachment"]["volumeId"])


def update_settings(req: ApiRequest) -> None:
    """From 2.85 on: change delete_on_termination, or replace the volume as before."""
    body = req.body["volumeAttachment"]
    if body["volumeId"] != req.params["id"]:
        update(req)
        return
    device = volumes.find(req.target, req.params["id"])
    for key, value in _FIXED:
        if key in body and body[key] != value(device):
            raise exception.Invalid(f"The value of {key} cannot be changed.")
    if "delete_on_termination" in body:
        volumes.keep_or_delete(req.target, device, truth(body["delete_on_termination"]))


def delete(req: ApiRequest) -> None:
    """Detach a volume."""
    volumes.detach(req.target, req.params["id"], shelved_too=req.at_least("2.20"))

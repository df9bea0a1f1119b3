# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images in the form of old API versions."""

from typing import Any

from oslo_utils import strutils

from nova_lite.api.request import ApiRequest
from nova_lite.objects.image_meta import ImageMeta

SERVER = "instance_uuid"
DISK_CONFIG = "auto_disk_config"
MEDIA_TYPE = "application/vnd.openstack.image"
STATES = {
    "active": "ACTIVE",
    "queued": "SAVING",
    "saving": "SAVING",
    "importing": "SAVING",
    "uploading": "SAVING",
    "deleted": "DELETED",
    "pending_delete": "DELETED",
    "killed": "ERROR",
}
PROGRESS = {"queued": 25, "saving": 50, "active": 100}


def brief(req: ApiRequest, image: ImageMeta, glance: str) -> dict[str, Any]:
    """Id and name; glance: URL of the image service, for the link to its own address of the image."""
    alternate = {"rel": "alternate", "type": MEDIA_TYPE, "href": f"{glance}/images/{image.id}"}
    links = [*req.links("images", str(image.id)), alternate]
    return {"id": image.id, "name": image.name, "links": links}


def full(req: ApiRequest, image: ImageMeta, glance: str) -> dict[str, Any]:
    """The whole image; a snapshot names its server."""
    shown = {
        **brief(req, image, glance),
        "minRam": image.min_ram,
        "minDisk": image.min_disk,
        "metadata": dict(image.properties),
        "created": image.created_at,
        "updated": image.updated_at,
        "status": STATES.get(str(image.status), "UNKNOWN"),
        "progress": PROGRESS.get(str(image.status), 0),
        "OS-EXT-IMG-SIZE:size": image.size or 0,
    }
    server = image.prop(SERVER)
    if server:
        shown["server"] = {"id": server, "links": req.links("servers", server)}
    automatic = image.prop(DISK_CONFIG)
    if automatic is not None:
        shown["OS-DCF:diskConfig"] = "AUTO" if strutils.bool_from_string(automatic) else "MANUAL"
    return shown

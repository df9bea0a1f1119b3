# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Images in the form of old API versions."""

from typing import Any

from oslo_utils import strutils

from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import ABSENT, Field, View, column
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
# Glance's own properties are texts, but ours may have anything.
PROPERTIES = answers.keyed({})
_ALTERNATE = answers.record({"rel": answers.word("alternate"), "type": answers.TEXT, "href": answers.TEXT})
_LINKS = answers.listed(answers.either(answers.LINKS["items"], _ALTERNATE))


def _links(req: ApiRequest, image: ImageMeta, glance: str) -> Any:
    """glance: URL of the image service, for the link to its own address of the image."""
    alternate = {"rel": "alternate", "type": MEDIA_TYPE, "href": f"{glance}/images/{image.id}"}
    return [*req.links("images", str(image.id)), alternate]


def _server(req: ApiRequest, image: ImageMeta, glance: str) -> Any:
    """The server that a snapshot is of."""
    server = image.prop(SERVER)
    return {"id": server, "links": req.links("servers", server)} if server else ABSENT


def _disk_config(req: ApiRequest, image: ImageMeta, glance: str) -> Any:
    automatic = image.prop(DISK_CONFIG)
    if automatic is None:
        return ABSENT
    return "AUTO" if strutils.bool_from_string(automatic) else "MANUAL"


_NAMES = (
    Field("id", answers.TEXT, column("id")),
    Field("name", answers.TEXT_OR_NULL, column("name")),
    Field("links", _LINKS, _links),
)

brief = View("ImageOfList", *_NAMES)
full = View(
    "Image",
    *_NAMES,
    Field("minRam", answers.COUNT, column("min_ram")),
    Field("minDisk", answers.COUNT, column("min_disk")),
    Field("metadata", PROPERTIES, lambda req, image, glance: dict(image.properties)),
    Field("created", answers.TEXT_OR_NULL, column("created_at")),
    Field("updated", answers.TEXT_OR_NULL, column("updated_at")),
    Field(
        "status",
        answers.word(*dict.fromkeys(STATES.values()), "UNKNOWN"),
        lambda req, image, glance: STATES.get(str(image.status), "UNKNOWN"),
    ),
    Field(
        "progress", answers.word(0, *PROGRESS.values()), lambda req, image, glance: PROGRESS.get(str(image.status), 0)
    ),
    Field("OS-EXT-IMG-SIZE:size", answers.COUNT, lambda req, image, glance: image.size or 0),
    Field("server", answers.record({"id": answers.TEXT, "links": answers.LINKS}), _server, optional=True),
    Field("OS-DCF:diskConfig", answers.word("AUTO", "MANUAL"), _disk_config, optional=True),
)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Between Glance's flat image record and ImageMeta, which keeps custom properties apart. No HTTP here."""

from collections.abc import Mapping
from typing import Any

from nova_lite.objects.image_meta import ImageMeta

_COPIED = (
    "id",
    "name",
    "status",
    "visibility",
    "checksum",
    "owner",
    "container_format",
    "disk_format",
    "created_at",
    "updated_at",
)
ATTRIBUTES = frozenset(
    {
        *_COPIED,
        "size",
        "min_ram",
        "min_disk",
        "tags",
        "protected",
        "virtual_size",
        "file",
        "schema",
        "self",
        "direct_url",
        "locations",
        "stores",
        "os_hash_algo",
        "os_hash_value",
        "os_hidden",
    }
)
_WRITABLE = ("name", "visibility", "container_format", "disk_format")


def image_from_json(body: Mapping[str, Any]) -> ImageMeta:
    """Read a record of GET /v2/images/{id}; size 0 while there are no data, properties without value are left out."""
    properties: dict[str, str | None] = {
        key: str(value) for key, value in body.items() if key not in ATTRIBUTES and value is not None
    }
    return ImageMeta(
        **{key: body.get(key) for key in _COPIED},
        size=body.get("size") or 0,
        min_ram=body.get("min_ram") or 0,
        min_disk=body.get("min_disk") or 0,
        tags=list(body.get("tags") or ()),
        properties=properties,
    )


def image_to_json(image: ImageMeta) -> dict[str, Any]:
    """The body of POST /v2/images; only what a client may set, and nothing that is None."""
    body: dict[str, Any] = {key: value for key, value in image.properties.items() if value is not None}
    body.update({key: getattr(image, key) for key in _WRITABLE if getattr(image, key) is not None})
    if image.id:
        body["id"] = image.id
    if image.tags:
        body["tags"] = list(image.tags)
    return {**body, "min_ram": image.min_ram, "min_disk": image.min_disk}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What Glance tells about an image, as far as booting from it needs."""

from typing import Any

from nova_lite.objects.base import WireObject, new, wire


@wire
class ImageMeta(WireObject):
    """An image record: size in bytes, min_ram in MiB, min_disk in GiB; `properties` are hw_*, os_* and other keys."""

    VERSION = "1.0"

    id: str | None = None
    name: str | None = None
    status: str | None = None
    visibility: str | None = None
    checksum: str | None = None
    owner: str | None = None
    size: int | None = 0
    container_format: str | None = None
    disk_format: str | None = None
    min_ram: int = 0
    min_disk: int = 0
    created_at: str | None = None
    updated_at: str | None = None
    tags: list[str] = new(list)
    properties: dict[str, str | None] = new(dict)

    def prop(self, key: str, default: Any = None) -> Any:
        """One image property, or the default."""
        return self.properties.get(key, default)

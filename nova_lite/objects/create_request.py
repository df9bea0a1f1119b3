# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a new server is built from, apart from its own record: one object instead of many arguments."""

from nova_lite.objects.base import WireObject, wire
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.request_spec import NetworkRequest


@wire
class CreateRequest(WireObject):
    """Shared by all servers of one POST /servers. `injected_files` maps a path to base64 content.

    `networks` None means: choose automatically. `block_devices` are templates without instance uuid.
    """

    VERSION = "1.0"

    image: ImageMeta
    networks: list[NetworkRequest] | None = None
    security_groups: list[str] = list  # type: ignore[assignment]
    block_devices: list[BlockDevice] = list  # type: ignore[assignment]
    injected_files: dict[str, str] = dict  # type: ignore[assignment]
    admin_password: str | None = None
    tags: list[str] = list  # type: ignore[assignment]

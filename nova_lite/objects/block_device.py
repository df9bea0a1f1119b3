# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Block device mappings: which disks a server has and where they come from."""

import datetime

from nova_lite.objects.base import WireObject, wire


@wire
class BlockDevice(WireObject):
    """One row of block_device_mapping; volume_size in GiB (in MiB for swap). `boot_index` 0 is the root disk."""

    VERSION = "1.0"

    id: int | None = None
    uuid: str | None = None
    instance_uuid: str | None = None
    created_at: datetime.datetime | None = None
    source_type: str = "image"
    destination_type: str = "local"
    guest_format: str | None = None
    device_type: str | None = None
    disk_bus: str | None = None
    boot_index: int | None = None
    device_name: str | None = None
    delete_on_termination: bool = False
    no_device: bool = False
    image_id: str | None = None
    snapshot_id: str | None = None
    volume_id: str | None = None
    volume_size: int | None = None
    volume_type: str | None = None
    connection_info: str | None = None
    attachment_id: str | None = None
    tag: str | None = None

    @property
    def is_root(self) -> bool:
        """True for the disk that the guest boots from."""
        return self.boot_index == 0

    @property
    def is_swap(self) -> bool:
        """True for a blank local disk formatted as swap."""
        return self.source_type == "blank" and self.destination_type == "local" and self.guest_format == "swap"

    @property
    def is_ephemeral(self) -> bool:
        """True for a blank local disk with a file system, or raw."""
        return self.source_type == "blank" and self.destination_type == "local" and self.guest_format != "swap"

    @property
    def is_volume(self) -> bool:
        """True for a Cinder volume."""
        return self.destination_type == "volume"

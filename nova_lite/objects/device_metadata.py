# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A device of a server as its guest can find it: by bus and address, with the tags of whoever asked for it."""

from nova_lite.objects.base import WireObject, new, wire


@wire
class DeviceMetadata(WireObject):
    """One device; kind is nic, disk or share.

    bus: pci, scsi, ide or usb, None when the hypervisor tells none; address: on that bus. Of a nic: mac, vlan,
    vf_trusted. Of a disk: serial, path. Of a share: share_id.
    """

    VERSION = "1.0"

    kind: str
    tags: list[str] = new(list)
    bus: str | None = None
    address: str | None = None
    mac: str | None = None
    vlan: int | None = None
    vf_trusted: bool | None = None
    serial: str | None = None
    path: str | None = None
    share_id: str | None = None

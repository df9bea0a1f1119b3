# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Entries of the devices list."""

from nova_lite.guestdata import devices
from nova_lite.objects.device_metadata import DeviceMetadata


def test_facts_by_kind() -> None:
    nic = DeviceMetadata(kind="nic", tags=["web"], bus="pci", address="0000:00:03.0", mac="m", serial="hidden")
    disk = DeviceMetadata(kind="disk", tags=["db"], bus="scsi", address="0:0:0:1", serial="s", mac="hidden")
    share = DeviceMetadata(kind="share", tags=["t"], share_id="id")
    assert devices.entries([nic, disk, share]) == [
        {"type": "nic", "bus": "pci", "address": "0000:00:03.0", "tags": ["web"], "mac": "m"},
        {"type": "disk", "bus": "scsi", "address": "0:0:0:1", "tags": ["db"], "serial": "s"},
        {"type": "share", "share_id": "id", "tag": "t", "bus": "none", "address": "none", "tags": ["t"]},
    ]


def test_hidden_kinds_and_facts() -> None:
    nic = DeviceMetadata(kind="nic", mac="m", vlan=3)
    share = DeviceMetadata(kind="share", share_id="id")
    (shown,) = devices.entries([nic, share], ["share", "vlan"])
    assert shown == {"type": "nic", "mac": "m", "bus": "none", "address": "none", "tags": []}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tagged devices of a server."""

from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.objects.instance import Instance
from nova_lite.virt import device_tags


def test_only_tags_need_a_record_or_what_was_recorded() -> None:
    server = Instance(uuid="u")
    assert not device_tags.is_needed(server, (), (BlockDevice(),))
    assert device_tags.is_needed(server, (), (BlockDevice(tag="db"),))
    assert device_tags.is_needed(Instance(uuid="u", device_metadata=[DeviceMetadata(kind="nic")]), (), ())


def test_the_same_devices_are_no_change() -> None:
    server = Instance(uuid="u", device_metadata=[DeviceMetadata(kind="nic", address="0000:00:03.0")])
    server.obj_reset_changes(recursive=True)
    device_tags.record(server, [DeviceMetadata(kind="nic", address="0000:00:03.0")])
    assert server.obj_what_changed() == set()
    device_tags.record(server, [DeviceMetadata(kind="nic", address="0000:00:04.0")])
    assert server.obj_what_changed() == {"device_metadata"}
    assert server.device_metadata[0].address == "0000:00:04.0"

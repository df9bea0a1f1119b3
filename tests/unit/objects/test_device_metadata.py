# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tagged devices on the wire."""

from nova_lite.objects.base import WireObject
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.objects.instance import Instance


def test_devices_travel_with_their_server() -> None:
    nic = DeviceMetadata(kind="nic", tags=["web"], bus="pci", address="0000:00:03.0", mac="fa:16:3e:00:00:01")
    back = WireObject.obj_from_primitive(Instance(uuid="u", device_metadata=[nic]).to_primitive())
    assert back.device_metadata[0].values() == nic.values()
    assert back.device_metadata[0].serial is None


def test_servers_of_older_messages_have_none() -> None:
    primitive = Instance(uuid="u").to_primitive()
    primitive["nova_object.version"] = "1.0"
    assert Instance.from_primitive(primitive).device_metadata == []

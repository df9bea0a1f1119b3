# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Places of tagged devices in a definition as libvirt completes it."""

import pytest

from nova_lite.virt.libvirt import device_metadata
from nova_lite.virt.libvirt.disks.layout import LocalDisk
from nova_lite.virt.libvirt.xml.element import parse
from tests.unit.virt.libvirt import plans

DEFINITION = """<domain><devices>
<disk type="file" device="disk"><target dev="vda" bus="virtio"/>
  <address type="pci" domain="0x0000" bus="0x04" slot="0x00" function="0x0"/></disk>
<disk type="file" device="disk"><target dev="sda" bus="{bus}"/><serial>s1</serial>
  <address type="drive" controller="0" bus="0" target="2" unit="1"/></disk>
<interface type="bridge"><mac address="FA:16:3E:11:22:33"/>
  <address type="pci" domain="0x0000" bus="0x00" slot="0x1f" function="0x2"/></interface>
<interface type="bridge"><mac address="fa:16:3e:00:00:00"/></interface>
</devices></domain>"""


def disk(name: str, tag: str | None) -> LocalDisk:
    return LocalDisk("root", "disk", "disk", "virtio", name, tag=tag)


def test_interfaces_are_known_by_their_mac() -> None:
    (nic,) = device_metadata.collect(parse(DEFINITION), [], [plans.vif(meta={"tag": "web"})])
    assert nic.values() == {
        "kind": "nic",
        "tags": ["web"],
        "bus": "pci",
        "address": "0000:00:1f.2",
        "mac": "fa:16:3e:11:22:33",
    }


@pytest.mark.parametrize(
    ("bus", "place"),
    [
        ("scsi", ("scsi", "0:0:2:1")),
        ("ide", ("ide", "0:0:2:1")),
        ("usb", ("usb", "0:0:2:1")),
        ("sata", (None, None)),
    ],
)
def test_disks_are_known_by_their_target(bus: str, place: tuple[str | None, str | None]) -> None:
    found = device_metadata.collect(parse(DEFINITION.replace("{bus}", bus)), [disk("vda", "os"), disk("sda", "db")], [])
    assert [(one.tags, one.bus, one.address) for one in found] == [(["os"], "pci", "0000:04:00.0"), (["db"], *place)]
    assert [one.serial for one in found] == [None, "s1"]


def test_without_tag_nothing_is_told() -> None:
    assert device_metadata.collect(parse(DEFINITION), [disk("vda", None)], [plans.vif()]) == []


def test_a_device_without_address() -> None:
    vif = plans.vif(address="fa:16:3e:00:00:00", meta={"tag": "web"})
    (nic,) = device_metadata.collect(parse(DEFINITION), [], [vif])
    assert (nic.bus, nic.address) == (None, None)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""<disk>."""

from nova_lite.virt.libvirt.xml.disk import Disk
from nova_lite.virt.libvirt.xml.element import to_text


def test_plain() -> None:
    text = to_text(Disk("/i/disk", "disk", "virtio", "vda", "qcow2", cache="none").element())
    assert text.split("\n") == [
        '<disk type="file" device="disk">',
        '  <driver name="qemu" type="qcow2" cache="none"/>',
        '  <source file="/i/disk"/>',
        '  <target dev="vda" bus="virtio"/>',
        "</disk>",
        "",
    ]


def test_limits_and_scsi_address() -> None:
    disk = Disk("/i/disk", "disk", "scsi", "sda", "raw", unit=2, iotune={"read_iops_sec": 5}, discard="unmap")
    element = disk.element()
    assert element.find("address").attrib == {
        "type": "drive",
        "controller": "0",
        "bus": "0",
        "target": "0",
        "unit": "2",
    }
    assert element.findtext("iotune/read_iops_sec") == "5"
    assert element.find("driver").get("discard") == "unmap"


def test_unit_is_only_for_scsi() -> None:
    assert Disk("/i/disk", "disk", "virtio", "vda", "raw", unit=2).element().find("address") is None

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""<metadata>."""

from nova_lite.virt.libvirt.xml import metadata
from nova_lite.virt.libvirt.xml.element import to_text

FLAVOR = metadata.FlavorFacts("1", "tiny", 64, 1, 0, 0, 1, (("b", "2"), ("a", "1")))


def test_whole() -> None:
    server = metadata.ServerMetadata(
        package_version="1",
        name="vm",
        creation_time="2026-01-01 00:00:00",
        flavor=FLAVOR,
        image=metadata.ImageFacts("img", "bare", "raw", 1, 64, (("hw_disk_bus", "scsi"),)),
        owner=metadata.OwnerFacts("u", "user", "p", "project"),
        ports=(metadata.PortFacts("port", (("fixed", "10.0.0.2", 4),)),),
    )
    text = to_text(server.element())
    assert text.count("xmlns:nova") == 1
    assert [line.strip() for line in text.splitlines() if "xtraSpec" in line] == [
        "<nova:extraSpecs>",
        '<nova:extraSpec name="a">1</nova:extraSpec>',
        '<nova:extraSpec name="b">2</nova:extraSpec>',
        "</nova:extraSpecs>",
    ]
    for expected in (
        '<nova:property name="hw_disk_bus">scsi</nova:property>',
        '<nova:user uuid="u">user</nova:user>',
        '<nova:root type="image" uuid="img"/>',
        '<nova:ip type="fixed" address="10.0.0.2" ipVersion="4"/>',
    ):
        assert expected in text


def test_without_image_and_owner() -> None:
    text = to_text(metadata.ServerMetadata("1", "vm", "now", FLAVOR).element())
    assert "nova:image" not in text
    assert "nova:root" not in text
    assert "<nova:ports/>" in text

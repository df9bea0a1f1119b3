# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Serial ports, graphics, video, input."""

import pytest

from nova_lite.virt.libvirt.xml.console import Graphics, Input, SerialPort, SpiceAgent, Video
from nova_lite.virt.libvirt.xml.element import Renders, to_text


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        (
            SerialPort("/i/console.log"),
            '<serial type="pty"><log file="/i/console.log" append="off"/><target port="0"/></serial>',
        ),
        (SerialPort(port=1), '<serial type="pty"><target port="1"/></serial>'),
        (
            SerialPort("/i/console.log", bind=("192.0.2.1", 10000)),
            '<serial type="tcp"><source mode="bind" host="192.0.2.1" service="10000"/>'
            '<log file="/i/console.log" append="off"/><target port="0"/></serial>',
        ),
        (
            Graphics("::1", "spice", True, {"zlib": {"compression": "auto"}}),
            '<graphics type="spice" autoport="yes" defaultMode="secure" listen="::1">'
            '<zlib compression="auto"/></graphics>',
        ),
        (SpiceAgent(), '<channel type="spicevmc"><target type="virtio" name="com.redhat.spice.0"/></channel>'),
        (Graphics("127.0.0.1"), '<graphics type="vnc" autoport="yes" listen="127.0.0.1"/>'),
        (Video("virtio"), '<video><model type="virtio"/></video>'),
        (Video("qxl", 16384), '<video><model type="qxl" vram="16384"/></video>'),
        (Input("tablet", "usb"), '<input type="tablet" bus="usb"/>'),
    ],
)
def test_text(device: Renders, expected: str) -> None:
    assert "".join(line.strip() for line in to_text(device.element()).splitlines()) == expected

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Small devices."""

import pytest

from nova_lite.virt.libvirt.xml.element import Renders, to_text
from nova_lite.virt.libvirt.xml.peripheral import Controller, GuestAgent, MemoryBalloon, Rng, Sound, Watchdog


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        (Controller("usb", model="none", index=0), '<controller type="usb" index="0" model="none"/>'),
        (Controller("scsi", queues=2), '<controller type="scsi"><driver queues="2"/></controller>'),
        (
            GuestAgent("/run/a.sock"),
            '<channel type="unix"><source mode="bind" path="/run/a.sock"/>'
            '<target type="virtio" name="org.qemu.guest_agent.0"/></channel>',
        ),
        (Rng("/dev/urandom"), '<rng model="virtio"><backend model="random">/dev/urandom</backend></rng>'),
        (Rng(None, 9, 7), '<rng model="virtio"><rate period="7" bytes="9"/><backend model="random"/></rng>'),
        (Watchdog("reset"), '<watchdog model="i6300esb" action="reset"/>'),
        (Sound("ich9"), '<sound model="ich9"/>'),
        (MemoryBalloon(10), '<memballoon model="virtio"><stats period="10"/></memballoon>'),
        (MemoryBalloon(0), '<memballoon model="none"/>'),
    ],
)
def test_text(device: Renders, expected: str) -> None:
    assert "".join(line.strip() for line in to_text(device.element()).splitlines()) == expected

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Small devices: controllers, guest agent channel, random numbers, watchdog, sound, memory balloon."""

from dataclasses import dataclass

from nova_lite.virt.libvirt.xml.element import Element, node


@dataclass(frozen=True, slots=True)
class Controller:
    """<controller>: scsi, usb or pci."""

    type: str
    model: str | None = None
    index: int | None = None
    queues: int | None = None

    def element(self) -> Element:
        """The element."""
        driver = node("driver", queues=self.queues) if self.queues else None
        return node("controller", driver, type=self.type, index=self.index, model=self.model)


@dataclass(frozen=True, slots=True)
class GuestAgent:
    """<channel> of the QEMU guest agent."""

    socket_path: str

    def element(self) -> Element:
        """The element."""
        return node(
            "channel",
            node("source", mode="bind", path=self.socket_path),
            node("target", type="virtio", name="org.qemu.guest_agent.0"),
            type="unix",
        )


@dataclass(frozen=True, slots=True)
class Rng:
    """<rng>: bytes per period (milliseconds) limit what a guest may take."""

    path: str | None
    rate_bytes: int | None = None
    rate_period_ms: int | None = None

    def element(self) -> Element:
        """The element."""
        limited = self.rate_bytes is not None
        return node(
            "rng",
            node("rate", period=self.rate_period_ms, bytes=self.rate_bytes) if limited else None,
            node("backend", text=self.path, model="random"),
            model="virtio",
        )


@dataclass(frozen=True, slots=True)
class Watchdog:
    """<watchdog>: what happens to a guest that hangs (reset, poweroff, pause, none)."""

    action: str
    model: str = "i6300esb"

    def element(self) -> Element:
        """The element."""
        return node("watchdog", model=self.model, action=self.action)


@dataclass(frozen=True, slots=True)
class Sound:
    """<sound>."""

    model: str

    def element(self) -> Element:
        """The element."""
        return node("sound", model=self.model)


@dataclass(frozen=True, slots=True)
class MemoryBalloon:
    """<memballoon>; statistics every so many seconds, and without them no balloon."""

    stats_period_s: int

    def element(self) -> Element:
        """The element."""
        if self.stats_period_s <= 0:
            return node("memballoon", model="none")
        return node("memballoon", node("stats", period=self.stats_period_s), model="virtio")

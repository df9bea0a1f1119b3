# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Consoles of a guest: serial port with its log, graphics, video adapter, pointer and keyboard."""

from dataclasses import dataclass

from nova_lite.virt.libvirt.xml.element import Element, node


@dataclass(frozen=True, slots=True)
class SerialLog:
    """<serial> number `port` on a pseudo terminal; what the guest prints on it also goes to a file."""

    log_path: str | None = None
    port: int = 0

    def element(self) -> Element:
        """The element."""
        log = node("log", file=self.log_path, append="off") if self.log_path else None
        return node("serial", log, node("target", port=self.port) if self.port else None, type="pty")


@dataclass(frozen=True, slots=True)
class Graphics:
    """<graphics>: vnc on a port that libvirt chooses."""

    listen: str
    type: str = "vnc"

    def element(self) -> Element:
        """The element."""
        return node("graphics", type=self.type, autoport=True, listen=self.listen)


@dataclass(frozen=True, slots=True)
class Video:
    """<video>; memory of the adapter in KiB."""

    model: str
    vram_kib: int | None = None

    def element(self) -> Element:
        """The element."""
        return node("video", node("model", type=self.model, vram=self.vram_kib))


@dataclass(frozen=True, slots=True)
class Input:
    """<input>: tablet or keyboard."""

    type: str
    bus: str

    def element(self) -> Element:
        """The element."""
        return node("input", type=self.type, bus=self.bus)

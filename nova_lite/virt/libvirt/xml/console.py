# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Consoles of a guest: serial port with its log, graphics, video adapter, pointer and keyboard."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nova_lite.virt.libvirt.xml.element import Element, node


@dataclass(frozen=True, slots=True)
class SerialPort:
    """<serial> number `port` on a pseudo terminal, or on a TCP port of the host (address and port in `bind`).

    What the guest prints on it also goes to a file.
    """

    log_path: str | None = None
    port: int = 0
    bind: tuple[str, int] | None = None

    def element(self) -> Element:
        """The element."""
        source = node("source", mode="bind", host=self.bind[0], service=self.bind[1]) if self.bind else None
        log = node("log", file=self.log_path, append="off") if self.log_path else None
        # libvirt would give a first port without a number the one behind the last that is named.
        return node("serial", source, log, node("target", port=self.port), type="tcp" if self.bind else "pty")


@dataclass(frozen=True, slots=True)
class Graphics:
    """<graphics>: vnc or spice on a port that libvirt chooses.

    secure: only TLS (spice). options: element inside and its attributes, such as {"zlib": {"compression": "auto"}}.
    """

    listen: str
    type: str = "vnc"
    secure: bool = False
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def element(self) -> Element:
        """The element."""
        inside = [node(name, **attributes) for name, attributes in self.options.items()]
        mode = "secure" if self.secure else None
        return node("graphics", *inside, type=self.type, autoport=True, defaultMode=mode, listen=self.listen)


@dataclass(frozen=True, slots=True)
class SpiceAgent:
    """<channel> of the SPICE agent in the guest."""

    def element(self) -> Element:
        """The element."""
        return node("channel", node("target", type="virtio", name="com.redhat.spice.0"), type="spicevmc")


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

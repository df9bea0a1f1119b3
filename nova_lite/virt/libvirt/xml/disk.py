# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""<disk>: a local disk that is a file on the host."""

from dataclasses import dataclass, field

from nova_lite.virt.libvirt.xml.element import Element, node


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk, cdrom or floppy. `iotune` maps libvirt's limit names to bytes or operations per second."""

    path: str
    device: str
    bus: str
    name: str
    format: str
    cache: str | None = None
    discard: str | None = None
    io: str | None = None
    unit: int | None = None
    readonly: bool = False
    serial: str | None = None
    iotune: dict[str, int] = field(default_factory=dict)

    def element(self) -> Element:
        """The element."""
        limits = [node(name, text=value) for name, value in sorted(self.iotune.items())]
        return node(
            "disk",
            node(
                "driver",
                name="qemu",
                type=self.format,
                cache=self.cache,
                discard=self.discard,
                io=self.io,
            ),
            node("source", file=self.path),
            node("target", dev=self.name, bus=self.bus),
            node("iotune", *limits) if limits else None,
            node("serial", text=self.serial) if self.serial else None,
            node("readonly") if self.readonly else None,
            self._address(),
            type="file",
            device=self.device,
        )

    def _address(self) -> Element | None:
        if self.bus != "scsi" or self.unit is None:
            return None
        return node("address", type="drive", controller=0, bus=0, target=0, unit=self.unit)

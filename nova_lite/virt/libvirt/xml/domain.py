# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""<domain>: the whole guest, put together from the other builders in libvirt's order."""

from dataclasses import dataclass

from nova_lite.virt.libvirt.xml.element import Element, Renders, node, nodes, to_text
from nova_lite.virt.libvirt.xml.metadata import ServerMetadata
from nova_lite.virt.libvirt.xml.platform import Boot, Clock, Cpu, CpuTune, Features, Sysinfo


@dataclass(frozen=True, slots=True)
class Domain:
    """A guest; devices in the order in which they are to be numbered."""

    virt_type: str
    uuid: str
    name: str
    memory_mb: int
    vcpus: int
    metadata: ServerMetadata
    boot: Boot
    features: Features
    clock: Clock
    cpu: Cpu
    devices: tuple[Renders, ...]
    cpuset: str | None = None
    cpu_tune: CpuTune | None = None
    sysinfo: Sysinfo | None = None

    def element(self) -> Element:
        """The element."""
        return node(
            "domain",
            node("uuid", text=self.uuid),
            node("name", text=self.name),
            node("memory", text=self.memory_mb * 1024),
            node("vcpu", text=self.vcpus, cpuset=self.cpuset),
            node("iothreads", text=1),
            self.metadata.element(),
            self.sysinfo.element() if self.sysinfo else None,
            self.boot.element(),
            self.features.element(),
            self.cpu_tune.element() if self.cpu_tune else None,
            self.clock.element(),
            self.cpu.element(),
            node("devices", *nodes(self.devices)),
            type=self.virt_type,
        )

    def to_xml(self) -> str:
        """Text for libvirt."""
        return to_text(self.element())

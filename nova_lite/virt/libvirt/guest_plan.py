# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What was worked out for one guest before its definition is written. Values only."""

from dataclasses import dataclass, field

from nova_lite import exception
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.virt.driver import SpawnRequest
from nova_lite.virt.libvirt.disks.files import GuestFiles
from nova_lite.virt.libvirt.disks.layout import LocalDisk, Machine


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What the definition needs to know of the host."""

    arch: str
    cpu_shares: bool = True
    direct_io: bool = True
    serial: str | None = None


@dataclass(frozen=True, slots=True)
class GuestPlan:
    """A server's request with everything that was worked out for it on this host.

    tcp_ports: of the host, for its serial ports; empty until it is about to start.
    """

    request: SpawnRequest
    machine: Machine
    disks: tuple[LocalDisk, ...]
    files: GuestFiles
    host: HostFacts
    formats: dict[str, str] = field(default_factory=dict)
    firmware: dict[str, str] = field(default_factory=dict)
    tcp_ports: tuple[int, ...] = ()

    @property
    def flavor(self) -> Flavor:
        """The server's flavor."""
        flavor = self.request.instance.flavor
        if flavor is None:
            raise exception.Invalid(f"Instance {self.request.instance.uuid} has no flavor.")
        return flavor

    @property
    def image(self) -> ImageMeta:
        """The image it was built from."""
        return self.request.image

    def format_of(self, disk: LocalDisk) -> str:
        """Format of a disk as recorded when it was made, never as its content says: guests write that."""
        return self.formats.get(self.files.path(disk.file_name), "raw")

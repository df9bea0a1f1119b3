# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""One guest: a thin typed shell around a libvirt domain handle. It decides nothing."""

from collections.abc import Callable
from typing import Any

import libvirt
from lxml import etree
from oslo_log import log as logging

from nova_lite import exception
from nova_lite.lifecycle import PowerState
from nova_lite.virt.driver import GuestInfo
from nova_lite.virt.libvirt import errors

LOG = logging.getLogger(__name__)

POWER_STATES: dict[int, PowerState] = {
    libvirt.VIR_DOMAIN_NOSTATE: PowerState.NOSTATE,
    libvirt.VIR_DOMAIN_RUNNING: PowerState.RUNNING,
    # Blocked is Xen's word for a guest that waits for input: it runs.
    libvirt.VIR_DOMAIN_BLOCKED: PowerState.RUNNING,
    libvirt.VIR_DOMAIN_PAUSED: PowerState.PAUSED,
    libvirt.VIR_DOMAIN_SHUTDOWN: PowerState.SHUTDOWN,
    libvirt.VIR_DOMAIN_SHUTOFF: PowerState.SHUTDOWN,
    libvirt.VIR_DOMAIN_CRASHED: PowerState.CRASHED,
    libvirt.VIR_DOMAIN_PMSUSPENDED: PowerState.SUSPENDED,
}
_UNDEFINE = (
    libvirt.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE
    | libvirt.VIR_DOMAIN_UNDEFINE_NVRAM
    | libvirt.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
)


class Guest:
    """A guest that libvirt knows. Every method raises InstanceNotFound once it is gone."""

    def __init__(self, domain: Any) -> None:
        self._domain = domain

    @property
    def uuid(self) -> str:
        """The server's uuid."""
        return str(self._domain.UUIDString())

    def info(self) -> GuestInfo:
        """Power state and libvirt's id."""
        state = errors.call(self._domain.info)[0]
        domain_id = self._domain.ID()
        return GuestInfo(state=POWER_STATES.get(state, PowerState.NOSTATE), id=domain_id if domain_id >= 0 else None)

    def vcpus(self) -> int:
        """Number of virtual CPUs."""
        return int(errors.call(self._domain.info)[3])

    def start(self, paused: bool = False) -> None:
        """Start it, optionally with its CPUs stopped."""
        errors.call(self._domain.createWithFlags, libvirt.VIR_DOMAIN_START_PAUSED if paused else 0)

    def resume(self) -> None:
        """Let its CPUs run."""
        errors.call(self._domain.resume)

    def press_power_button(self) -> None:
        """Ask the guest to power off; it may ignore that."""
        errors.call(self._domain.shutdown)

    def kill(self) -> None:
        """Stop it at once. Idempotent."""
        try:
            errors.call(self._domain.destroy)
        except errors.GuestStateWrong:
            # It stopped by itself meanwhile.
            LOG.debug("Guest %s was not running", self.uuid)

    def undefine(self) -> None:
        """Remove its definition with managed save image, NVRAM and snapshot records."""
        errors.call(self._domain.undefineFlags, _UNDEFINE)

    def drop_saved_state(self) -> None:
        """Remove the managed save image so that the next start is a fresh boot. Idempotent."""
        if errors.call(self._domain.hasManagedSaveImage, 0):
            errors.call(self._domain.managedSaveRemove, 0)

    def xml(self, inactive: bool = False) -> etree._Element:
        """Its present definition; `inactive`: that of its next start."""
        flags = libvirt.VIR_DOMAIN_XML_INACTIVE if inactive else 0
        return etree.fromstring(errors.call(self._domain.XMLDesc, flags))

    def attach_device(self, xml: str, live: bool) -> None:
        """Add a device to its definition, and to the guest that runs if `live`: both or none."""
        flags = libvirt.VIR_DOMAIN_AFFECT_LIVE if live else 0
        errors.call(self._domain.attachDeviceFlags, xml, flags | libvirt.VIR_DOMAIN_AFFECT_CONFIG)

    def detach_device(self, xml: str, live: bool) -> None:
        """Take a device out of its definition, or ask the guest that runs, if `live`, to give it up some time."""
        flags = libvirt.VIR_DOMAIN_AFFECT_LIVE if live else libvirt.VIR_DOMAIN_AFFECT_CONFIG
        errors.call(self._domain.detachDeviceFlags, xml, flags)

    def vnc_port(self) -> int | None:
        """Port of its VNC server, None when it has none or does not run."""
        graphics = self.xml().find("./devices/graphics[@type='vnc']")
        port = int(graphics.get("port") or -1) if graphics is not None else -1
        return port if port > 0 else None

    def firmware_files(self) -> dict[str, str]:
        """Paths that libvirt chose for UEFI: loader, nvram, nvram_template; empty for BIOS."""
        os_element = self.xml().find("./os")
        if os_element is None:
            return {}
        loader, nvram = os_element.find("loader"), os_element.find("nvram")
        found = {
            "loader": loader.text if loader is not None else None,
            "nvram": nvram.text if nvram is not None else None,
            "nvram_template": nvram.get("template") if nvram is not None else None,
        }
        return {name: path for name, path in found.items() if path}

    # ---- measurements ----------------------------------------------------------------------------------------------

    def cpu_times(self) -> list[int]:
        """Nanoseconds that each virtual CPU has used; empty when the hypervisor does not tell."""
        found = self._ask(self._domain.vcpus)
        return [] if found is None else [int(one[2]) for one in found[0]]

    def memory_kib(self) -> dict[str, int]:
        """KiB by libvirt's names, and `maximum`."""
        stats = self._ask(self._domain.memoryStats) or {}
        return {
            "maximum": int(errors.call(self._domain.info)[1]),
            **{name: int(value) for name, value in stats.items()},
        }

    def disk_names(self) -> list[str]:
        """Names of its disks, such as vda."""
        return [str(target.get("dev")) for target in self.xml().findall("./devices/disk/target")]

    def interface_names(self) -> list[tuple[str, str]]:
        """Names of its interfaces on the host with the guest's MAC addresses."""
        found = []
        for interface in self.xml().findall("./devices/interface"):
            target, mac = interface.find("target"), interface.find("mac")
            if target is not None and mac is not None:
                found.append((str(target.get("dev")), str(mac.get("address"))))
        return found

    def block_stats(self, disk: str) -> tuple[int, ...] | None:
        """Read requests, bytes read, write requests, bytes written, errors."""
        return self._ask(self._domain.blockStats, disk)

    def interface_stats(self, name: str) -> tuple[int, ...] | None:
        """Octets, packets, errors, drops received, then the same sent."""
        return self._ask(self._domain.interfaceStats, name)

    def _ask(self, question: Callable[..., Any], *arguments: Any) -> Any:
        """An answer that the hypervisor may not have: None then. Raises InstanceNotFound."""
        try:
            return errors.call(question, *arguments)
        except exception.InstanceNotFound:
            raise
        except exception.NovaException as error:
            LOG.debug("Guest %s does not tell %s: %s", self.uuid, question.__name__, error)
            return None

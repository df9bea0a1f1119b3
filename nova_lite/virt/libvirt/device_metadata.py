# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Where a guest finds its tagged devices, read from the definition that libvirt completed. No connection is used."""

from collections.abc import Iterable

from nova_lite.network.model import VIF
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.virt.libvirt.disks.layout import LocalDisk
from nova_lite.virt.libvirt.xml.element import Element

_DRIVE_BUSES = frozenset({"ide", "scsi", "usb"})
_DRIVE_PARTS = ("controller", "bus", "target", "unit")


def collect(definition: Element, disks: Iterable[LocalDisk], vifs: Iterable[VIF]) -> list[DeviceMetadata]:
    """The devices with a tag, interfaces first, in the order of the definition."""
    nics = {vif.address.lower(): vif.tag for vif in vifs if vif.tag}
    names = {disk.name: disk.tag for disk in disks if disk.tag}
    return [*_nics(definition, nics), *_disks(definition, names)]


def _nics(definition: Element, tags: dict[str, str]) -> list[DeviceMetadata]:
    found = []
    for element in definition.iterfind("./devices/interface"):
        mac = _attribute(element, "mac", "address").lower()
        if mac in tags:
            bus, address = _place(element)
            found.append(DeviceMetadata(kind="nic", tags=[tags[mac]], bus=bus, address=address, mac=mac))
    return found


def _disks(definition: Element, tags: dict[str, str]) -> list[DeviceMetadata]:
    found = []
    for element in definition.iterfind("./devices/disk"):
        name = _attribute(element, "target", "dev")
        if name in tags:
            bus, address = _place(element)
            serial = element.findtext("serial") or None
            found.append(DeviceMetadata(kind="disk", tags=[tags[name]], bus=bus, address=address, serial=serial))
    return found


def _attribute(element: Element, child: str, name: str) -> str:
    found = element.find(child)
    return str(found.get(name) or "") if found is not None else ""


def _place(element: Element) -> tuple[str | None, str | None]:
    """Bus and address of a device; nothing for buses whose addresses mean nothing inside the guest."""
    address = element.find("address")
    kind = address.get("type") if address is not None else None
    if address is None or kind not in ("pci", "drive"):
        return None, None
    if kind == "pci":
        domain, bus, slot, function = (
            int(address.get(part) or "0", 16) for part in ("domain", "bus", "slot", "function")
        )
        return "pci", f"{domain:04x}:{bus:02x}:{slot:02x}.{function:x}"
    drive_bus = _attribute(element, "target", "bus")
    if drive_bus not in _DRIVE_BUSES:
        return None, None
    return drive_bus, ":".join(address.get(part) or "0" for part in _DRIVE_PARTS)

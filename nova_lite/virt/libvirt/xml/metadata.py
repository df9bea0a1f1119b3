# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The <metadata> element: what tools on the host learn about the server behind a guest."""

from dataclasses import dataclass

from lxml import etree

from nova_lite.virt.libvirt.xml.element import Element, Value, node, text_of

NAMESPACE = "http://openstack.org/xmlns/libvirt/nova/1.1"


@dataclass(frozen=True, slots=True)
class FlavorFacts:
    """A flavor: memory and swap in MiB, disk and ephemeral in GiB."""

    id: str
    name: str
    memory_mb: int
    disk_gb: int
    swap_mb: int
    ephemeral_gb: int
    vcpus: int
    extra_specs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The image a server was built from; min_disk_gb in GiB, min_ram_mb in MiB."""

    id: str
    container_format: str | None
    disk_format: str | None
    min_disk_gb: int
    min_ram_mb: int
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerFacts:
    """User and project of the server."""

    user_id: str
    user_name: str
    project_id: str
    project_name: str


@dataclass(frozen=True, slots=True)
class PortFacts:
    """One port with its addresses as (type, address, version)."""

    id: str
    ips: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ServerMetadata:
    """All of it; creation_time is UTC text."""

    package_version: str
    name: str
    creation_time: str
    flavor: FlavorFacts
    image: ImageFacts | None = None
    owner: OwnerFacts | None = None
    ports: tuple[PortFacts, ...] = ()

    def element(self) -> Element:
        """<metadata> with one child in Nova's namespace."""
        root = etree.Element(_tag("instance"), nsmap={"nova": NAMESPACE})
        root.append(_nova("package", version=self.package_version))
        root.append(_nova("name", text=self.name))
        root.append(_nova("creationTime", text=self.creation_time))
        root.append(_flavor(self.flavor))
        if self.image:
            root.append(_image(self.image))
        if self.owner:
            root.append(_owner(self.owner))
        if self.image:
            root.append(_nova("root", type="image", uuid=self.image.id))
        root.append(_nova("ports", *[_port(port) for port in self.ports]))
        return node("metadata", root)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _nova(tag: str, *children: Element, text: Value = None, **attributes: Value) -> Element:
    element = etree.Element(_tag(tag), nsmap={"nova": NAMESPACE})
    for name, value in attributes.items():
        spelled = text_of(value)
        if spelled is not None:
            element.set(name, spelled)
    element.text = text_of(text)
    element.extend(children)
    return element


def _flavor(flavor: FlavorFacts) -> Element:
    extra = [_nova("extraSpec", text=value, name=key) for key, value in sorted(flavor.extra_specs)]
    return _nova(
        "flavor",
        _nova("memory", text=flavor.memory_mb),
        _nova("disk", text=flavor.disk_gb),
        _nova("swap", text=flavor.swap_mb),
        _nova("ephemeral", text=flavor.ephemeral_gb),
        _nova("vcpus", text=flavor.vcpus),
        _nova("extraSpecs", *extra),
        name=flavor.name,
        id=flavor.id,
    )


def _image(image: ImageFacts) -> Element:
    properties = [_nova("property", text=value, name=key) for key, value in sorted(image.properties)]
    return _nova(
        "image",
        _nova("containerFormat", text=image.container_format),
        _nova("diskFormat", text=image.disk_format),
        _nova("minDisk", text=image.min_disk_gb),
        _nova("minRam", text=image.min_ram_mb),
        _nova("properties", *properties),
        uuid=image.id,
    )


def _owner(owner: OwnerFacts) -> Element:
    return _nova(
        "owner",
        _nova("user", text=owner.user_name, uuid=owner.user_id),
        _nova("project", text=owner.project_name, uuid=owner.project_id),
    )


def _port(port: PortFacts) -> Element:
    ips = [_nova("ip", type=kind, address=address, ipVersion=version) for kind, address, version in port.ips]
    return _nova("port", *ips, uuid=port.id)

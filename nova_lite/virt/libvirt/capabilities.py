# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What libvirt says of its host and of the guests it can run, parsed into values. Pure functions on XML text."""

from dataclasses import dataclass, field

from lxml import etree


@dataclass(frozen=True, slots=True)
class HostCpu:
    """The host's CPU."""

    arch: str
    model: str | None = None
    vendor: str | None = None
    sockets: int = 1
    cores: int = 1
    threads: int = 1
    cells: int = 1
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GuestKind:
    """One combination that libvirt can run: architecture, domain type (kvm, qemu), os type (hvm)."""

    arch: str
    domain_type: str
    os_type: str


@dataclass(frozen=True, slots=True)
class HostCapabilities:
    """virConnectGetCapabilities."""

    uuid: str | None
    cpu: HostCpu
    guests: tuple[GuestKind, ...] = ()


@dataclass(frozen=True, slots=True)
class DomainCapabilities:
    """virConnectGetDomainCapabilities for one machine type; `host_model` is the XML text of that <cpu>."""

    disk_buses: frozenset[str] = frozenset()
    video_models: frozenset[str] = frozenset()
    firmwares: frozenset[str] = frozenset()
    cpu_modes: frozenset[str] = frozenset()
    custom_cpu_models: frozenset[str] = frozenset()
    host_model: str | None = None
    features: dict[str, bool] = field(default_factory=dict)


def parse_host(xml: str) -> HostCapabilities:
    """Read virConnectGetCapabilities."""
    root = etree.fromstring(xml)
    cpu = root.find("./host/cpu")
    topology = cpu.find("topology") if cpu is not None else None
    counts = {name: int(topology.get(name) or 1) if topology is not None else 1 for name in _COUNTS}
    guests = [
        GuestKind(
            arch=str(arch.get("name")),
            domain_type=str(domain.get("type")),
            os_type=guest.findtext("os_type") or "hvm",
        )
        for guest in root.findall("./guest")
        for arch in guest.findall("./arch")
        for domain in arch.findall("./domain")
    ]
    return HostCapabilities(
        uuid=root.findtext("./host/uuid"),
        cpu=HostCpu(
            arch=root.findtext("./host/cpu/arch") or "x86_64",
            model=root.findtext("./host/cpu/model"),
            vendor=root.findtext("./host/cpu/vendor"),
            cells=max(1, len(root.findall("./host/topology/cells/cell"))),
            features=feature_names(cpu),
            **counts,
        ),
        guests=tuple(guests),
    )


_COUNTS = ("sockets", "cores", "threads")


def feature_names(cpu: etree._Element | None) -> frozenset[str]:
    """Names of the features of a <cpu> that are not disabled."""
    if cpu is None:
        return frozenset()
    return frozenset(
        str(feature.get("name")) for feature in cpu.findall("feature") if feature.get("policy") not in _ABSENT
    )


_ABSENT = ("disable", "forbid")


def parse_domain(xml: str) -> DomainCapabilities:
    """Read virConnectGetDomainCapabilities."""
    root = etree.fromstring(xml)
    modes = {mode.get("name"): mode for mode in root.findall("./cpu/mode") if mode.get("supported") == "yes"}
    custom = modes.get("custom")
    models = custom.findall("model") if custom is not None else []
    return DomainCapabilities(
        disk_buses=_values(root, "./devices/disk/enum[@name='bus']"),
        video_models=_values(root, "./devices/video/enum[@name='modelType']"),
        firmwares=_values(root, "./os/enum[@name='firmware']"),
        cpu_modes=frozenset(str(name) for name in modes),
        custom_cpu_models=frozenset(str(model.text) for model in models if model.get("usable") != "no"),
        host_model=_host_model(modes.get("host-model"), root.findtext("./arch")),
        features={child.tag: child.get("supported") == "yes" for child in root.findall("./features/*")},
    )


def _values(root: etree._Element, path: str) -> frozenset[str]:
    return frozenset(str(value.text) for value in root.findall(f"{path}/value"))


def _host_model(mode: etree._Element | None, arch: str | None) -> str | None:
    """The host-model's description as a <cpu> that libvirt's CPU functions take."""
    if mode is None:
        return None
    cpu = etree.Element("cpu")
    etree.SubElement(cpu, "arch").text = arch
    for child in mode:
        if child.tag == "model":
            etree.SubElement(cpu, "model").text = child.text
        elif child.tag == "feature" and child.get("policy") not in _ABSENT:
            etree.SubElement(cpu, "feature", name=str(child.get("name")))
    return etree.tostring(cpu, encoding="unicode")

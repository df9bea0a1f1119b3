# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a guest finds before any device: firmware and boot order, SMBIOS, CPU features, clock, CPU model."""

from dataclasses import dataclass, field
from typing import ClassVar

from nova_lite.virt.libvirt.xml.element import Element, node


@dataclass(frozen=True, slots=True)
class Boot:
    """<os>: machine type, boot devices in order, firmware (uefi lets libvirt choose the files)."""

    machine: str | None = None
    arch: str | None = None
    boot_devices: tuple[str, ...] = ("hd",)
    smbios: bool = True
    boot_menu: bool = False
    uefi: bool = False
    loader: str | None = None
    nvram: str | None = None
    nvram_template: str | None = None
    kernel: str | None = None
    initrd: str | None = None
    command_line: str | None = None

    def element(self) -> Element:
        """The element; a known loader is written out instead of letting libvirt choose."""
        automatic = self.uefi and not self.loader
        return node(
            "os",
            node("type", text="hvm", machine=self.machine, arch=self.arch),
            node("firmware", node("feature", name="secure-boot", enabled=False)) if automatic else None,
            node("loader", text=self.loader, type="pflash", readonly=True, secure=False) if self.loader else None,
            node("nvram", text=self.nvram, template=self.nvram_template) if self.nvram else None,
            node("kernel", text=self.kernel) if self.kernel else None,
            node("initrd", text=self.initrd) if self.initrd else None,
            node("cmdline", text=self.command_line) if self.command_line else None,
            *[node("boot", dev=device) for device in self.boot_devices],
            node("smbios", mode="sysinfo") if self.smbios else None,
            node("bootmenu", enable=True) if self.boot_menu else None,
            firmware="efi" if automatic else None,
        )


@dataclass(frozen=True, slots=True)
class Sysinfo:
    """<sysinfo>: the SMBIOS system table that cloud images recognise OpenStack by."""

    version: str
    uuid: str
    serial: str | None
    manufacturer: str = "OpenStack Foundation"
    product: str = "OpenStack Nova"
    family: str = "Virtual Machine"

    def element(self) -> Element:
        """The element."""
        entries = ("manufacturer", "product", "version", "serial", "uuid", "family")
        present = [(name, getattr(self, name)) for name in entries if getattr(self, name)]
        system = node("system", *[node("entry", text=value, name=name) for name, value in present])
        return node("sysinfo", system, type="smbios")


@dataclass(frozen=True, slots=True)
class Features:
    """<features> of the virtual machine; None leaves the choice to libvirt."""

    acpi: bool = True
    apic: bool = True
    vmcoreinfo: bool = True
    hide_hypervisor: bool = False
    hyperv: bool = False
    pmu: bool | None = None
    tb_cache_mib: int | None = None

    HYPERV: ClassVar[tuple[str, ...]] = (
        "relaxed",
        "vapic",
        "vpindex",
        "runtime",
        "synic",
        "reset",
        "frequencies",
        "tlbflush",
        "ipi",
    )

    def element(self) -> Element:
        """The element."""
        hidden = node("kvm", node("hidden", state="on")) if self.hide_hypervisor else None
        pmu = None if self.pmu is None else node("pmu", state="on" if self.pmu else "off")
        cache = node("tb-cache", text=self.tb_cache_mib, unit="MiB") if self.tb_cache_mib is not None else None
        return node(
            "features",
            node("acpi") if self.acpi else None,
            node("apic") if self.apic else None,
            self._hyperv(),
            hidden,
            pmu,
            node("vmcoreinfo") if self.vmcoreinfo else None,
            node("tcg", cache) if cache is not None else None,
        )

    def _hyperv(self) -> Element | None:
        if not self.hyperv:
            return None
        flags = [node(name, state="on") for name in self.HYPERV]
        vendor = node("vendor_id", state="on", value="1234567890ab") if self.hide_hypervisor else None
        return node("hyperv", *flags, node("spinlocks", state="on", retries=8191), vendor)


@dataclass(frozen=True, slots=True)
class Timer:
    """One <timer> of the clock."""

    name: str
    tick_policy: str | None = None
    present: bool | None = None

    def element(self) -> Element:
        """The element."""
        return node("timer", name=self.name, tickpolicy=self.tick_policy, present=self.present)


@dataclass(frozen=True, slots=True)
class Clock:
    """<clock>: offset utc or localtime, and timers."""

    offset: str = "utc"
    timers: tuple[Timer, ...] = ()

    def element(self) -> Element:
        """The element."""
        return node("clock", *[timer.element() for timer in self.timers], offset=self.offset)


@dataclass(frozen=True, slots=True)
class Cpu:
    """<cpu>: mode none gives no model at all; features maps a name to its policy (require, disable)."""

    sockets: int
    cores: int = 1
    threads: int = 1
    mode: str | None = None
    model: str | None = None
    features: dict[str, str] = field(default_factory=dict)

    def element(self) -> Element:
        """The element."""
        extra = [node("feature", name=name, policy=policy) for name, policy in sorted(self.features.items())]
        return node(
            "cpu",
            node("model", text=self.model) if self.model else None,
            node("topology", sockets=self.sockets, cores=self.cores, threads=self.threads),
            *extra,
            mode=self.mode,
            match="exact" if self.mode else None,
        )


@dataclass(frozen=True, slots=True)
class CpuTune:
    """<cputune>: weight and bandwidth limits of all virtual CPUs together; times in microseconds."""

    shares: int | None = None
    period_us: int | None = None
    quota_us: int | None = None

    def element(self) -> Element:
        """The element."""
        rows = (("shares", self.shares), ("period", self.period_us), ("quota", self.quota_us))
        return node("cputune", *[node(name, text=value) for name, value in rows if value is not None])

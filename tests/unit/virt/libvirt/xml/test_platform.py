# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Firmware, SMBIOS, features, clock and CPU."""

import pytest

from nova_lite.virt.libvirt.xml.element import Renders, to_text
from nova_lite.virt.libvirt.xml.platform import Boot, Clock, Cpu, CpuTune, Features, Sysinfo, Timer


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (
            Boot(machine="pc", arch="x86_64", boot_menu=True),
            '<os><type machine="pc" arch="x86_64">hvm</type><boot dev="hd"/><smbios mode="sysinfo"/>'
            '<bootmenu enable="yes"/></os>',
        ),
        (
            Boot(uefi=True, smbios=False),
            '<os firmware="efi"><type>hvm</type><firmware><feature name="secure-boot" enabled="no"/></firmware>'
            '<boot dev="hd"/></os>',
        ),
        (
            Boot(uefi=True, smbios=False, loader="/l", nvram="/n", nvram_template="/t"),
            '<os><type>hvm</type><loader type="pflash" readonly="yes" secure="no">/l</loader>'
            '<nvram template="/t">/n</nvram><boot dev="hd"/></os>',
        ),
        (
            Boot(smbios=False, boot_devices=("cdrom", "hd"), kernel="/k", initrd="/r", command_line="root=x"),
            "<os><type>hvm</type><kernel>/k</kernel><initrd>/r</initrd><cmdline>root=x</cmdline>"
            '<boot dev="cdrom"/><boot dev="hd"/></os>',
        ),
        (Features(), "<features><acpi/><apic/><vmcoreinfo/></features>"),
        (
            Features(apic=False, vmcoreinfo=False, pmu=False, hide_hypervisor=True, tb_cache_mib=32),
            '<features><acpi/><kvm><hidden state="on"/></kvm><pmu state="off"/>'
            '<tcg><tb-cache unit="MiB">32</tb-cache></tcg></features>',
        ),
        (Clock(), '<clock offset="utc"/>'),
        (
            Clock("localtime", (Timer("pit", tick_policy="delay"), Timer("hpet", present=False))),
            '<clock offset="localtime"><timer name="pit" tickpolicy="delay"/><timer name="hpet" present="no"/></clock>',
        ),
        (Cpu(2), '<cpu><topology sockets="2" cores="1" threads="1"/></cpu>'),
        (
            Cpu(1, 2, 1, mode="custom", model="EPYC", features={"vmx": "disable", "aes": "require"}),
            '<cpu mode="custom" match="exact"><model>EPYC</model><topology sockets="1" cores="2" threads="1"/>'
            '<feature name="aes" policy="require"/><feature name="vmx" policy="disable"/></cpu>',
        ),
        (CpuTune(shares=5, quota_us=-1), "<cputune><shares>5</shares><quota>-1</quota></cputune>"),
    ],
)
def test_text(part: Renders, expected: str) -> None:
    assert "".join(line.strip() for line in to_text(part.element()).splitlines()) == expected


def test_sysinfo_without_serial() -> None:
    names = [entry.get("name") for entry in Sysinfo("1.0", "uuid", None).element().iter("entry")]
    assert names == ["manufacturer", "product", "version", "uuid", "family"]


def test_windows_features() -> None:
    hyperv = Features(hyperv=True, hide_hypervisor=True).element().find("hyperv")
    assert hyperv is not None
    assert {child.tag for child in hyperv} == {*Features.HYPERV, "spinlocks", "vendor_id"}
    assert hyperv.find("spinlocks").attrib == {"state": "on", "retries": "8191"}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""<domain>."""

from nova_lite.virt.libvirt.xml import metadata, platform
from nova_lite.virt.libvirt.xml.domain import Domain
from nova_lite.virt.libvirt.xml.element import parse
from nova_lite.virt.libvirt.xml.peripheral import Sound


def test_order_of_parts() -> None:
    domain = Domain(
        virt_type="kvm",
        uuid="u",
        name="n",
        memory_mb=2,
        vcpus=1,
        cpuset="0-1",
        metadata=metadata.ServerMetadata("1", "vm", "now", metadata.FlavorFacts("1", "f", 2, 1, 0, 0, 1)),
        sysinfo=platform.Sysinfo("1", "u", "s"),
        boot=platform.Boot(),
        features=platform.Features(),
        cpu_tune=platform.CpuTune(shares=1),
        clock=platform.Clock(),
        cpu=platform.Cpu(1),
        devices=(Sound("ac97"),),
    )
    root = parse(domain.to_xml())
    assert root.get("type") == "kvm"
    assert [child.tag for child in root] == [
        *("uuid", "name", "memory", "vcpu", "iothreads", "metadata", "sysinfo"),
        *("os", "features", "cputune", "clock", "cpu", "devices"),
    ]
    assert root.findtext("memory") == "2048"
    assert root.find("vcpu").get("cpuset") == "0-1"

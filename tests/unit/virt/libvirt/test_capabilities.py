# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""libvirt's descriptions of host and guests."""

from nova_lite.virt.libvirt import capabilities
from nova_lite.virt.libvirt.capabilities import GuestKind
from nova_lite.virt.libvirt.xml.element import parse

HOST = """<capabilities>
  <host>
    <uuid>deadbeef</uuid>
    <cpu>
      <arch>x86_64</arch><model>EPYC</model><vendor>AMD</vendor>
      <topology sockets="2" dies="1" cores="4" threads="2"/>
      <feature name="aes"/><feature name="ht"/>
    </cpu>
    <topology><cells num="2"><cell id="0"/><cell id="1"/></cells></topology>
  </host>
  <guest>
    <os_type>hvm</os_type>
    <arch name="x86_64"><domain type="qemu"/><domain type="kvm"/></arch>
  </guest>
</capabilities>"""

DOMAIN = """<domainCapabilities>
  <arch>x86_64</arch>
  <os><enum name="firmware"><value>bios</value><value>efi</value></enum></os>
  <cpu>
    <mode name="host-passthrough" supported="no"/>
    <mode name="host-model" supported="yes">
      <model fallback="forbid">EPYC</model><vendor>AMD</vendor>
      <feature policy="require" name="aes"/><feature policy="disable" name="vme"/>
    </mode>
    <mode name="custom" supported="yes"><model usable="yes">qemu64</model><model usable="no">Denverton</model></mode>
  </cpu>
  <devices>
    <disk><enum name="bus"><value>ide</value><value>virtio</value></enum></disk>
    <video><enum name="modelType"><value>vga</value></enum></video>
  </devices>
  <features><sev supported="no"/><backup supported="yes"/></features>
</domainCapabilities>"""


def test_host() -> None:
    found = capabilities.parse_host(HOST)
    assert (found.uuid, found.cpu.arch, found.cpu.model, found.cpu.vendor) == ("deadbeef", "x86_64", "EPYC", "AMD")
    assert (found.cpu.cells, found.cpu.sockets, found.cpu.cores, found.cpu.threads) == (2, 2, 4, 2)
    assert found.cpu.features == {"aes", "ht"}
    assert found.guests == (GuestKind("x86_64", "qemu", "hvm"), GuestKind("x86_64", "kvm", "hvm"))


def test_host_that_says_little() -> None:
    found = capabilities.parse_host("<capabilities><host/></capabilities>")
    assert (found.cpu.sockets, found.cpu.features, found.guests) == (1, frozenset(), ())


def test_domain() -> None:
    found = capabilities.parse_domain(DOMAIN)
    assert found.disk_buses == {"ide", "virtio"}
    assert found.video_models == {"vga"}
    assert found.firmwares == {"bios", "efi"}
    assert found.cpu_modes == {"host-model", "custom"}
    assert found.custom_cpu_models == {"qemu64"}
    assert found.features == {"sev": False, "backup": True}


def test_host_model_is_a_cpu_for_libvirt() -> None:
    model = capabilities.parse_domain(DOMAIN).host_model
    assert model == '<cpu><arch>x86_64</arch><model>EPYC</model><feature name="aes"/></cpu>'
    assert capabilities.feature_names(parse(model)) == {"aes"}


def test_without_host_model() -> None:
    assert capabilities.parse_domain("<domainCapabilities/>").host_model is None

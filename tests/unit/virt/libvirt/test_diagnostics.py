# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Counters of a guest on libvirt's test driver, and of one that tells everything."""

from typing import Any

from lxml import etree

from nova_lite.virt.libvirt import diagnostics
from nova_lite.virt.libvirt.guest import Guest

XML = """<domain><devices><disk><target dev='vda'/></disk><interface><mac address='fa:16:3e:00:00:01'/>
<target dev='tap1'/></interface></devices></domain>"""


class Domain:
    """Answers every question."""

    def UUIDString(self) -> str:
        return "u"

    def XMLDesc(self, flags: int) -> str:
        return XML

    def info(self) -> list[int]:
        return [1, 131072, 65536, 1, 0]

    def vcpus(self) -> Any:
        return ([(0, 1, 5000, 0)], [(True,)])

    def memoryStats(self) -> dict[str, int]:
        return {"actual": 65536, "rss": 1000}

    def blockStats(self, name: str) -> tuple[int, ...]:
        return (1, 512, 2, 1024, 0)

    def interfaceStats(self, name: str) -> tuple[int, ...]:
        return (10, 1, 0, 0, 20, 2, 0, 0)


def test_everything_told() -> None:
    found = diagnostics.measure(Guest(Domain()), "kvm", "linux", config_drive=True)
    assert (found.state, found.hypervisor, found.config_drive) == ("running", "kvm", True)
    assert found.cpus[0].time == 5000
    assert (found.memory.maximum, found.memory.used) == (128, 64)
    assert (found.disks[0].read_bytes, found.disks[0].write_requests) == (512, 2)
    assert (found.nics[0].mac_address, found.nics[0].rx_octets, found.nics[0].tx_packets) == (
        "fa:16:3e:00:00:01",
        10,
        2,
    )
    assert found.counters["vda_read"] == 512 and found.counters["vda_read_req"] == 1
    assert found.counters["tap1_tx"] == 20 and found.counters["memory-rss"] == 1000
    assert etree.fromstring(XML) is not None


def test_what_is_not_told_is_left_out(guest: Guest) -> None:
    guest.start()
    found = diagnostics.measure(guest, "qemu", "linux", config_drive=False)
    assert found.state == "running" and found.memory.maximum is not None

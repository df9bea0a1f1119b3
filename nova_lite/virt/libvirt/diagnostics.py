# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What libvirt tells of a running guest: CPU times, memory, counters of disks and interfaces."""

from nova_lite.virt.diagnostics import Cpu, Diagnostics, Disk, Memory, Nic
from nova_lite.virt.libvirt.guest import Guest

KIB_PER_MIB = 1024


def measure(guest: Guest, hypervisor: str, hypervisor_os: str, config_drive: bool) -> Diagnostics:
    """One look at a guest. What its hypervisor cannot tell is left out. Raises InstanceNotFound."""
    times, memory = guest.cpu_times(), guest.memory_kib()
    counters: dict[str, int] = {f"cpu{number}_time": spent for number, spent in enumerate(times)}
    disks, nics = [], []
    for name in guest.disk_names():
        stats = guest.block_stats(name)
        if stats is not None:
            disks.append(Disk(stats[1], stats[0], stats[3], stats[2], stats[4]))
            counters.update(zip(_names(name, "read_req", "read", "write_req", "write", "errors"), stats, strict=False))
    for name, address in guest.interface_names():
        stats = guest.interface_stats(name)
        if stats is not None:
            nics.append(_nic(address, stats))
            counters.update(zip(_names(name, "rx", "rx_packets", "rx_errors", "rx_drop"), stats[:4], strict=False))
            counters.update(zip(_names(name, "tx", "tx_packets", "tx_errors", "tx_drop"), stats[4:], strict=False))
    counters["memory"] = memory.get("maximum", 0)
    counters.update({f"memory-{name}": value for name, value in memory.items() if name != "maximum"})
    return Diagnostics(
        state="running",
        driver="libvirt",
        hypervisor=hypervisor,
        hypervisor_os=hypervisor_os,
        config_drive=config_drive,
        cpus=tuple(Cpu(id=number, time=spent) for number, spent in enumerate(times)),
        nics=tuple(nics),
        disks=tuple(disks),
        memory=Memory(maximum=memory.get("maximum", 0) // KIB_PER_MIB, used=memory.get("actual", 0) // KIB_PER_MIB),
        counters=counters,
    )


def _names(device: str, *counters: str) -> list[str]:
    return [f"{device}_{counter}" for counter in counters]


def _nic(address: str, stats: tuple[int, ...]) -> Nic:
    received, sent = stats[:4], stats[4:]
    return Nic(
        mac_address=address,
        rx_octets=received[0],
        rx_packets=received[1],
        rx_errors=received[2],
        rx_drop=received[3],
        tx_octets=sent[0],
        tx_packets=sent[1],
        tx_errors=sent[2],
        tx_drop=sent[3],
    )

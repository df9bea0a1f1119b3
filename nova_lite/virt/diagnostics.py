# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a driver measures of a running guest, in the form that all drivers share. None is what it cannot tell."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cpu:
    """One virtual CPU: nanoseconds used, percent."""

    id: int | None = None
    time: int | None = None
    utilisation: int | None = None


@dataclass(frozen=True, slots=True)
class Nic:
    """One interface: octets, packets, errors, drops since its start, rates in octets per second."""

    mac_address: str | None = None
    rx_octets: int | None = None
    rx_errors: int | None = None
    rx_drop: int | None = None
    rx_packets: int | None = None
    rx_rate: int | None = None
    tx_octets: int | None = None
    tx_errors: int | None = None
    tx_drop: int | None = None
    tx_packets: int | None = None
    tx_rate: int | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """One disk: bytes, requests, errors since its start."""

    read_bytes: int | None = None
    read_requests: int | None = None
    write_bytes: int | None = None
    write_requests: int | None = None
    errors_count: int | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB the guest may have and has."""

    maximum: int | None = None
    used: int | None = None


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """A guest as its driver sees it; uptime in seconds. counters: everything under the driver's own names."""

    state: str
    driver: str
    hypervisor: str | None = None
    hypervisor_os: str | None = None
    uptime: int | None = None
    config_drive: bool = False
    cpus: tuple[Cpu, ...] = ()
    nics: tuple[Nic, ...] = ()
    disks: tuple[Disk, ...] = ()
    memory: Memory = field(default_factory=Memory)
    counters: dict[str, int] = field(default_factory=dict)

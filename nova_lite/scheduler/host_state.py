# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the scheduler knows of one compute node while it serves a request: plain values, and their consumption.

No input or output: nova_lite.scheduler.directory fills these from the databases. JSON of the node's record is decoded
once for equal texts; what comes of it is shared between hosts and never changed.
"""

import datetime
import functools
import json
from dataclasses import dataclass, field, replace
from typing import Any

from nova_lite.objects.request_spec import RequestSpec

_TEXTS_KEPT = 8192
NOTHING: dict[str, Any] = {}
# Names that flavors (capabilities:) and the hint "query" may use for values of the host, where they differ from ours.
_NAMES = {
    "nodename": "node",
    "total_usable_ram_mb": "total_ram_mb",
    "total_usable_disk_gb": "total_disk_gb",
    "memory_mb": "total_ram_mb",
    "local_gb": "total_disk_gb",
    "vcpus": "vcpus_total",
    "running_vms": "num_instances",
    "supported_hv_specs": "supported_instances",
    "pci_device_pools": "pci_stats",
}
_SAME_NAMES = frozenset(
    {
        *("host", "uuid", "cell_uuid", "host_ip", "hypervisor_hostname", "hypervisor_type", "hypervisor_version"),
        *("free_ram_mb", "free_disk_mb", "free_disk_gb", "disk_mb_used", "memory_mb_used", "local_gb_used"),
        *("vcpus_total", "vcpus_used", "num_instances", "num_io_ops", "failed_builds", "disk_available_least"),
        *("cpu_allocation_ratio", "ram_allocation_ratio", "disk_allocation_ratio", "updated", "instances"),
        *("cpu_info", "supported_instances", "stats", "metrics", "pci_stats", "numa_topology", "aggregates"),
    }
)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A host aggregate, as far as scheduling reads it."""

    id: int
    uuid: str
    metadata: dict[str, str]
    hosts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Amounts:
    """What one server takes of a host's figures: MiB and counts."""

    ram_mb: int
    disk_mb: int
    vcpus: int


def amounts_of(spec: RequestSpec) -> Amounts:
    """What a server of this request takes; a volume-backed one has no root disk on the host."""
    flavor = spec.flavor
    disk_gb = flavor.ephemeral_gb + (0 if spec.is_bfv else flavor.root_gb)
    return Amounts(flavor.memory_mb, disk_gb * 1024, flavor.vcpus)


@dataclass(slots=True)
class HostState:
    """One compute node. MiB, GiB and counts; `instances` maps uuid to what is known of the servers on the host.

    Requests share these: who changes one makes a copy first. `cpu_info`, `numa_topology` and `pci_stats` are the JSON
    texts of the node's record.
    """

    host: str
    node: str
    uuid: str
    cell_uuid: str | None = None
    total_ram_mb: int = 0
    free_ram_mb: int = 0
    total_disk_gb: int = 0
    free_disk_mb: int = 0
    disk_available_least: int | None = None
    vcpus_total: int = 0
    vcpus_used: int = 0
    cpu_allocation_ratio: float = 1.0
    ram_allocation_ratio: float = 1.0
    disk_allocation_ratio: float = 1.0
    num_instances: int = 0
    num_io_ops: int = 0
    failed_builds: int = 0
    host_ip: str | None = None
    hypervisor_type: str = ""
    hypervisor_version: int = 0
    cpu_info: str = ""
    numa_topology: str | None = None
    pci_stats: str | None = None
    supported_instances: list[list[str]] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)
    metrics: list[dict[str, Any]] = field(default_factory=list)
    service_up: bool = False
    service_disabled: bool = False
    service_disabled_reason: str | None = None
    updated: datetime.datetime | None = None
    aggregates: tuple[Aggregate, ...] = ()
    instances: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def hypervisor_hostname(self) -> str:
        """The node's name, under the name that extra specs use."""
        return self.node

    @property
    def memory_mb_used(self) -> int:
        """Memory that is not free, in MiB."""
        return self.total_ram_mb - self.free_ram_mb

    @property
    def free_disk_gb(self) -> int:
        """Free disk in whole GiB."""
        return self.free_disk_mb // 1024

    @property
    def disk_mb_used(self) -> int:
        """Disk that is not free, in MiB."""
        return self.total_disk_gb * 1024 - self.free_disk_mb

    @property
    def local_gb_used(self) -> int:
        """Disk that is not free, in GiB."""
        return self.total_disk_gb - self.free_disk_gb

    @property
    def availability_zone(self) -> str | None:
        """Zone from the host's aggregates, None when no aggregate names one."""
        zones = [zone for item in self.aggregates if (zone := item.metadata.get("availability_zone"))]
        return min(zones) if zones else None

    @property
    def free_pci_devices(self) -> int:
        """How many PCI devices are free, over all pools of the node's record."""
        pools = decoded(self.pci_stats) if self.pci_stats else None
        return sum(int(pool.get("count", 0)) for pool in pools) if isinstance(pools, list) else 0

    def look_up(self, path: list[str]) -> Any:
        """The value under a name and the keys after it: a figure of the host, else a statistic; None without one.

        JSON texts on the way are read; nothing but the documented names can be reached.
        """
        name = path[0]
        value: Any = None
        if name in _NAMES or name in _SAME_NAMES:
            value = getattr(self, _NAMES.get(name, name))
        if value is None:
            value = self.stats.get(name)
        for key in path[1:]:
            if isinstance(value, str):
                value = decoded(value)
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def aggregate_values(self, key: str) -> set[str]:
        """All values of a metadata key over the host's aggregates; comma lists are split."""
        if not self.aggregates:
            return set()
        return {
            part.strip() for item in self.aggregates if key in item.metadata for part in item.metadata[key].split(",")
        }

    def aggregate_minimum(self, key: str, default: float) -> float:
        """The smallest number that the host's aggregates give for a key; the default without one, or with bad ones."""
        try:
            given = [float(text) for text in self.aggregate_values(key)]
        except ValueError:
            return default
        return min(given) if given else default

    def copy(self) -> "HostState":
        """One that may be changed."""
        return replace(self, instances=dict(self.instances))

    def take(self, amounts: Amounts, servers: int = 1) -> None:
        """Count servers that come here; the node's record does not know them yet."""
        self.free_ram_mb -= amounts.ram_mb
        self.free_disk_mb -= amounts.disk_mb
        self.vcpus_used += amounts.vcpus
        self.num_instances += servers
        self.num_io_ops += servers

    def consume(self, instance_uuid: str, spec: RequestSpec) -> None:
        """Note that a server of this request goes here, for the following servers of the same request."""
        self.take(amounts_of(spec))
        self.instances[instance_uuid] = {
            "uuid": instance_uuid,
            "project_id": spec.project_id,
            "image_ref": spec.image.id if spec.image else None,
            "image_properties": dict(spec.image.properties) if spec.image else {},
        }


@functools.lru_cache(maxsize=_TEXTS_KEPT)
def decoded(text: str) -> Any:
    """The value of a JSON text, which callers must not change; None for text that is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def from_row(node: Any, up: bool, aggregates: tuple[Aggregate, ...], cell_uuid: str | None) -> HostState:
    """Build the state from a row of a node with its service."""
    stats = (decoded(node.stats) if node.stats else None) or NOTHING
    least = node.disk_available_least
    free_disk_gb = node.free_disk_gb or 0
    return HostState(
        host=node.host,
        node=node.hypervisor_hostname,
        uuid=node.uuid,
        cell_uuid=cell_uuid,
        total_ram_mb=node.memory_mb,
        free_ram_mb=node.free_ram_mb or 0,
        total_disk_gb=node.local_gb,
        free_disk_mb=(min(free_disk_gb, least) if least is not None else free_disk_gb) * 1024,
        disk_available_least=least,
        vcpus_total=node.vcpus,
        vcpus_used=node.vcpus_used,
        cpu_allocation_ratio=node.cpu_allocation_ratio or 1.0,
        ram_allocation_ratio=node.ram_allocation_ratio or 1.0,
        disk_allocation_ratio=node.disk_allocation_ratio or 1.0,
        num_instances=int(stats.get("num_instances", 0)),
        num_io_ops=int(stats.get("io_workload", 0)),
        failed_builds=int(stats.get("failed_builds", 0)),
        host_ip=node.host_ip,
        hypervisor_type=node.hypervisor_type or "",
        hypervisor_version=node.hypervisor_version or 0,
        cpu_info=node.cpu_info or "",
        numa_topology=node.numa_topology,
        pci_stats=node.pci_stats,
        supported_instances=(decoded(node.supported_instances) if node.supported_instances else None) or [],
        stats=stats,
        metrics=(decoded(node.metrics) if node.metrics else None) or [],
        service_up=up,
        service_disabled=bool(node.disabled),
        service_disabled_reason=node.disabled_reason,
        updated=node.updated_at,
        aggregates=aggregates,
    )

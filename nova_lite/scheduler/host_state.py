# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the scheduler knows of one compute node while it serves a request: plain values, and their consumption.

No input or output: nova_lite.scheduler.directory fills these from the databases.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from nova_lite.objects.request_spec import RequestSpec


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A host aggregate, as far as scheduling reads it."""

    id: int
    uuid: str
    metadata: dict[str, str]
    hosts: frozenset[str]


@dataclass(slots=True)
class HostState:
    """One compute node. MiB, GiB and counts; `instances` maps uuid to what is known of the servers on the host."""

    host: str
    node: str
    uuid: str
    cell_uuid: str | None = None
    total_ram_mb: int = 0
    free_ram_mb: int = 0
    total_disk_gb: int = 0
    free_disk_mb: int = 0
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
    supported_instances: list[list[str]] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)
    metrics: list[dict[str, Any]] = field(default_factory=list)
    service_up: bool = False
    service_disabled: bool = False
    service_disabled_reason: str | None = None
    aggregates: list[Aggregate] = field(default_factory=list)
    instances: dict[str, dict[str, Any]] = field(default_factory=dict)
    candidates: list[dict[str, dict[str, int]]] = field(default_factory=list)

    @property
    def hypervisor_hostname(self) -> str:
        """The node's name, under the name that extra specs use."""
        return self.node

    @property
    def availability_zone(self) -> str | None:
        """Zone from the host's aggregates, None when no aggregate names one."""
        zones = sorted(zone for item in self.aggregates if (zone := item.metadata.get("availability_zone")))
        return zones[0] if zones else None

    def aggregate_values(self, key: str) -> set[str]:
        """All values of a metadata key over the host's aggregates; comma lists are split."""
        return {
            part.strip() for item in self.aggregates if key in item.metadata for part in item.metadata[key].split(",")
        }

    def consume(self, instance_uuid: str, spec: RequestSpec) -> None:
        """Note that a server of this request goes here, for the following servers of the same request."""
        flavor = spec.flavor
        disk_gb = flavor.ephemeral_gb + (0 if spec.is_bfv else flavor.root_gb)
        self.free_ram_mb -= flavor.memory_mb
        self.free_disk_mb -= disk_gb * 1024
        self.vcpus_used += flavor.vcpus
        self.num_instances += 1
        self.num_io_ops += 1
        self.instances[instance_uuid] = {
            "uuid": instance_uuid,
            "project_id": spec.project_id,
            "image_ref": spec.image.id if spec.image else None,
        }


def from_rows(node: Any, service: Any, up: bool, aggregates: list[Aggregate]) -> HostState:
    """Build the state from a compute_nodes row and its services row."""
    stats = json.loads(node.stats) if node.stats else {}
    least = node.disk_available_least
    free_disk_gb = node.free_disk_gb or 0
    return HostState(
        host=node.host,
        node=node.hypervisor_hostname,
        uuid=node.uuid,
        total_ram_mb=node.memory_mb,
        free_ram_mb=node.free_ram_mb or 0,
        total_disk_gb=node.local_gb,
        free_disk_mb=(min(free_disk_gb, least) if least is not None else free_disk_gb) * 1024,
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
        supported_instances=json.loads(node.supported_instances) if node.supported_instances else [],
        stats=stats,
        metrics=json.loads(node.metrics) if node.metrics else [],
        service_up=up,
        service_disabled=bool(service.disabled),
        service_disabled_reason=service.disabled_reason,
        aggregates=aggregates,
    )

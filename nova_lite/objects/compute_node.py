# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A hypervisor's record: what it has and what is used."""

import datetime

from nova_lite.objects.base import WireObject, wire


@wire
class ComputeNode(WireObject):
    """One row of `compute_nodes`: MiB, GiB, counts; cpu_info, supported_instances, stats and topology are JSON text."""

    VERSION = "1.0"

    id: int | None = None
    uuid: str
    service_id: int | None = None
    host: str | None = None
    hypervisor_hostname: str | None = None
    hypervisor_type: str = ""
    hypervisor_version: int = 0
    vcpus: int = 0
    memory_mb: int = 0
    local_gb: int = 0
    vcpus_used: int = 0
    memory_mb_used: int = 0
    local_gb_used: int = 0
    free_ram_mb: int | None = None
    free_disk_gb: int | None = None
    current_workload: int | None = 0
    running_vms: int | None = 0
    cpu_info: str = ""
    disk_available_least: int | None = None
    host_ip: str | None = None
    supported_instances: str | None = None
    metrics: str | None = None
    pci_stats: str | None = None
    extra_resources: str | None = None
    stats: str | None = None
    numa_topology: str | None = None
    ram_allocation_ratio: float | None = None
    cpu_allocation_ratio: float | None = None
    disk_allocation_ratio: float | None = None
    mapped: int | None = 0
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None

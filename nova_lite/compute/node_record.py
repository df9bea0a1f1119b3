# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The compute node record: what the driver measured and what the servers use, as one row. Pure functions."""

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from nova_lite.compute.claims import MIB_PER_GIB, Usage
from nova_lite.conf import CONF
from nova_lite.lifecycle import TaskState, VmState
from nova_lite.objects.compute_node import ComputeNode
from nova_lite.placement.model import Inventory
from nova_lite.virt.driver import HostResources

_IO_TASKS = frozenset(
    {
        TaskState.RESIZE_MIGRATING,
        TaskState.REBUILDING,
        TaskState.RESIZE_PREP,
        TaskState.IMAGE_SNAPSHOT,
        TaskState.IMAGE_BACKUP,
        TaskState.RESCUING,
        TaskState.UNSHELVING,
    }
)
# These change by themselves; a change of nothing else is not worth a message.
_VOLATILE_STATS = frozenset({"uptime"})
_NOT_COMPARED = frozenset({"id", "mapped", "created_at", "updated_at", "stats"})


def stats(usages: Iterable[Usage], failed_builds: int, driver_stats: dict[str, Any]) -> dict[str, Any]:
    """The statistics that filters and weighers read: counts by state, task, project and guest system."""
    listed = list(usages)
    counts: Counter[str] = Counter()
    for usage in listed:
        counts[f"num_vm_{usage.vm_state}"] += 1
        counts[f"num_task_{usage.task_state}"] += 1
        counts[f"num_os_type_{usage.os_type}"] += 1
        counts[f"num_proj_{usage.project_id}"] += 1
    io_workload = sum(1 for usage in listed if usage.vm_state == VmState.BUILDING or usage.task_state in _IO_TASKS)
    return {
        **driver_stats,
        **counts,
        "num_instances": len(listed),
        "io_workload": io_workload,
        "failed_builds": failed_builds,
    }


def compute_node(
    host: str,
    resources: HostResources,
    usages: Iterable[Usage],
    inventories: dict[str, Inventory],
    failed_builds: int,
) -> ComputeNode:
    """The record of this host's node; used amounts are those reserved for the host plus those of the servers."""
    listed = list(usages)
    memory_mb_used = CONF.reserved_host_memory_mb + sum(usage.memory_mb for usage in listed)
    local_gb_used = math.ceil(CONF.reserved_host_disk_mb / MIB_PER_GIB) + sum(usage.disk_gb for usage in listed)

    def ratio(resource_class: str, initial: float) -> float:
        inventory = inventories.get(resource_class)
        return inventory.allocation_ratio if inventory else initial

    return ComputeNode(
        uuid=resources.uuid,
        host=host,
        hypervisor_hostname=resources.hypervisor_hostname,
        hypervisor_type=resources.hypervisor_type,
        hypervisor_version=resources.hypervisor_version,
        vcpus=resources.vcpus,
        memory_mb=resources.memory_mb,
        local_gb=resources.local_gb,
        vcpus_used=CONF.reserved_host_cpus + sum(usage.vcpus for usage in listed),
        memory_mb_used=memory_mb_used,
        local_gb_used=local_gb_used,
        free_ram_mb=resources.memory_mb - memory_mb_used,
        free_disk_gb=resources.local_gb - local_gb_used,
        current_workload=sum(1 for usage in listed if usage.task_state is not None),
        running_vms=len(listed),
        cpu_info=resources.cpu_info,
        disk_available_least=resources.disk_available_least,
        host_ip=resources.host_ip or CONF.my_ip,
        supported_instances=json.dumps([list(triple) for triple in resources.supported_instances]),
        metrics="[]",
        stats=json.dumps(stats(listed, failed_builds, resources.stats), sort_keys=True),
        numa_topology=resources.numa_topology,
        cpu_allocation_ratio=ratio("VCPU", CONF.initial_cpu_allocation_ratio),
        ram_allocation_ratio=ratio("MEMORY_MB", CONF.initial_ram_allocation_ratio),
        disk_allocation_ratio=ratio("DISK_GB", CONF.initial_disk_allocation_ratio),
    )


def differs(one: ComputeNode, other: ComputeNode) -> bool:
    """True when the two records say different things to a scheduler or an operator."""
    return _compared(one) != _compared(other)


def _compared(node: ComputeNode) -> dict[str, Any]:
    values = {name: value for name, value in node.values().items() if name not in _NOT_COMPARED}
    values["stats"] = {
        name: value for name, value in json.loads(node.stats or "{}").items() if name not in _VOLATILE_STATS
    }
    return values

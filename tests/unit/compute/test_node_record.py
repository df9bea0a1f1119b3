# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The compute node record."""

import json

from nova_lite.compute import node_record
from nova_lite.compute.claims import Usage
from nova_lite.lifecycle import TaskState, VmState
from nova_lite.placement.model import Inventory
from tests.unit.compute.fakes import HOST, FakeDriver

USAGES = [
    Usage(1, 512, 10, VmState.ACTIVE, None, "p1", "linux"),
    Usage(2, 1024, 20, VmState.BUILDING, TaskState.SPAWNING, "p1"),
    Usage(1, 256, 0, VmState.ACTIVE, TaskState.IMAGE_SNAPSHOT, "p2"),
]


def test_statistics() -> None:
    assert node_record.stats(USAGES, 2, {"uptime": "up"}) == {
        "uptime": "up",
        "num_instances": 3,
        "io_workload": 2,
        "failed_builds": 2,
        "num_vm_active": 2,
        "num_vm_building": 1,
        "num_task_None": 1,
        "num_task_spawning": 1,
        "num_task_image_snapshot": 1,
        "num_os_type_linux": 1,
        "num_os_type_None": 2,
        "num_proj_p1": 2,
        "num_proj_p2": 1,
    }


def test_use_is_the_reserved_part_and_the_servers() -> None:
    inventories = {"VCPU": Inventory(total=4, allocation_ratio=16.0)}
    node = node_record.compute_node(HOST, FakeDriver().resources, USAGES, inventories, 0)
    assert (node.vcpus_used, node.memory_mb_used, node.local_gb_used) == (4, 512 + 1792, 30)
    assert (node.free_ram_mb, node.free_disk_gb) == (8192 - 2304, 70)
    assert (node.running_vms, node.current_workload) == (3, 2)
    assert (node.cpu_allocation_ratio, node.ram_allocation_ratio) == (16.0, 1.0)


def test_difference_ignores_what_always_changes() -> None:
    one = node_record.compute_node(HOST, FakeDriver().resources, USAGES, {}, 0)
    other = one.copy(id=5, stats=json.dumps({**json.loads(str(one.stats)), "uptime": "later"}))
    assert not node_record.differs(one, other)
    assert node_record.differs(one, one.copy(vcpus_used=9))
    assert node_record.differs(one, node_record.compute_node(HOST, FakeDriver().resources, USAGES, {}, 1))

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Compute nodes in the database, for tests of the scheduler."""

from nova_lite.db.engine import cell_database
from nova_lite.db.main import compute_nodes
from tests.unit.control_plane import Plane


def add_node(plane: Plane, host: str, up: bool = True) -> str:
    """A compute host with one node; returns the node's uuid."""
    plane.add_compute(host, up)
    uuid = f"22222222-2222-4222-8222-{abs(hash(host)) % 10**12:012d}"
    numbers = dict.fromkeys(("vcpus", "memory_mb", "local_gb", "vcpus_used", "memory_mb_used", "local_gb_used"), 4)
    values = {"hypervisor_type": "QEMU", "hypervisor_version": 1, "cpu_info": "", "free_ram_mb": 9, "free_disk_gb": 9}
    with cell_database().writer() as session:
        compute_nodes.save(session, uuid, {**numbers, **values, "host": host, "hypervisor_hostname": f"{host}.node"})
    return uuid

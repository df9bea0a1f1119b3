# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of a small cloud for tests of the API: services, hypervisors, servers, aggregates."""

import datetime
from typing import Any

from nova_lite.db.api import aggregates, cell_mappings, host_mappings
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main.models import ComputeNode, Instance, Service
from nova_lite.objects.base import utcnow

NODE_UUID = "22222222-2222-4222-8222-22222222222%d"
SERVICE_UUID = "33333333-3333-4333-8333-33333333333%d"


def add_service(number: int, host: str, binary: str = "nova-compute", up: bool = True, **values: Any) -> str:
    """A service record; returns its uuid."""
    seen = utcnow() - datetime.timedelta(seconds=0 if up else 3600)
    uuid = SERVICE_UUID % number
    with cell_database().writer() as session:
        session.add(
            Service(uuid=uuid, host=host, binary=binary, topic=binary, report_count=1, last_seen_up=seen, **values)
        )
    if binary == "nova-compute":
        with api_database().writer() as session:
            host_mappings.create(session, cell_mappings.listed(session)[0].id, host)
    return uuid


def add_node(number: int, host: str, **values: Any) -> str:
    """A compute node record; returns its uuid."""
    columns = {
        "vcpus": 8,
        "memory_mb": 16384,
        "local_gb": 100,
        "vcpus_used": 2,
        "memory_mb_used": 1024,
        "local_gb_used": 10,
        "free_ram_mb": 15360,
        "free_disk_gb": 90,
        "current_workload": 0,
        "running_vms": 1,
        "disk_available_least": 80,
        "hypervisor_type": "QEMU",
        "hypervisor_version": 8000002,
        "cpu_info": '{"arch": "x86_64"}',
        "host_ip": "192.0.2.1",
        **values,
    }
    uuid = NODE_UUID % number
    with cell_database().writer() as session:
        session.add(ComputeNode(uuid=uuid, host=host, hypervisor_hostname=f"{host}.example", **columns))
    return uuid


def add_server(uuid: str, host: str, **values: Any) -> None:
    """A live server on a host."""
    with cell_database().writer() as session:
        session.add(Instance(uuid=uuid, host=host, node=f"{host}.example", project_id="p", **values))


def add_aggregate(name: str, hosts: list[str], **metadata: str) -> int:
    """An aggregate; returns its id."""
    with api_database().writer() as session:
        ident = aggregates.create(session, name, metadata)
        for host in hosts:
            aggregates.add_host(session, ident, host)
    return ident

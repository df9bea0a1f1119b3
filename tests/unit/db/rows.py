# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rows that tests begin with."""

from typing import Any

from oslo_utils import uuidutils

from nova_lite.db.main import compute_nodes, instances, services
from nova_lite.db.main.models import Migration
from nova_lite.db.session import Session

PROJECT = "p" * 32
USER = "u" * 32


def server(session: Session, satellites: dict[str, Any] | None = None, **values: Any) -> str:
    """A server, active unless told otherwise; returns its uuid."""
    uuid = values.pop("uuid", None) or uuidutils.generate_uuid()
    columns = {
        "project_id": PROJECT,
        "user_id": USER,
        "vm_state": "active",
        "task_state": None,
        "memory_mb": 512,
        "vcpus": 1,
        "display_name": "vm",
        **values,
    }
    instances.create(session, {"uuid": uuid, **columns}, satellites or {})
    return str(uuid)


def node(session: Session, host: str, **values: Any) -> str:
    """A compute node; returns its uuid."""
    uuid = uuidutils.generate_uuid()
    columns = {
        "host": host,
        "hypervisor_hostname": f"{host}.example",
        "vcpus": 8,
        "memory_mb": 4096,
        "local_gb": 100,
        "vcpus_used": 0,
        "memory_mb_used": 0,
        "local_gb_used": 0,
        "hypervisor_type": "QEMU",
        "hypervisor_version": 8000000,
        "cpu_info": "{}",
        **values,
    }
    compute_nodes.save(session, uuid, columns)
    return uuid


def service(session: Session, host: str, binary: str = "nova-compute", **values: Any) -> int:
    """A service record; returns its id."""
    return services.create(session, host, binary, binary.removeprefix("nova-"), **values).id


def migration(session: Session, instance_uuid: str, status: str = "running", **values: Any) -> Migration:
    """A live migration from host h1 to h2 unless told otherwise."""
    columns = {"source_compute": "h1", "dest_compute": "h2", "migration_type": "live-migration", **values}
    row = Migration(uuid=uuidutils.generate_uuid(), instance_uuid=instance_uuid, status=status, **columns)
    session.add(row)
    return row

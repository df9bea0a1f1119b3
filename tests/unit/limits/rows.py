# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of servers for tests of limits."""

import uuid

from nova_lite.db.engine import cell_database
from nova_lite.db.main.models import Instance

PROJECT = "project"
USER = "user"


def add_server(vcpus: int = 1, memory_mb: int = 512, user_id: str = USER, vm_state: str = "active") -> None:
    """A live server of the project."""
    with cell_database().writer() as session:
        session.add(
            Instance(
                uuid=str(uuid.uuid4()),
                project_id=PROJECT,
                user_id=user_id,
                vcpus=vcpus,
                memory_mb=memory_mb,
                vm_state=vm_state,
                hidden=False,
            )
        )

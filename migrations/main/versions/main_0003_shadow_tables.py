# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Shadow tables, where nova-manage db archive_deleted_rows puts rows that are marked as deleted."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "main_0003"
down_revision = "main_0002"
branch_labels = None
depends_on = None

_TABLE: Any = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
_NAMES = (
    "block_device_mapping",
    "compute_nodes",
    "instance_actions",
    "instance_actions_events",
    "instance_extra",
    "instance_faults",
    "instance_info_caches",
    "instance_metadata",
    "instance_system_metadata",
    "instances",
    "migrations",
    "services",
    "task_log",
    "virtual_interfaces",
)


def upgrade() -> None:
    """Create one table for each, with the columns that the table has at this revision."""
    inspector = sa.inspect(op.get_bind())
    for name in _NAMES:
        keys = inspector.get_pk_constraint(name)["constrained_columns"]
        columns = [
            sa.Column(
                one["name"],
                one["type"],
                primary_key=one["name"] in keys,
                nullable=one["nullable"],
                autoincrement=False,
            )
            for one in inspector.get_columns(name)
        ]
        op.create_table(f"shadow_{name}", *columns, **_TABLE)

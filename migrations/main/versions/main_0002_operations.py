# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The operation journal of a cell database."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "main_0002"
down_revision = "main_0001"
branch_labels = None
depends_on = None

_TABLE: Any = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    """Create the table with the indexes that its sweep reads by."""
    op.create_table(
        "operations",
        sa.Column("created_at", sa.DateTime()),
        sa.Column("updated_at", sa.DateTime()),
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(255), nullable=False),
        sa.Column("instance_uuid", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("arguments", sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(255)),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease", sa.DateTime(), nullable=False),
        sa.Column("deadline", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("finished_at", sa.DateTime()),
        sa.UniqueConstraint("uuid", name="uniq_operations0uuid"),
        **_TABLE,
    )
    op.create_index("operations_outcome_lease_idx", "operations", ["outcome", "lease"])
    op.create_index("operations_outcome_owner_idx", "operations", ["outcome", "owner"])
    op.create_index("operations_instance_uuid_idx", "operations", ["instance_uuid", "outcome"])

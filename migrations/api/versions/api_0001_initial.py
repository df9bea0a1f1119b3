# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Initial tables of the API database."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "api_0001"
down_revision = None
branch_labels = None
depends_on = None

# Names compare byte by byte on MySQL too, as they do on the other databases: keys "a" and "A" are two.
_TABLE: Any = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def _timestamps() -> list[sa.Column[Any]]:
    return [sa.Column("created_at", sa.DateTime()), sa.Column("updated_at", sa.DateTime())]


def _medium_text() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


def upgrade() -> None:
    """Create every table, parents first."""
    _aggregates()
    _build_requests()
    _cell_mappings()
    _flavors()
    _instance_groups()
    _key_pairs()
    _project_user_quotas()
    _quota_classes()
    _quotas()
    _request_specs()
    _aggregate_hosts()
    _aggregate_metadata()
    _flavor_extra_specs()
    _flavor_projects()
    _host_mappings()
    _instance_group_member()
    _instance_group_policy()
    _instance_mappings()


def _aggregates() -> None:
    op.create_table(
        "aggregates",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("uuid", sa.String(36)),
        sa.Column("name", sa.String(255)),
        *_timestamps(),
        sa.UniqueConstraint("name", name="uniq_aggregate0name"),
        **_TABLE,
    )
    op.create_index("aggregate_uuid_idx", "aggregates", ["uuid"])


def _build_requests() -> None:
    op.create_table(
        "build_requests",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("instance_uuid", sa.String(36)),
        sa.Column("project_id", sa.String(255), nullable=False),
        sa.Column("instance", _medium_text()),
        sa.Column("block_device_mappings", _medium_text()),
        sa.Column("tags", sa.Text()),
        *_timestamps(),
        sa.UniqueConstraint("instance_uuid", name="uniq_build_requests0instance_uuid"),
        **_TABLE,
    )
    op.create_index("build_requests_project_id_idx", "build_requests", ["project_id"])


def _cell_mappings() -> None:
    op.create_table(
        "cell_mappings",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("name", sa.String(255)),
        sa.Column("transport_url", sa.Text()),
        sa.Column("database_connection", sa.Text()),
        sa.Column("disabled", sa.Boolean()),
        *_timestamps(),
        sa.UniqueConstraint("uuid", name="uniq_cell_mappings0uuid"),
        **_TABLE,
    )


def _flavors() -> None:
    op.create_table(
        "flavors",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("memory_mb", sa.Integer(), nullable=False),
        sa.Column("vcpus", sa.Integer(), nullable=False),
        sa.Column("root_gb", sa.Integer(), nullable=False),
        sa.Column("ephemeral_gb", sa.Integer(), nullable=False),
        sa.Column("flavorid", sa.String(255), nullable=False),
        sa.Column("swap", sa.Integer(), nullable=False),
        sa.Column("rxtx_factor", sa.Float(), nullable=False),
        sa.Column("vcpu_weight", sa.Integer()),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text()),
        *_timestamps(),
        sa.UniqueConstraint("flavorid", name="uniq_flavors0flavorid"),
        sa.UniqueConstraint("name", name="uniq_flavors0name"),
        **_TABLE,
    )


def _instance_groups() -> None:
    op.create_table(
        "instance_groups",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("user_id", sa.String(255)),
        sa.Column("project_id", sa.String(255)),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("name", sa.String(255)),
        *_timestamps(),
        sa.UniqueConstraint("uuid", name="uniq_instance_groups0uuid"),
        **_TABLE,
    )


def _key_pairs() -> None:
    op.create_table(
        "key_pairs",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("user_id", sa.String(255)),
        sa.Column("fingerprint", sa.String(255)),
        sa.Column("public_key", sa.Text()),
        sa.Column("type", sa.Enum("ssh", "x509", name="keypair_types"), nullable=False),
        *_timestamps(),
        sa.UniqueConstraint("user_id", "name", name="uniq_key_pairs0user_id0name"),
        **_TABLE,
    )


def _project_user_quotas() -> None:
    op.create_table(
        "project_user_quotas",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("user_id", sa.String(255), nullable=False),
        sa.Column("project_id", sa.String(255), nullable=False),
        sa.Column("resource", sa.String(255), nullable=False),
        sa.Column("hard_limit", sa.Integer()),
        *_timestamps(),
        sa.UniqueConstraint(
            "user_id", "project_id", "resource", name="uniq_project_user_quotas0user_id0project_id0resource"
        ),
        **_TABLE,
    )


def _quota_classes() -> None:
    op.create_table(
        "quota_classes",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("class_name", sa.String(255)),
        sa.Column("resource", sa.String(255)),
        sa.Column("hard_limit", sa.Integer()),
        *_timestamps(),
        **_TABLE,
    )
    op.create_index("quota_classes_class_name_idx", "quota_classes", ["class_name"])


def _quotas() -> None:
    op.create_table(
        "quotas",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("project_id", sa.String(255)),
        sa.Column("resource", sa.String(255), nullable=False),
        sa.Column("hard_limit", sa.Integer()),
        *_timestamps(),
        sa.UniqueConstraint("project_id", "resource", name="uniq_quotas0project_id0resource"),
        **_TABLE,
    )


def _request_specs() -> None:
    op.create_table(
        "request_specs",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("instance_uuid", sa.String(36), nullable=False),
        sa.Column("spec", _medium_text(), nullable=False),
        *_timestamps(),
        sa.UniqueConstraint("instance_uuid", name="uniq_request_specs0instance_uuid"),
        **_TABLE,
    )


def _aggregate_hosts() -> None:
    op.create_table(
        "aggregate_hosts",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("host", sa.String(255)),
        sa.Column("aggregate_id", sa.Integer(), sa.ForeignKey("aggregates.id"), nullable=False),
        *_timestamps(),
        sa.UniqueConstraint("host", "aggregate_id", name="uniq_aggregate_hosts0host0aggregate_id"),
        **_TABLE,
    )


def _aggregate_metadata() -> None:
    op.create_table(
        "aggregate_metadata",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("aggregate_id", sa.Integer(), sa.ForeignKey("aggregates.id"), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("value", sa.String(255), nullable=False),
        *_timestamps(),
        sa.UniqueConstraint("aggregate_id", "key", name="uniq_aggregate_metadata0aggregate_id0key"),
        **_TABLE,
    )
    op.create_index("aggregate_metadata_key_idx", "aggregate_metadata", ["key"])


def _flavor_extra_specs() -> None:
    op.create_table(
        "flavor_extra_specs",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("value", sa.String(255)),
        sa.Column("flavor_id", sa.Integer(), sa.ForeignKey("flavors.id"), nullable=False),
        *_timestamps(),
        sa.UniqueConstraint("flavor_id", "key", name="uniq_flavor_extra_specs0flavor_id0key"),
        **_TABLE,
    )
    op.create_index("flavor_extra_specs_flavor_id_key_idx", "flavor_extra_specs", ["flavor_id", "key"])


def _flavor_projects() -> None:
    op.create_table(
        "flavor_projects",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("flavor_id", sa.Integer(), sa.ForeignKey("flavors.id"), nullable=False),
        sa.Column("project_id", sa.String(255), nullable=False),
        *_timestamps(),
        sa.UniqueConstraint("flavor_id", "project_id", name="uniq_flavor_projects0flavor_id0project_id"),
        **_TABLE,
    )


def _host_mappings() -> None:
    op.create_table(
        "host_mappings",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("cell_id", sa.Integer(), sa.ForeignKey("cell_mappings.id"), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        *_timestamps(),
        sa.UniqueConstraint("host", name="uniq_host_mappings0host"),
        **_TABLE,
    )


def _instance_group_member() -> None:
    op.create_table(
        "instance_group_member",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("instance_uuid", sa.String(255)),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("instance_groups.id"), nullable=False),
        *_timestamps(),
        **_TABLE,
    )
    op.create_index("instance_group_member_instance_idx", "instance_group_member", ["instance_uuid"])


def _instance_group_policy() -> None:
    op.create_table(
        "instance_group_policy",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("policy", sa.String(255)),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("instance_groups.id"), nullable=False),
        sa.Column("rules", sa.Text()),
        *_timestamps(),
        **_TABLE,
    )
    op.create_index("instance_group_policy_policy_idx", "instance_group_policy", ["policy"])


def _instance_mappings() -> None:
    op.create_table(
        "instance_mappings",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("instance_uuid", sa.String(36), nullable=False),
        sa.Column("cell_id", sa.Integer(), sa.ForeignKey("cell_mappings.id")),
        sa.Column("project_id", sa.String(255), nullable=False),
        sa.Column("user_id", sa.String(255)),
        sa.Column("queued_for_delete", sa.Boolean()),
        *_timestamps(),
        sa.UniqueConstraint("instance_uuid", name="uniq_instance_mappings0instance_uuid"),
        **_TABLE,
    )
    op.create_index("instance_mappings_user_id_project_id_idx", "instance_mappings", ["user_id", "project_id"])
    op.create_index("project_id_idx", "instance_mappings", ["project_id"])

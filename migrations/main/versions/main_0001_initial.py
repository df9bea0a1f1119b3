# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Initial tables of a cell database."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "main_0001"
down_revision = None
branch_labels = None
depends_on = None

# Names compare byte by byte on MySQL too, as they do on the other databases: keys "a" and "A" are two.
_TABLE: Any = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def _timestamps() -> list[sa.Column[Any]]:
    return [sa.Column("created_at", sa.DateTime()), sa.Column("updated_at", sa.DateTime())]


def _medium_text() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


def _soft_delete() -> list[sa.Column[Any]]:
    return [*_timestamps(), sa.Column("deleted_at", sa.DateTime()), sa.Column("deleted", sa.Integer(), nullable=False)]


def _big_integer() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create every table, parents first."""
    _compute_nodes()
    _instances()
    _services()
    _tags()
    _task_log()
    _block_device_mapping()
    _console_auth_tokens()
    _instance_actions()
    _instance_extra()
    _instance_faults()
    _instance_info_caches()
    _instance_metadata()
    _instance_system_metadata()
    _migrations()
    _virtual_interfaces()
    _instance_actions_events()


def _compute_nodes() -> None:
    op.create_table(
        "compute_nodes",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("service_id", sa.Integer()),
        sa.Column("host", sa.String(255)),
        sa.Column("uuid", sa.String(36)),
        sa.Column("vcpus", sa.Integer(), nullable=False),
        sa.Column("memory_mb", sa.Integer(), nullable=False),
        sa.Column("local_gb", sa.Integer(), nullable=False),
        sa.Column("vcpus_used", sa.Integer(), nullable=False),
        sa.Column("memory_mb_used", sa.Integer(), nullable=False),
        sa.Column("local_gb_used", sa.Integer(), nullable=False),
        sa.Column("hypervisor_type", _medium_text(), nullable=False),
        sa.Column("hypervisor_version", sa.Integer(), nullable=False),
        sa.Column("hypervisor_hostname", sa.String(255)),
        sa.Column("free_ram_mb", sa.Integer()),
        sa.Column("free_disk_gb", sa.Integer()),
        sa.Column("current_workload", sa.Integer()),
        sa.Column("running_vms", sa.Integer()),
        sa.Column("cpu_info", _medium_text(), nullable=False),
        sa.Column("disk_available_least", sa.Integer()),
        sa.Column("host_ip", sa.String(39)),
        sa.Column("supported_instances", sa.Text()),
        sa.Column("metrics", sa.Text()),
        sa.Column("pci_stats", sa.Text()),
        sa.Column("extra_resources", sa.Text()),
        sa.Column("stats", sa.Text()),
        sa.Column("numa_topology", sa.Text()),
        sa.Column("ram_allocation_ratio", sa.Float()),
        sa.Column("cpu_allocation_ratio", sa.Float()),
        sa.Column("disk_allocation_ratio", sa.Float()),
        sa.Column("mapped", sa.Integer()),
        *_soft_delete(),
        sa.UniqueConstraint(
            "host", "hypervisor_hostname", "deleted", name="uniq_compute_nodes0host0hypervisor_hostname0deleted"
        ),
        **_TABLE,
    )
    op.create_index("compute_nodes_uuid_idx", "compute_nodes", ["uuid"], unique=True)


def _instances() -> None:
    op.create_table(
        "instances",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("internal_id", sa.Integer()),
        sa.Column("user_id", sa.String(255)),
        sa.Column("project_id", sa.String(255)),
        sa.Column("image_ref", sa.String(255)),
        sa.Column("kernel_id", sa.String(255)),
        sa.Column("ramdisk_id", sa.String(255)),
        sa.Column("launch_index", sa.Integer()),
        sa.Column("key_name", sa.String(255)),
        sa.Column("key_data", _medium_text()),
        sa.Column("power_state", sa.Integer()),
        sa.Column("vm_state", sa.String(255)),
        sa.Column("task_state", sa.String(255)),
        sa.Column("memory_mb", sa.Integer()),
        sa.Column("vcpus", sa.Integer()),
        sa.Column("root_gb", sa.Integer()),
        sa.Column("ephemeral_gb", sa.Integer()),
        sa.Column("ephemeral_key_uuid", sa.String(36)),
        sa.Column("hostname", sa.String(255)),
        sa.Column("host", sa.String(255)),
        sa.Column("node", sa.String(255)),
        sa.Column("compute_id", _big_integer()),
        sa.Column("instance_type_id", sa.Integer()),
        sa.Column("user_data", _medium_text()),
        sa.Column("reservation_id", sa.String(255)),
        sa.Column("launched_at", sa.DateTime()),
        sa.Column("terminated_at", sa.DateTime()),
        sa.Column("display_name", sa.String(255)),
        sa.Column("display_description", sa.String(255)),
        sa.Column("availability_zone", sa.String(255)),
        sa.Column("locked", sa.Boolean()),
        sa.Column("locked_by", sa.Enum("owner", "admin", name="instances0locked_by")),
        sa.Column("os_type", sa.String(255)),
        sa.Column("architecture", sa.String(255)),
        sa.Column("vm_mode", sa.String(255)),
        sa.Column("root_device_name", sa.String(255)),
        sa.Column("default_ephemeral_device", sa.String(255)),
        sa.Column("default_swap_device", sa.String(255)),
        sa.Column("config_drive", sa.String(255)),
        sa.Column("access_ip_v4", sa.String(39)),
        sa.Column("access_ip_v6", sa.String(39)),
        sa.Column("auto_disk_config", sa.Boolean()),
        sa.Column("progress", sa.Integer()),
        sa.Column("shutdown_terminate", sa.Boolean()),
        sa.Column("disable_terminate", sa.Boolean()),
        sa.Column("launched_on", _medium_text()),
        sa.Column("cell_name", sa.String(255)),
        sa.Column("cleaned", sa.Integer()),
        sa.Column("hidden", sa.Boolean()),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index("instances_deleted_created_at_idx", "instances", ["deleted", "created_at"])
    op.create_index("instances_host_deleted_cleaned_idx", "instances", ["host", "deleted", "cleaned"])
    op.create_index("instances_host_node_deleted_idx", "instances", ["host", "node", "deleted"])
    op.create_index("instances_project_id_deleted_idx", "instances", ["project_id", "deleted"])
    op.create_index("instances_project_id_idx", "instances", ["project_id"])
    op.create_index("instances_project_list_idx", "instances", ["project_id", "deleted", "created_at", "uuid"])
    op.create_index("instances_reservation_id_idx", "instances", ["reservation_id"])
    op.create_index("instances_task_state_updated_at_idx", "instances", ["task_state", "updated_at"])
    op.create_index("instances_terminated_at_launched_at_idx", "instances", ["terminated_at", "launched_at"])
    op.create_index("instances_updated_at_project_id_idx", "instances", ["updated_at", "project_id"])
    op.create_index("uniq_instances0uuid", "instances", ["uuid"], unique=True)


def _services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("uuid", sa.String(36)),
        sa.Column("host", sa.String(255)),
        sa.Column("binary", sa.String(255)),
        sa.Column("topic", sa.String(255)),
        sa.Column("report_count", sa.Integer(), nullable=False),
        sa.Column("disabled", sa.Boolean()),
        sa.Column("disabled_reason", sa.String(255)),
        sa.Column("last_seen_up", sa.DateTime()),
        sa.Column("forced_down", sa.Boolean()),
        sa.Column("version", sa.Integer()),
        *_soft_delete(),
        sa.UniqueConstraint("host", "binary", "deleted", name="uniq_services0host0binary0deleted"),
        sa.UniqueConstraint("host", "topic", "deleted", name="uniq_services0host0topic0deleted"),
        **_TABLE,
    )
    op.create_index("services_uuid_idx", "services", ["uuid"], unique=True)


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("resource_id", sa.String(36), primary_key=True),
        sa.Column("tag", sa.String(80), primary_key=True),
        **_TABLE,
    )
    op.create_index("tags_tag_idx", "tags", ["tag"])


def _task_log() -> None:
    op.create_table(
        "task_log",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("task_name", sa.String(255), nullable=False),
        sa.Column("state", sa.String(255), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("period_beginning", sa.DateTime(), nullable=False),
        sa.Column("period_ending", sa.DateTime(), nullable=False),
        sa.Column("message", sa.String(255), nullable=False),
        sa.Column("task_items", sa.Integer()),
        sa.Column("errors", sa.Integer()),
        *_soft_delete(),
        sa.UniqueConstraint(
            "task_name", "host", "period_beginning", "period_ending", name="uniq_task_log0task_name0host0period"
        ),
        **_TABLE,
    )


def _block_device_mapping() -> None:
    op.create_table(
        "block_device_mapping",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("uuid", sa.String(36)),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid")),
        sa.Column("source_type", sa.String(255)),
        sa.Column("destination_type", sa.String(255)),
        sa.Column("guest_format", sa.String(255)),
        sa.Column("device_type", sa.String(255)),
        sa.Column("disk_bus", sa.String(255)),
        sa.Column("boot_index", sa.Integer()),
        sa.Column("device_name", sa.String(255)),
        sa.Column("delete_on_termination", sa.Boolean()),
        sa.Column("snapshot_id", sa.String(36)),
        sa.Column("volume_id", sa.String(36)),
        sa.Column("volume_size", sa.Integer()),
        sa.Column("volume_type", sa.String(255)),
        sa.Column("image_id", sa.String(36)),
        sa.Column("no_device", sa.Boolean()),
        sa.Column("connection_info", _medium_text()),
        sa.Column("tag", sa.String(255)),
        sa.Column("attachment_id", sa.String(36)),
        sa.Column("encrypted", sa.Boolean()),
        sa.Column("encryption_secret_uuid", sa.String(36)),
        sa.Column("encryption_format", sa.String(128)),
        sa.Column("encryption_options", sa.String(4096)),
        *_soft_delete(),
        sa.UniqueConstraint("uuid", name="uniq_block_device_mapping0uuid"),
        **_TABLE,
    )
    op.create_index(
        "block_device_mapping_instance_uuid_device_name_idx", "block_device_mapping", ["instance_uuid", "device_name"]
    )
    op.create_index("block_device_mapping_instance_uuid_idx", "block_device_mapping", ["instance_uuid"])
    op.create_index(
        "block_device_mapping_instance_uuid_volume_id_idx", "block_device_mapping", ["instance_uuid", "volume_id"]
    )
    op.create_index("snapshot_id", "block_device_mapping", ["snapshot_id"])
    op.create_index("volume_id", "block_device_mapping", ["volume_id"])


def _console_auth_tokens() -> None:
    op.create_table(
        "console_auth_tokens",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("token_hash", sa.String(255), nullable=False),
        sa.Column("console_type", sa.String(255), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("tls_port", sa.Integer()),
        sa.Column("internal_access_path", sa.String(255)),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid"), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.Column("access_url_base", sa.String(255)),
        *_timestamps(),
        sa.UniqueConstraint("token_hash", name="uniq_console_auth_tokens0token_hash"),
        **_TABLE,
    )
    op.create_index("console_auth_tokens_host_expires_idx", "console_auth_tokens", ["host", "expires"])
    op.create_index("console_auth_tokens_instance_uuid_idx", "console_auth_tokens", ["instance_uuid"])


def _instance_actions() -> None:
    op.create_table(
        "instance_actions",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("action", sa.String(255)),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid"), nullable=False),
        sa.Column("request_id", sa.String(255)),
        sa.Column("user_id", sa.String(255)),
        sa.Column("project_id", sa.String(255)),
        sa.Column("start_time", sa.DateTime()),
        sa.Column("finish_time", sa.DateTime()),
        sa.Column("message", sa.String(255)),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index(
        "instance_actions_instance_uuid_updated_at_idx", "instance_actions", ["instance_uuid", "updated_at"]
    )
    op.create_index("instance_uuid_idx", "instance_actions", ["instance_uuid"])
    op.create_index("request_id_idx", "instance_actions", ["request_id"])


def _instance_extra() -> None:
    op.create_table(
        "instance_extra",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid"), nullable=False),
        sa.Column("device_metadata", sa.Text()),
        sa.Column("numa_topology", sa.Text()),
        sa.Column("pci_requests", sa.Text()),
        sa.Column("flavor", _medium_text()),
        sa.Column("vcpu_model", sa.Text()),
        sa.Column("migration_context", sa.Text()),
        sa.Column("keypairs", sa.Text()),
        sa.Column("trusted_certs", sa.Text()),
        sa.Column("vpmems", sa.Text()),
        sa.Column("resources", sa.Text()),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index("instance_extra_idx", "instance_extra", ["instance_uuid"])


def _instance_faults() -> None:
    op.create_table(
        "instance_faults",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid")),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(255)),
        sa.Column("details", _medium_text()),
        sa.Column("host", sa.String(255)),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index("instance_faults_host_idx", "instance_faults", ["host"])
    op.create_index(
        "instance_faults_instance_uuid_deleted_created_at_idx",
        "instance_faults",
        ["instance_uuid", "deleted", "created_at"],
    )


def _instance_info_caches() -> None:
    op.create_table(
        "instance_info_caches",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("network_info", _medium_text()),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid"), nullable=False),
        *_soft_delete(),
        sa.UniqueConstraint("instance_uuid", name="uniq_instance_info_caches0instance_uuid"),
        **_TABLE,
    )


def _instance_metadata() -> None:
    op.create_table(
        "instance_metadata",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(255)),
        sa.Column("value", sa.String(255)),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid")),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index("instance_metadata_instance_uuid_idx", "instance_metadata", ["instance_uuid"])


def _instance_system_metadata() -> None:
    op.create_table(
        "instance_system_metadata",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid"), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("value", sa.Text()),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index("instance_uuid", "instance_system_metadata", ["instance_uuid"])


def _migrations() -> None:
    op.create_table(
        "migrations",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("source_compute", sa.String(255)),
        sa.Column("dest_compute", sa.String(255)),
        sa.Column("source_node", sa.String(255)),
        sa.Column("dest_node", sa.String(255)),
        sa.Column("dest_host", sa.String(255)),
        sa.Column("old_instance_type_id", sa.Integer()),
        sa.Column("new_instance_type_id", sa.Integer()),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid")),
        sa.Column("status", sa.String(255)),
        sa.Column("migration_type", sa.String(255)),
        sa.Column("hidden", sa.Boolean()),
        sa.Column("memory_total", sa.BigInteger()),
        sa.Column("memory_processed", sa.BigInteger()),
        sa.Column("memory_remaining", sa.BigInteger()),
        sa.Column("disk_total", sa.BigInteger()),
        sa.Column("disk_processed", sa.BigInteger()),
        sa.Column("disk_remaining", sa.BigInteger()),
        sa.Column("cross_cell_move", sa.Boolean()),
        sa.Column("user_id", sa.String(255)),
        sa.Column("project_id", sa.String(255)),
        sa.Column("dest_compute_id", sa.BigInteger()),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index("migrations_instance_uuid_and_status_idx", "migrations", ["deleted", "instance_uuid", "status"])
    op.create_index("migrations_updated_at_idx", "migrations", ["updated_at"])
    op.create_index("migrations_uuid", "migrations", ["uuid"], unique=True)


def _virtual_interfaces() -> None:
    op.create_table(
        "virtual_interfaces",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("address", sa.String(255)),
        sa.Column("network_id", sa.Integer()),
        sa.Column("instance_uuid", sa.String(36), sa.ForeignKey("instances.uuid")),
        sa.Column("uuid", sa.String(36)),
        sa.Column("tag", sa.String(255)),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index("virtual_interfaces_instance_uuid_fkey", "virtual_interfaces", ["instance_uuid"])
    op.create_index("virtual_interfaces_uuid_idx", "virtual_interfaces", ["uuid"])


def _instance_actions_events() -> None:
    op.create_table(
        "instance_actions_events",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("event", sa.String(255)),
        sa.Column("action_id", sa.Integer(), sa.ForeignKey("instance_actions.id")),
        sa.Column("start_time", sa.DateTime()),
        sa.Column("finish_time", sa.DateTime()),
        sa.Column("result", sa.String(255)),
        sa.Column("traceback", sa.Text()),
        sa.Column("host", sa.String(255)),
        sa.Column("details", sa.Text()),
        *_soft_delete(),
        **_TABLE,
    )
    op.create_index("instance_actions_events_action_id_idx", "instance_actions_events", ["action_id"])

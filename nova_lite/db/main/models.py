# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tables of a cell database, with Nova's names. No relationships: every query says what it reads."""

import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    Enum,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from nova_lite.db.model_base import Journalled, SoftDelete, Timestamps, medium_text

UUID = String(36)
NAME = String(255)


class Base(DeclarativeBase):
    """Base of the cell tables."""


class Instance(SoftDelete, Base):
    """A server."""

    __tablename__ = "instances"
    __table_args__ = (
        Index("uniq_instances0uuid", "uuid", unique=True),
        Index("instances_project_id_idx", "project_id"),
        Index("instances_project_id_deleted_idx", "project_id", "deleted"),
        Index("instances_deleted_created_at_idx", "deleted", "created_at"),
        Index("instances_host_node_deleted_idx", "host", "node", "deleted"),
        Index("instances_host_deleted_cleaned_idx", "host", "deleted", "cleaned"),
        Index("instances_task_state_updated_at_idx", "task_state", "updated_at"),
        Index("instances_terminated_at_launched_at_idx", "terminated_at", "launched_at"),
        Index("instances_updated_at_project_id_idx", "updated_at", "project_id"),
        Index("instances_reservation_id_idx", "reservation_id"),
        Index("instances_project_list_idx", "project_id", "deleted", "created_at", "uuid"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    uuid: Mapped[str] = mapped_column(UUID, nullable=False)
    internal_id: Mapped[int | None] = mapped_column(Integer)
    user_id: Mapped[str | None] = mapped_column(NAME)
    project_id: Mapped[str | None] = mapped_column(NAME)
    image_ref: Mapped[str | None] = mapped_column(NAME)
    kernel_id: Mapped[str | None] = mapped_column(NAME)
    ramdisk_id: Mapped[str | None] = mapped_column(NAME)
    launch_index: Mapped[int | None] = mapped_column(Integer)
    key_name: Mapped[str | None] = mapped_column(NAME)
    key_data: Mapped[str | None] = mapped_column(medium_text())
    power_state: Mapped[int | None] = mapped_column(Integer)
    vm_state: Mapped[str | None] = mapped_column(NAME)
    task_state: Mapped[str | None] = mapped_column(NAME)
    memory_mb: Mapped[int | None] = mapped_column(Integer)
    vcpus: Mapped[int | None] = mapped_column(Integer)
    root_gb: Mapped[int | None] = mapped_column(Integer)
    ephemeral_gb: Mapped[int | None] = mapped_column(Integer)
    ephemeral_key_uuid: Mapped[str | None] = mapped_column(UUID)
    hostname: Mapped[str | None] = mapped_column(NAME)
    host: Mapped[str | None] = mapped_column(NAME)
    node: Mapped[str | None] = mapped_column(NAME)
    compute_id: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    instance_type_id: Mapped[int | None] = mapped_column(Integer)
    user_data: Mapped[str | None] = mapped_column(medium_text())
    reservation_id: Mapped[str | None] = mapped_column(NAME)
    launched_at: Mapped[datetime.datetime | None] = mapped_column(DateTime)
    terminated_at: Mapped[datetime.datetime | None] = mapped_column(DateTime)
    display_name: Mapped[str | None] = mapped_column(NAME)
    display_description: Mapped[str | None] = mapped_column(NAME)
    availability_zone: Mapped[str | None] = mapped_column(NAME)
    locked: Mapped[bool | None] = mapped_column(Boolean)
    locked_by: Mapped[str | None] = mapped_column(Enum("owner", "admin", name="instances0locked_by"))
    os_type: Mapped[str | None] = mapped_column(NAME)
    architecture: Mapped[str | None] = mapped_column(NAME)
    vm_mode: Mapped[str | None] = mapped_column(NAME)
    root_device_name: Mapped[str | None] = mapped_column(NAME)
    default_ephemeral_device: Mapped[str | None] = mapped_column(NAME)
    default_swap_device: Mapped[str | None] = mapped_column(NAME)
    config_drive: Mapped[str | None] = mapped_column(NAME)
    access_ip_v4: Mapped[str | None] = mapped_column(String(39))
    access_ip_v6: Mapped[str | None] = mapped_column(String(39))
    auto_disk_config: Mapped[bool | None] = mapped_column(Boolean)
    progress: Mapped[int | None] = mapped_column(Integer)
    shutdown_terminate: Mapped[bool | None] = mapped_column(Boolean)
    disable_terminate: Mapped[bool | None] = mapped_column(Boolean)
    launched_on: Mapped[str | None] = mapped_column(medium_text())
    cell_name: Mapped[str | None] = mapped_column(NAME)
    cleaned: Mapped[int | None] = mapped_column(Integer, default=0)
    hidden: Mapped[bool | None] = mapped_column(Boolean, default=False)


class InstanceMetadata(SoftDelete, Base):
    """A metadata item of a server."""

    __tablename__ = "instance_metadata"
    __table_args__ = (Index("instance_metadata_instance_uuid_idx", "instance_uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    key: Mapped[str | None] = mapped_column(NAME)
    value: Mapped[str | None] = mapped_column(NAME)
    instance_uuid: Mapped[str | None] = mapped_column(UUID, ForeignKey("instances.uuid"))


class InstanceSystemMetadata(SoftDelete, Base):
    """Metadata of our own about a server: image properties (image_*), password, group names."""

    __tablename__ = "instance_system_metadata"
    __table_args__ = (Index("instance_uuid", "instance_uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Mapped[str] = mapped_column(UUID, ForeignKey("instances.uuid"), nullable=False)
    key: Mapped[str] = mapped_column(NAME, nullable=False)
    value: Mapped[str | None] = mapped_column(Text)


class InstanceExtra(SoftDelete, Base):
    """Large JSON values of a server."""

    __tablename__ = "instance_extra"
    __table_args__ = (Index("instance_extra_idx", "instance_uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Mapped[str] = mapped_column(UUID, ForeignKey("instances.uuid"), nullable=False)
    device_metadata: Mapped[str | None] = mapped_column(Text)
    numa_topology: Mapped[str | None] = mapped_column(Text)
    pci_requests: Mapped[str | None] = mapped_column(Text)
    flavor: Mapped[str | None] = mapped_column(medium_text())
    vcpu_model: Mapped[str | None] = mapped_column(Text)
    migration_context: Mapped[str | None] = mapped_column(Text)
    keypairs: Mapped[str | None] = mapped_column(Text)
    trusted_certs: Mapped[str | None] = mapped_column(Text)
    vpmems: Mapped[str | None] = mapped_column(Text)
    resources: Mapped[str | None] = mapped_column(Text)


class InstanceInfoCache(SoftDelete, Base):
    """What Neutron said of a server's interfaces."""

    __tablename__ = "instance_info_caches"
    __table_args__ = (UniqueConstraint("instance_uuid", name="uniq_instance_info_caches0instance_uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    network_info: Mapped[str | None] = mapped_column(medium_text())
    instance_uuid: Mapped[str] = mapped_column(UUID, ForeignKey("instances.uuid"), nullable=False)


class InstanceFault(SoftDelete, Base):
    """Why a server went wrong."""

    __tablename__ = "instance_faults"
    __table_args__ = (
        Index("instance_faults_host_idx", "host"),
        Index("instance_faults_instance_uuid_deleted_created_at_idx", "instance_uuid", "deleted", "created_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Mapped[str | None] = mapped_column(UUID, ForeignKey("instances.uuid"))
    code: Mapped[int] = mapped_column(Integer, nullable=False)
    message: Mapped[str | None] = mapped_column(NAME)
    details: Mapped[str | None] = mapped_column(medium_text())
    host: Mapped[str | None] = mapped_column(NAME)


class InstanceAction(SoftDelete, Base):
    """An operation on a server, by the id of the request that asked for it."""

    __tablename__ = "instance_actions"
    __table_args__ = (
        Index("instance_uuid_idx", "instance_uuid"),
        Index("request_id_idx", "request_id"),
        Index("instance_actions_instance_uuid_updated_at_idx", "instance_uuid", "updated_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    action: Mapped[str | None] = mapped_column(NAME)
    instance_uuid: Mapped[str] = mapped_column(UUID, ForeignKey("instances.uuid"), nullable=False)
    request_id: Mapped[str | None] = mapped_column(NAME)
    user_id: Mapped[str | None] = mapped_column(NAME)
    project_id: Mapped[str | None] = mapped_column(NAME)
    start_time: Mapped[datetime.datetime | None] = mapped_column(DateTime)
    finish_time: Mapped[datetime.datetime | None] = mapped_column(DateTime)
    message: Mapped[str | None] = mapped_column(NAME)


class InstanceActionEvent(SoftDelete, Base):
    """A part of an operation on one host."""

    __tablename__ = "instance_actions_events"
    __table_args__ = (Index("instance_actions_events_action_id_idx", "action_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    event: Mapped[str | None] = mapped_column(NAME)
    action_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("instance_actions.id"))
    start_time: Mapped[datetime.datetime | None] = mapped_column(DateTime)
    finish_time: Mapped[datetime.datetime | None] = mapped_column(DateTime)
    result: Mapped[str | None] = mapped_column(NAME)
    traceback: Mapped[str | None] = mapped_column(Text)
    host: Mapped[str | None] = mapped_column(NAME)
    details: Mapped[str | None] = mapped_column(Text)


class BlockDeviceMapping(SoftDelete, Base):
    """A disk of a server."""

    __tablename__ = "block_device_mapping"
    __table_args__ = (
        Index("snapshot_id", "snapshot_id"),
        Index("volume_id", "volume_id"),
        Index("block_device_mapping_instance_uuid_idx", "instance_uuid"),
        Index("block_device_mapping_instance_uuid_device_name_idx", "instance_uuid", "device_name"),
        Index("block_device_mapping_instance_uuid_volume_id_idx", "instance_uuid", "volume_id"),
        UniqueConstraint("uuid", name="uniq_block_device_mapping0uuid"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    uuid: Mapped[str | None] = mapped_column(UUID)
    instance_uuid: Mapped[str | None] = mapped_column(UUID, ForeignKey("instances.uuid"))
    source_type: Mapped[str | None] = mapped_column(NAME)
    destination_type: Mapped[str | None] = mapped_column(NAME)
    guest_format: Mapped[str | None] = mapped_column(NAME)
    device_type: Mapped[str | None] = mapped_column(NAME)
    disk_bus: Mapped[str | None] = mapped_column(NAME)
    boot_index: Mapped[int | None] = mapped_column(Integer)
    device_name: Mapped[str | None] = mapped_column(NAME)
    delete_on_termination: Mapped[bool | None] = mapped_column(Boolean, default=False)
    snapshot_id: Mapped[str | None] = mapped_column(UUID)
    volume_id: Mapped[str | None] = mapped_column(UUID)
    volume_size: Mapped[int | None] = mapped_column(Integer)
    volume_type: Mapped[str | None] = mapped_column(NAME)
    image_id: Mapped[str | None] = mapped_column(UUID)
    no_device: Mapped[bool | None] = mapped_column(Boolean)
    connection_info: Mapped[str | None] = mapped_column(medium_text())
    tag: Mapped[str | None] = mapped_column(NAME)
    attachment_id: Mapped[str | None] = mapped_column(UUID)
    encrypted: Mapped[bool | None] = mapped_column(Boolean)
    encryption_secret_uuid: Mapped[str | None] = mapped_column(UUID)
    encryption_format: Mapped[str | None] = mapped_column(String(128))
    encryption_options: Mapped[str | None] = mapped_column(String(4096))


class Service(SoftDelete, Base):
    """A daemon."""

    __tablename__ = "services"
    __table_args__ = (
        UniqueConstraint("host", "topic", "deleted", name="uniq_services0host0topic0deleted"),
        UniqueConstraint("host", "binary", "deleted", name="uniq_services0host0binary0deleted"),
        Index("services_uuid_idx", "uuid", unique=True),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    uuid: Mapped[str | None] = mapped_column(UUID)
    host: Mapped[str | None] = mapped_column(NAME)
    binary: Mapped[str | None] = mapped_column(NAME)
    topic: Mapped[str | None] = mapped_column(NAME)
    report_count: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    disabled: Mapped[bool | None] = mapped_column(Boolean, default=False)
    disabled_reason: Mapped[str | None] = mapped_column(NAME)
    last_seen_up: Mapped[datetime.datetime | None] = mapped_column(DateTime)
    forced_down: Mapped[bool | None] = mapped_column(Boolean, default=False)
    version: Mapped[int | None] = mapped_column(Integer, default=0)


class ComputeNode(SoftDelete, Base):
    """A hypervisor."""

    __tablename__ = "compute_nodes"
    __table_args__ = (
        UniqueConstraint(
            "host", "hypervisor_hostname", "deleted", name="uniq_compute_nodes0host0hypervisor_hostname0deleted"
        ),
        Index("compute_nodes_uuid_idx", "uuid", unique=True),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    service_id: Mapped[int | None] = mapped_column(Integer)
    host: Mapped[str | None] = mapped_column(NAME)
    uuid: Mapped[str | None] = mapped_column(UUID)
    vcpus: Mapped[int] = mapped_column(Integer, nullable=False)
    memory_mb: Mapped[int] = mapped_column(Integer, nullable=False)
    local_gb: Mapped[int] = mapped_column(Integer, nullable=False)
    vcpus_used: Mapped[int] = mapped_column(Integer, nullable=False)
    memory_mb_used: Mapped[int] = mapped_column(Integer, nullable=False)
    local_gb_used: Mapped[int] = mapped_column(Integer, nullable=False)
    hypervisor_type: Mapped[str] = mapped_column(medium_text(), nullable=False)
    hypervisor_version: Mapped[int] = mapped_column(Integer, nullable=False)
    hypervisor_hostname: Mapped[str | None] = mapped_column(NAME)
    free_ram_mb: Mapped[int | None] = mapped_column(Integer)
    free_disk_gb: Mapped[int | None] = mapped_column(Integer)
    current_workload: Mapped[int | None] = mapped_column(Integer)
    running_vms: Mapped[int | None] = mapped_column(Integer)
    cpu_info: Mapped[str] = mapped_column(medium_text(), nullable=False)
    disk_available_least: Mapped[int | None] = mapped_column(Integer)
    host_ip: Mapped[str | None] = mapped_column(String(39))
    supported_instances: Mapped[str | None] = mapped_column(Text)
    metrics: Mapped[str | None] = mapped_column(Text)
    pci_stats: Mapped[str | None] = mapped_column(Text)
    extra_resources: Mapped[str | None] = mapped_column(Text)
    stats: Mapped[str | None] = mapped_column(Text)
    numa_topology: Mapped[str | None] = mapped_column(Text)
    ram_allocation_ratio: Mapped[float | None] = mapped_column(Float)
    cpu_allocation_ratio: Mapped[float | None] = mapped_column(Float)
    disk_allocation_ratio: Mapped[float | None] = mapped_column(Float)
    mapped: Mapped[int | None] = mapped_column(Integer, default=0)


class Migration(SoftDelete, Base):
    """A move of a server between hosts."""

    __tablename__ = "migrations"
    __table_args__ = (
        Index("migrations_instance_uuid_and_status_idx", "deleted", "instance_uuid", "status"),
        Index("migrations_uuid", "uuid", unique=True),
        Index("migrations_updated_at_idx", "updated_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    uuid: Mapped[str] = mapped_column(UUID, nullable=False)
    source_compute: Mapped[str | None] = mapped_column(NAME)
    dest_compute: Mapped[str | None] = mapped_column(NAME)
    source_node: Mapped[str | None] = mapped_column(NAME)
    dest_node: Mapped[str | None] = mapped_column(NAME)
    dest_host: Mapped[str | None] = mapped_column(NAME)
    old_instance_type_id: Mapped[int | None] = mapped_column(Integer)
    new_instance_type_id: Mapped[int | None] = mapped_column(Integer)
    instance_uuid: Mapped[str | None] = mapped_column(UUID, ForeignKey("instances.uuid"))
    status: Mapped[str | None] = mapped_column(NAME)
    migration_type: Mapped[str | None] = mapped_column(NAME)
    hidden: Mapped[bool | None] = mapped_column(Boolean, default=False)
    memory_total: Mapped[int | None] = mapped_column(BigInteger)
    memory_processed: Mapped[int | None] = mapped_column(BigInteger)
    memory_remaining: Mapped[int | None] = mapped_column(BigInteger)
    disk_total: Mapped[int | None] = mapped_column(BigInteger)
    disk_processed: Mapped[int | None] = mapped_column(BigInteger)
    disk_remaining: Mapped[int | None] = mapped_column(BigInteger)
    cross_cell_move: Mapped[bool | None] = mapped_column(Boolean, default=False)
    user_id: Mapped[str | None] = mapped_column(NAME)
    project_id: Mapped[str | None] = mapped_column(NAME)
    dest_compute_id: Mapped[int | None] = mapped_column(BigInteger)


class Tag(Base):
    """A tag of a server."""

    __tablename__ = "tags"
    __table_args__ = (Index("tags_tag_idx", "tag"),)

    resource_id: Mapped[str] = mapped_column(UUID, primary_key=True)
    tag: Mapped[str] = mapped_column(String(80), primary_key=True)


class ConsoleAuthToken(Timestamps, Base):
    """An authorised console connection."""

    __tablename__ = "console_auth_tokens"
    __table_args__ = (
        UniqueConstraint("token_hash", name="uniq_console_auth_tokens0token_hash"),
        Index("console_auth_tokens_instance_uuid_idx", "instance_uuid"),
        Index("console_auth_tokens_host_expires_idx", "host", "expires"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    token_hash: Mapped[str] = mapped_column(NAME, nullable=False)
    console_type: Mapped[str] = mapped_column(NAME, nullable=False)
    host: Mapped[str] = mapped_column(NAME, nullable=False)
    port: Mapped[int] = mapped_column(Integer, nullable=False)
    tls_port: Mapped[int | None] = mapped_column(Integer)
    internal_access_path: Mapped[str | None] = mapped_column(NAME)
    instance_uuid: Mapped[str] = mapped_column(UUID, ForeignKey("instances.uuid"), nullable=False)
    expires: Mapped[int] = mapped_column(Integer, nullable=False)
    access_url_base: Mapped[str | None] = mapped_column(NAME)


class VirtualInterface(SoftDelete, Base):
    """An interface of a server with its device tag."""

    __tablename__ = "virtual_interfaces"
    __table_args__ = (
        Index("virtual_interfaces_instance_uuid_fkey", "instance_uuid"),
        Index("virtual_interfaces_uuid_idx", "uuid"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    address: Mapped[str | None] = mapped_column(NAME)
    network_id: Mapped[int | None] = mapped_column(Integer)
    instance_uuid: Mapped[str | None] = mapped_column(UUID, ForeignKey("instances.uuid"))
    uuid: Mapped[str | None] = mapped_column(UUID)
    tag: Mapped[str | None] = mapped_column(NAME)


class TaskLog(SoftDelete, Base):
    """A run of the usage audit."""

    __tablename__ = "task_log"
    __table_args__ = (
        UniqueConstraint(
            "task_name", "host", "period_beginning", "period_ending", name="uniq_task_log0task_name0host0period"
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    task_name: Mapped[str] = mapped_column(NAME, nullable=False)
    state: Mapped[str] = mapped_column(NAME, nullable=False)
    host: Mapped[str] = mapped_column(NAME, nullable=False)
    period_beginning: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)
    period_ending: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)
    message: Mapped[str] = mapped_column(NAME, nullable=False)
    task_items: Mapped[int | None] = mapped_column(Integer)
    errors: Mapped[int | None] = mapped_column(Integer)


class Operation(Journalled, Base):
    """An operation on a server of this cell, from its acceptance to its outcome."""

    __tablename__ = "operations"
    __table_args__ = (
        UniqueConstraint("uuid", name="uniq_operations0uuid"),
        Index("operations_outcome_lease_idx", "outcome", "lease"),
        Index("operations_outcome_owner_idx", "outcome", "owner"),
        Index("operations_instance_uuid_idx", "instance_uuid", "outcome"),
    )

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
    MetaData,
    String,
    Text,
    UniqueConstraint,
)

from nova_lite.db.model_base import Journalled, Rows, SoftDelete, Stored, Timestamps, medium_text

UUID = String(36)
NAME = String(255)


class Base(Rows):
    """Base of the cell tables."""

    metadata = MetaData()


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

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    uuid: Stored[str] = Stored(UUID, nullable=False)
    internal_id: Stored[int | None] = Stored(Integer)
    user_id: Stored[str | None] = Stored(NAME)
    project_id: Stored[str | None] = Stored(NAME)
    image_ref: Stored[str | None] = Stored(NAME)
    kernel_id: Stored[str | None] = Stored(NAME)
    ramdisk_id: Stored[str | None] = Stored(NAME)
    launch_index: Stored[int | None] = Stored(Integer)
    key_name: Stored[str | None] = Stored(NAME)
    key_data: Stored[str | None] = Stored(medium_text())
    power_state: Stored[int | None] = Stored(Integer)
    vm_state: Stored[str | None] = Stored(NAME)
    task_state: Stored[str | None] = Stored(NAME)
    memory_mb: Stored[int | None] = Stored(Integer)
    vcpus: Stored[int | None] = Stored(Integer)
    root_gb: Stored[int | None] = Stored(Integer)
    ephemeral_gb: Stored[int | None] = Stored(Integer)
    ephemeral_key_uuid: Stored[str | None] = Stored(UUID)
    hostname: Stored[str | None] = Stored(NAME)
    host: Stored[str | None] = Stored(NAME)
    node: Stored[str | None] = Stored(NAME)
    compute_id: Stored[int | None] = Stored(BigInteger().with_variant(Integer, "sqlite"))
    instance_type_id: Stored[int | None] = Stored(Integer)
    user_data: Stored[str | None] = Stored(medium_text())
    reservation_id: Stored[str | None] = Stored(NAME)
    launched_at: Stored[datetime.datetime | None] = Stored(DateTime)
    terminated_at: Stored[datetime.datetime | None] = Stored(DateTime)
    display_name: Stored[str | None] = Stored(NAME)
    display_description: Stored[str | None] = Stored(NAME)
    availability_zone: Stored[str | None] = Stored(NAME)
    locked: Stored[bool | None] = Stored(Boolean)
    locked_by: Stored[str | None] = Stored(Enum("owner", "admin", name="instances0locked_by"))
    os_type: Stored[str | None] = Stored(NAME)
    architecture: Stored[str | None] = Stored(NAME)
    vm_mode: Stored[str | None] = Stored(NAME)
    root_device_name: Stored[str | None] = Stored(NAME)
    default_ephemeral_device: Stored[str | None] = Stored(NAME)
    default_swap_device: Stored[str | None] = Stored(NAME)
    config_drive: Stored[str | None] = Stored(NAME)
    access_ip_v4: Stored[str | None] = Stored(String(39))
    access_ip_v6: Stored[str | None] = Stored(String(39))
    auto_disk_config: Stored[bool | None] = Stored(Boolean)
    progress: Stored[int | None] = Stored(Integer)
    shutdown_terminate: Stored[bool | None] = Stored(Boolean)
    disable_terminate: Stored[bool | None] = Stored(Boolean)
    launched_on: Stored[str | None] = Stored(medium_text())
    cell_name: Stored[str | None] = Stored(NAME)
    cleaned: Stored[int | None] = Stored(Integer, default=0)
    hidden: Stored[bool | None] = Stored(Boolean, default=False)


class InstanceMetadata(SoftDelete, Base):
    """A metadata item of a server."""

    __tablename__ = "instance_metadata"
    __table_args__ = (Index("instance_metadata_instance_uuid_idx", "instance_uuid"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    key: Stored[str | None] = Stored(NAME)
    value: Stored[str | None] = Stored(NAME)
    instance_uuid: Stored[str | None] = Stored(UUID, ForeignKey("instances.uuid"))


class InstanceSystemMetadata(SoftDelete, Base):
    """Metadata of our own about a server: image properties (image_*), password, group names."""

    __tablename__ = "instance_system_metadata"
    __table_args__ = (Index("instance_uuid", "instance_uuid"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Stored[str] = Stored(UUID, ForeignKey("instances.uuid"), nullable=False)
    key: Stored[str] = Stored(NAME, nullable=False)
    value: Stored[str | None] = Stored(Text)


class InstanceExtra(SoftDelete, Base):
    """Large JSON values of a server."""

    __tablename__ = "instance_extra"
    __table_args__ = (Index("instance_extra_idx", "instance_uuid"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Stored[str] = Stored(UUID, ForeignKey("instances.uuid"), nullable=False)
    device_metadata: Stored[str | None] = Stored(Text)
    numa_topology: Stored[str | None] = Stored(Text)
    pci_requests: Stored[str | None] = Stored(Text)
    flavor: Stored[str | None] = Stored(medium_text())
    vcpu_model: Stored[str | None] = Stored(Text)
    migration_context: Stored[str | None] = Stored(Text)
    keypairs: Stored[str | None] = Stored(Text)
    trusted_certs: Stored[str | None] = Stored(Text)
    vpmems: Stored[str | None] = Stored(Text)
    resources: Stored[str | None] = Stored(Text)


class InstanceInfoCache(SoftDelete, Base):
    """What Neutron said of a server's interfaces."""

    __tablename__ = "instance_info_caches"
    __table_args__ = (UniqueConstraint("instance_uuid", name="uniq_instance_info_caches0instance_uuid"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    network_info: Stored[str | None] = Stored(medium_text())
    instance_uuid: Stored[str] = Stored(UUID, ForeignKey("instances.uuid"), nullable=False)


class InstanceFault(SoftDelete, Base):
    """Why a server went wrong."""

    __tablename__ = "instance_faults"
    __table_args__ = (
        Index("instance_faults_host_idx", "host"),
        Index("instance_faults_instance_uuid_deleted_created_at_idx", "instance_uuid", "deleted", "created_at"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Stored[str | None] = Stored(UUID, ForeignKey("instances.uuid"))
    code: Stored[int] = Stored(Integer, nullable=False)
    message: Stored[str | None] = Stored(NAME)
    details: Stored[str | None] = Stored(medium_text())
    host: Stored[str | None] = Stored(NAME)


class InstanceAction(SoftDelete, Base):
    """An operation on a server, by the id of the request that asked for it."""

    __tablename__ = "instance_actions"
    __table_args__ = (
        Index("instance_uuid_idx", "instance_uuid"),
        Index("request_id_idx", "request_id"),
        Index("instance_actions_instance_uuid_updated_at_idx", "instance_uuid", "updated_at"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    action: Stored[str | None] = Stored(NAME)
    instance_uuid: Stored[str] = Stored(UUID, ForeignKey("instances.uuid"), nullable=False)
    request_id: Stored[str | None] = Stored(NAME)
    user_id: Stored[str | None] = Stored(NAME)
    project_id: Stored[str | None] = Stored(NAME)
    start_time: Stored[datetime.datetime | None] = Stored(DateTime)
    finish_time: Stored[datetime.datetime | None] = Stored(DateTime)
    message: Stored[str | None] = Stored(NAME)


class InstanceActionEvent(SoftDelete, Base):
    """A part of an operation on one host."""

    __tablename__ = "instance_actions_events"
    __table_args__ = (Index("instance_actions_events_action_id_idx", "action_id"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    event: Stored[str | None] = Stored(NAME)
    action_id: Stored[int | None] = Stored(Integer, ForeignKey("instance_actions.id"))
    start_time: Stored[datetime.datetime | None] = Stored(DateTime)
    finish_time: Stored[datetime.datetime | None] = Stored(DateTime)
    result: Stored[str | None] = Stored(NAME)
    traceback: Stored[str | None] = Stored(Text)
    host: Stored[str | None] = Stored(NAME)
    details: Stored[str | None] = Stored(Text)


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

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    uuid: Stored[str | None] = Stored(UUID)
    instance_uuid: Stored[str | None] = Stored(UUID, ForeignKey("instances.uuid"))
    source_type: Stored[str | None] = Stored(NAME)
    destination_type: Stored[str | None] = Stored(NAME)
    guest_format: Stored[str | None] = Stored(NAME)
    device_type: Stored[str | None] = Stored(NAME)
    disk_bus: Stored[str | None] = Stored(NAME)
    boot_index: Stored[int | None] = Stored(Integer)
    device_name: Stored[str | None] = Stored(NAME)
    delete_on_termination: Stored[bool | None] = Stored(Boolean, default=False)
    snapshot_id: Stored[str | None] = Stored(UUID)
    volume_id: Stored[str | None] = Stored(UUID)
    volume_size: Stored[int | None] = Stored(Integer)
    volume_type: Stored[str | None] = Stored(NAME)
    image_id: Stored[str | None] = Stored(UUID)
    no_device: Stored[bool | None] = Stored(Boolean)
    connection_info: Stored[str | None] = Stored(medium_text())
    tag: Stored[str | None] = Stored(NAME)
    attachment_id: Stored[str | None] = Stored(UUID)
    encrypted: Stored[bool | None] = Stored(Boolean)
    encryption_secret_uuid: Stored[str | None] = Stored(UUID)
    encryption_format: Stored[str | None] = Stored(String(128))
    encryption_options: Stored[str | None] = Stored(String(4096))


class Service(SoftDelete, Base):
    """A daemon."""

    __tablename__ = "services"
    __table_args__ = (
        UniqueConstraint("host", "topic", "deleted", name="uniq_services0host0topic0deleted"),
        UniqueConstraint("host", "binary", "deleted", name="uniq_services0host0binary0deleted"),
        Index("services_uuid_idx", "uuid", unique=True),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    uuid: Stored[str | None] = Stored(UUID)
    host: Stored[str | None] = Stored(NAME)
    binary: Stored[str | None] = Stored(NAME)
    topic: Stored[str | None] = Stored(NAME)
    report_count: Stored[int] = Stored(Integer, nullable=False, default=0)
    disabled: Stored[bool | None] = Stored(Boolean, default=False)
    disabled_reason: Stored[str | None] = Stored(NAME)
    last_seen_up: Stored[datetime.datetime | None] = Stored(DateTime)
    forced_down: Stored[bool | None] = Stored(Boolean, default=False)
    version: Stored[int | None] = Stored(Integer, default=0)


class ComputeNode(SoftDelete, Base):
    """A hypervisor."""

    __tablename__ = "compute_nodes"
    __table_args__ = (
        UniqueConstraint(
            "host", "hypervisor_hostname", "deleted", name="uniq_compute_nodes0host0hypervisor_hostname0deleted"
        ),
        Index("compute_nodes_uuid_idx", "uuid", unique=True),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    service_id: Stored[int | None] = Stored(Integer)
    host: Stored[str | None] = Stored(NAME)
    uuid: Stored[str | None] = Stored(UUID)
    vcpus: Stored[int] = Stored(Integer, nullable=False)
    memory_mb: Stored[int] = Stored(Integer, nullable=False)
    local_gb: Stored[int] = Stored(Integer, nullable=False)
    vcpus_used: Stored[int] = Stored(Integer, nullable=False)
    memory_mb_used: Stored[int] = Stored(Integer, nullable=False)
    local_gb_used: Stored[int] = Stored(Integer, nullable=False)
    hypervisor_type: Stored[str] = Stored(medium_text(), nullable=False)
    hypervisor_version: Stored[int] = Stored(Integer, nullable=False)
    hypervisor_hostname: Stored[str | None] = Stored(NAME)
    free_ram_mb: Stored[int | None] = Stored(Integer)
    free_disk_gb: Stored[int | None] = Stored(Integer)
    current_workload: Stored[int | None] = Stored(Integer)
    running_vms: Stored[int | None] = Stored(Integer)
    cpu_info: Stored[str] = Stored(medium_text(), nullable=False)
    disk_available_least: Stored[int | None] = Stored(Integer)
    host_ip: Stored[str | None] = Stored(String(39))
    supported_instances: Stored[str | None] = Stored(Text)
    metrics: Stored[str | None] = Stored(Text)
    pci_stats: Stored[str | None] = Stored(Text)
    extra_resources: Stored[str | None] = Stored(Text)
    stats: Stored[str | None] = Stored(Text)
    numa_topology: Stored[str | None] = Stored(Text)
    ram_allocation_ratio: Stored[float | None] = Stored(Float)
    cpu_allocation_ratio: Stored[float | None] = Stored(Float)
    disk_allocation_ratio: Stored[float | None] = Stored(Float)
    mapped: Stored[int | None] = Stored(Integer, default=0)


class Migration(SoftDelete, Base):
    """A move of a server between hosts."""

    __tablename__ = "migrations"
    __table_args__ = (
        Index("migrations_instance_uuid_and_status_idx", "deleted", "instance_uuid", "status"),
        Index("migrations_uuid", "uuid", unique=True),
        Index("migrations_updated_at_idx", "updated_at"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    uuid: Stored[str] = Stored(UUID, nullable=False)
    source_compute: Stored[str | None] = Stored(NAME)
    dest_compute: Stored[str | None] = Stored(NAME)
    source_node: Stored[str | None] = Stored(NAME)
    dest_node: Stored[str | None] = Stored(NAME)
    dest_host: Stored[str | None] = Stored(NAME)
    old_instance_type_id: Stored[int | None] = Stored(Integer)
    new_instance_type_id: Stored[int | None] = Stored(Integer)
    instance_uuid: Stored[str | None] = Stored(UUID, ForeignKey("instances.uuid"))
    status: Stored[str | None] = Stored(NAME)
    migration_type: Stored[str | None] = Stored(NAME)
    hidden: Stored[bool | None] = Stored(Boolean, default=False)
    memory_total: Stored[int | None] = Stored(BigInteger)
    memory_processed: Stored[int | None] = Stored(BigInteger)
    memory_remaining: Stored[int | None] = Stored(BigInteger)
    disk_total: Stored[int | None] = Stored(BigInteger)
    disk_processed: Stored[int | None] = Stored(BigInteger)
    disk_remaining: Stored[int | None] = Stored(BigInteger)
    cross_cell_move: Stored[bool | None] = Stored(Boolean, default=False)
    user_id: Stored[str | None] = Stored(NAME)
    project_id: Stored[str | None] = Stored(NAME)
    dest_compute_id: Stored[int | None] = Stored(BigInteger)


class Tag(Base):
    """A tag of a server."""

    __tablename__ = "tags"
    __table_args__ = (Index("tags_tag_idx", "tag"),)

    resource_id: Stored[str] = Stored(UUID, primary_key=True)
    tag: Stored[str] = Stored(String(80), primary_key=True)


class ConsoleAuthToken(Timestamps, Base):
    """An authorised console connection."""

    __tablename__ = "console_auth_tokens"
    __table_args__ = (
        UniqueConstraint("token_hash", name="uniq_console_auth_tokens0token_hash"),
        Index("console_auth_tokens_instance_uuid_idx", "instance_uuid"),
        Index("console_auth_tokens_host_expires_idx", "host", "expires"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    token_hash: Stored[str] = Stored(NAME, nullable=False)
    console_type: Stored[str] = Stored(NAME, nullable=False)
    host: Stored[str] = Stored(NAME, nullable=False)
    port: Stored[int] = Stored(Integer, nullable=False)
    tls_port: Stored[int | None] = Stored(Integer)
    internal_access_path: Stored[str | None] = Stored(NAME)
    instance_uuid: Stored[str] = Stored(UUID, ForeignKey("instances.uuid"), nullable=False)
    expires: Stored[int] = Stored(Integer, nullable=False)
    access_url_base: Stored[str | None] = Stored(NAME)


class VirtualInterface(SoftDelete, Base):
    """An interface of a server with its device tag."""

    __tablename__ = "virtual_interfaces"
    __table_args__ = (
        Index("virtual_interfaces_instance_uuid_fkey", "instance_uuid"),
        Index("virtual_interfaces_uuid_idx", "uuid"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    address: Stored[str | None] = Stored(NAME)
    network_id: Stored[int | None] = Stored(Integer)
    instance_uuid: Stored[str | None] = Stored(UUID, ForeignKey("instances.uuid"))
    uuid: Stored[str | None] = Stored(UUID)
    tag: Stored[str | None] = Stored(NAME)


class TaskLog(SoftDelete, Base):
    """A run of the usage audit."""

    __tablename__ = "task_log"
    __table_args__ = (
        UniqueConstraint(
            "task_name", "host", "period_beginning", "period_ending", name="uniq_task_log0task_name0host0period"
        ),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    task_name: Stored[str] = Stored(NAME, nullable=False)
    state: Stored[str] = Stored(NAME, nullable=False)
    host: Stored[str] = Stored(NAME, nullable=False)
    period_beginning: Stored[datetime.datetime] = Stored(DateTime, nullable=False)
    period_ending: Stored[datetime.datetime] = Stored(DateTime, nullable=False)
    message: Stored[str] = Stored(NAME, nullable=False)
    task_items: Stored[int | None] = Stored(Integer)
    errors: Stored[int | None] = Stored(Integer)


class Operation(Journalled, Base):
    """An operation on a server of this cell, from its acceptance to its outcome."""

    __tablename__ = "operations"
    __table_args__ = (
        UniqueConstraint("uuid", name="uniq_operations0uuid"),
        Index("operations_outcome_lease_idx", "outcome", "lease"),
        Index("operations_outcome_owner_idx", "outcome", "owner"),
        Index("operations_instance_uuid_idx", "instance_uuid", "outcome"),
    )

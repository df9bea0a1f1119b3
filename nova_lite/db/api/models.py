# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tables of the API database, with Nova's names. No relationships: every query says what it reads."""

from sqlalchemy import Boolean, Enum, Float, ForeignKey, Index, Integer, MetaData, String, Text, UniqueConstraint

from nova_lite.db.model_base import Journalled, Rows, Stored, Timestamps, medium_text

UUID = String(36)
NAME = String(255)


class Base(Rows):
    """Base of the API tables."""

    metadata = MetaData()


class CellMapping(Timestamps, Base):
    """A cell: where its database and message broker are."""

    __tablename__ = "cell_mappings"
    __table_args__ = (UniqueConstraint("uuid", name="uniq_cell_mappings0uuid"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    uuid: Stored[str] = Stored(UUID, nullable=False)
    name: Stored[str | None] = Stored(NAME)
    transport_url: Stored[str | None] = Stored(Text)
    database_connection: Stored[str | None] = Stored(Text)
    disabled: Stored[bool | None] = Stored(Boolean, default=False)


class HostMapping(Timestamps, Base):
    """Which cell a compute host is in."""

    __tablename__ = "host_mappings"
    __table_args__ = (UniqueConstraint("host", name="uniq_host_mappings0host"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    cell_id: Stored[int] = Stored(Integer, ForeignKey("cell_mappings.id"), nullable=False)
    host: Stored[str] = Stored(NAME, nullable=False)


class InstanceMapping(Timestamps, Base):
    """Which cell a server is in; no cell while it is scheduled."""

    __tablename__ = "instance_mappings"
    __table_args__ = (
        UniqueConstraint("instance_uuid", name="uniq_instance_mappings0instance_uuid"),
        Index("project_id_idx", "project_id"),
        Index("instance_mappings_user_id_project_id_idx", "user_id", "project_id"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Stored[str] = Stored(UUID, nullable=False)
    cell_id: Stored[int | None] = Stored(Integer, ForeignKey("cell_mappings.id"))
    project_id: Stored[str] = Stored(NAME, nullable=False)
    user_id: Stored[str | None] = Stored(NAME)
    queued_for_delete: Stored[bool | None] = Stored(Boolean, default=False)


class BuildRequest(Timestamps, Base):
    """A server that is not in a cell yet; `instance` is its JSON."""

    __tablename__ = "build_requests"
    __table_args__ = (
        UniqueConstraint("instance_uuid", name="uniq_build_requests0instance_uuid"),
        Index("build_requests_project_id_idx", "project_id"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Stored[str | None] = Stored(UUID)
    project_id: Stored[str] = Stored(NAME, nullable=False)
    instance: Stored[str | None] = Stored(medium_text())
    block_device_mappings: Stored[str | None] = Stored(medium_text())
    tags: Stored[str | None] = Stored(Text)


class RequestSpec(Timestamps, Base):
    """The scheduling request of a server, as JSON."""

    __tablename__ = "request_specs"
    __table_args__ = (UniqueConstraint("instance_uuid", name="uniq_request_specs0instance_uuid"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Stored[str] = Stored(UUID, nullable=False)
    spec: Stored[str] = Stored(medium_text(), nullable=False)


class Flavor(Timestamps, Base):
    """A size of servers."""

    __tablename__ = "flavors"
    __table_args__ = (
        UniqueConstraint("flavorid", name="uniq_flavors0flavorid"),
        UniqueConstraint("name", name="uniq_flavors0name"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    name: Stored[str] = Stored(NAME, nullable=False)
    memory_mb: Stored[int] = Stored(Integer, nullable=False)
    vcpus: Stored[int] = Stored(Integer, nullable=False)
    root_gb: Stored[int] = Stored(Integer, nullable=False)
    ephemeral_gb: Stored[int] = Stored(Integer, nullable=False)
    flavorid: Stored[str] = Stored(NAME, nullable=False)
    swap: Stored[int] = Stored(Integer, nullable=False, default=0)
    rxtx_factor: Stored[float] = Stored(Float, default=1.0, nullable=False)
    vcpu_weight: Stored[int | None] = Stored(Integer)
    disabled: Stored[bool] = Stored(Boolean, default=False, nullable=False)
    is_public: Stored[bool] = Stored(Boolean, default=True, nullable=False)
    description: Stored[str | None] = Stored(Text)


class FlavorExtraSpec(Timestamps, Base):
    """An extra spec of a flavor."""

    __tablename__ = "flavor_extra_specs"
    __table_args__ = (
        UniqueConstraint("flavor_id", "key", name="uniq_flavor_extra_specs0flavor_id0key"),
        Index("flavor_extra_specs_flavor_id_key_idx", "flavor_id", "key"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    key: Stored[str] = Stored(NAME, nullable=False)
    value: Stored[str | None] = Stored(NAME)
    flavor_id: Stored[int] = Stored(Integer, ForeignKey("flavors.id"), nullable=False)


class FlavorProject(Timestamps, Base):
    """A project that may use a private flavor."""

    __tablename__ = "flavor_projects"
    __table_args__ = (UniqueConstraint("flavor_id", "project_id", name="uniq_flavor_projects0flavor_id0project_id"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    flavor_id: Stored[int] = Stored(Integer, ForeignKey("flavors.id"), nullable=False)
    project_id: Stored[str] = Stored(NAME, nullable=False)


class KeyPair(Timestamps, Base):
    """A public key of a user."""

    __tablename__ = "key_pairs"
    __table_args__ = (UniqueConstraint("user_id", "name", name="uniq_key_pairs0user_id0name"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    name: Stored[str] = Stored(NAME, nullable=False)
    user_id: Stored[str | None] = Stored(NAME)
    fingerprint: Stored[str | None] = Stored(NAME)
    public_key: Stored[str | None] = Stored(Text)
    type: Stored[str] = Stored(Enum("ssh", "x509", name="keypair_types"), nullable=False, default="ssh")


class Aggregate(Timestamps, Base):
    """A group of hosts."""

    __tablename__ = "aggregates"
    __table_args__ = (
        UniqueConstraint("name", name="uniq_aggregate0name"),
        Index("aggregate_uuid_idx", "uuid"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    uuid: Stored[str | None] = Stored(UUID)
    name: Stored[str | None] = Stored(NAME)


class AggregateHost(Timestamps, Base):
    """A host of an aggregate."""

    __tablename__ = "aggregate_hosts"
    __table_args__ = (UniqueConstraint("host", "aggregate_id", name="uniq_aggregate_hosts0host0aggregate_id"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    host: Stored[str | None] = Stored(NAME)
    aggregate_id: Stored[int] = Stored(Integer, ForeignKey("aggregates.id"), nullable=False)


class AggregateMetadata(Timestamps, Base):
    """A metadata item of an aggregate."""

    __tablename__ = "aggregate_metadata"
    __table_args__ = (
        UniqueConstraint("aggregate_id", "key", name="uniq_aggregate_metadata0aggregate_id0key"),
        Index("aggregate_metadata_key_idx", "key"),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    aggregate_id: Stored[int] = Stored(Integer, ForeignKey("aggregates.id"), nullable=False)
    key: Stored[str] = Stored(NAME, nullable=False)
    value: Stored[str] = Stored(NAME, nullable=False)


class InstanceGroup(Timestamps, Base):
    """A server group."""

    __tablename__ = "instance_groups"
    __table_args__ = (UniqueConstraint("uuid", name="uniq_instance_groups0uuid"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    user_id: Stored[str | None] = Stored(NAME)
    project_id: Stored[str | None] = Stored(NAME)
    uuid: Stored[str] = Stored(UUID, nullable=False)
    name: Stored[str | None] = Stored(NAME)


class InstanceGroupPolicy(Timestamps, Base):
    """The policy of a server group with its rules as JSON."""

    __tablename__ = "instance_group_policy"
    __table_args__ = (Index("instance_group_policy_policy_idx", "policy"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    policy: Stored[str | None] = Stored(NAME)
    group_id: Stored[int] = Stored(Integer, ForeignKey("instance_groups.id"), nullable=False)
    rules: Stored[str | None] = Stored(Text)


class InstanceGroupMember(Timestamps, Base):
    """A member of a server group."""

    __tablename__ = "instance_group_member"
    __table_args__ = (Index("instance_group_member_instance_idx", "instance_uuid"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    instance_uuid: Stored[str | None] = Stored(NAME)
    group_id: Stored[int] = Stored(Integer, ForeignKey("instance_groups.id"), nullable=False)


class Quota(Timestamps, Base):
    """A project's limit."""

    __tablename__ = "quotas"
    __table_args__ = (UniqueConstraint("project_id", "resource", name="uniq_quotas0project_id0resource"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    project_id: Stored[str | None] = Stored(NAME)
    resource: Stored[str] = Stored(NAME, nullable=False)
    hard_limit: Stored[int | None] = Stored(Integer)


class ProjectUserQuota(Timestamps, Base):
    """A user's limit within a project."""

    __tablename__ = "project_user_quotas"
    __table_args__ = (
        UniqueConstraint(
            "user_id", "project_id", "resource", name="uniq_project_user_quotas0user_id0project_id0resource"
        ),
    )

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    user_id: Stored[str] = Stored(NAME, nullable=False)
    project_id: Stored[str] = Stored(NAME, nullable=False)
    resource: Stored[str] = Stored(NAME, nullable=False)
    hard_limit: Stored[int | None] = Stored(Integer)


class QuotaClass(Timestamps, Base):
    """A limit of a quota class; class "default" changes everybody's default."""

    __tablename__ = "quota_classes"
    __table_args__ = (Index("quota_classes_class_name_idx", "class_name"),)

    id: Stored[int] = Stored(Integer, primary_key=True, autoincrement=True)
    class_name: Stored[str | None] = Stored(NAME)
    resource: Stored[str | None] = Stored(NAME)
    hard_limit: Stored[int | None] = Stored(Integer)


class Operation(Journalled, Base):
    """The placing of the servers of one POST /servers, until their cells have them."""

    __tablename__ = "operations"
    __table_args__ = (
        UniqueConstraint("uuid", name="uniq_operations0uuid"),
        Index("operations_outcome_lease_idx", "outcome", "lease"),
        Index("operations_outcome_owner_idx", "outcome", "owner"),
        Index("operations_instance_uuid_idx", "instance_uuid", "outcome"),
    )

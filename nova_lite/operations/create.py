# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Create: check everything that can be checked, record the servers, hand them to conductor."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from oslo_db import exception as db_exception
from oslo_log import log as logging
from oslo_utils import uuidutils

from nova_lite import concurrency, exception
from nova_lite.context import RequestContext
from nova_lite.db import journal
from nova_lite.db.api import build_requests, instance_mappings, request_specs
from nova_lite.db.api import server_groups as groups
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.db.session import Session
from nova_lite.image import client as image_client
from nova_lite.lifecycle import CREATE
from nova_lite.limits import quota
from nova_lite.network import requested, security_groups
from nova_lite.objects import database
from nova_lite.objects.base import utcnow
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.create_request import CreateRequest, build_arguments
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.image_meta import ImageMeta
from nova_lite.objects.instance import NETWORK_ALLOCATED, Instance
from nova_lite.objects.lease import Lease, deadline_s, grant
from nova_lite.objects.request_spec import NetworkRequest, RequestSpec
from nova_lite.operations import disks, hardware, names, server_groups
from nova_lite.rpc import conductor as rpc
from nova_lite.steps import API, step

LOG = logging.getLogger(__name__)

# Image properties that a server keeps, under this prefix, in its system metadata.
IMAGE_PREFIX = "image_"
BASE_KEYS = ("container_format", "disk_format", "min_ram", "min_disk")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one POST /servers asks for, after its schema was checked.

    image: as ask_for_image() began to read it. networks None: not said. groups: names or ids. devices: the request's
    own block devices. hints: lists of values. files: (path, content in base64) as sent, the last of a path is used.
    forced_host, forced_node bypass the filters; host, node do not.
    """

    name: str
    flavor: Flavor
    image: Callable[[], ImageMeta]
    networks: list[NetworkRequest] | None = None
    groups: list[str] = field(default_factory=list)
    devices: list[BlockDevice] | None = None
    hints: dict[str, list[str]] = field(default_factory=dict)
    min_count: int = 1
    max_count: int = 1
    metadata: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    key: Any = None
    admin_password: str | None = None
    user_data: str | None = None
    config_drive: bool = False
    zone: str | None = None
    forced_host: str | None = None
    forced_node: str | None = None
    host: str | None = None
    node: str | None = None
    description: str | None = None
    hostname: str | None = None
    access_ip_v4: str | None = None
    access_ip_v6: str | None = None
    auto_disk_config: bool | None = None
    trusted_certs: list[str] | None = None
    may_use_zero_disk: bool = False


@dataclass(frozen=True, slots=True)
class Created:
    """What the caller is told: uuids in order, and the reservation."""

    uuids: list[str]
    reservation_id: str


def create(context: RequestContext, wanted: Wanted) -> Created:
    """Record servers and start their scheduling.

    Raises errors of the Invalid, Forbidden, Conflict and NotFound families for what cannot be; nothing is left then.
    Glance, Neutron and the databases are asked side by side; of several mistakes the image's is told first.
    """
    names.check_unique(context, wanted.hostname or names.host_name(wanted.name))
    later = partial if requested.wants_none(wanted.networks) else concurrency.ahead
    neutron = later(_ask_neutron, context, wanted)
    room = quota.room_for(context, wanted.flavor)
    image = _image(wanted)
    hardware.check(wanted.flavor, image)
    group_ids, count = neutron()
    devices = disks.merge(wanted.devices, wanted.flavor, image)
    quota.check_metadata(str(context.project_id), context.user_id, len(wanted.metadata))
    quota.check_files(str(context.project_id), context.user_id, wanted.files)
    group = _group_uuid(context, wanted)
    count = room.check(wanted.min_count, count)
    reservation_id = f"r-{uuidutils.generate_uuid(dashed=False)[:8]}"
    spec = _spec(context, wanted, image, group, count)
    instances = [_instance(context, wanted, image, reservation_id, index, count) for index in range(count)]
    for instance in instances:
        instance.security_groups = list(wanted.groups)
    request = CreateRequest(
        image=image,
        networks=wanted.networks,
        security_groups=group_ids,
        block_devices=devices,
        injected_files=dict(wanted.files),
        admin_password=wanted.admin_password,
        tags=wanted.tags,
    )
    lease = grant(CREATE, instances[0].uuid, attempt=0)
    with step("create", API, "record"):
        _record(context, instances, spec, request, lease)
    LOG.info("Server(s) %s asked for by project %s", ", ".join(one.uuid for one in instances), context.project_id)
    with step("create", API, "send"):
        rpc.schedule_and_build_instances(context, instances, spec, request, lease)
    return Created([one.uuid for one in instances], reservation_id)


def ask_for_image(context: RequestContext, image_id: str | None) -> Callable[[], ImageMeta]:
    """Begin to ask Glance for the image of a request; what is returned waits for the answer, or raises."""
    if not image_id:
        return _no_image
    return concurrency.ahead(image_client.recent, context, image_id)


def _no_image() -> ImageMeta:
    raise exception.InvalidBDM("Block Device Mapping is Invalid: No boot disk was given and no image.")


def _image(wanted: Wanted) -> ImageMeta:
    """The image, which must be active and fit the flavor."""
    image = wanted.image()
    flavor = wanted.flavor
    if image.status != "active":
        raise exception.ImageNotActive(image_id=image.id)
    if flavor.memory_mb < image.min_ram:
        raise exception.FlavorMemoryTooSmall()
    if flavor.root_gb == 0:
        if not wanted.may_use_zero_disk:
            raise exception.Forbidden("Only volume-backed servers are allowed for flavors with zero disk.")
        return image
    root_bytes = flavor.root_gb * 2**30
    if (image.size or 0) > root_bytes:
        raise exception.FlavorDiskSmallerThanImage(flavor_size=root_bytes, image_size=image.size)
    if image.min_disk > flavor.root_gb:
        raise exception.FlavorDiskSmallerThanMinDisk(flavor_size=root_bytes, image_min_disk=image.min_disk * 2**30)
    return image


def _ask_neutron(context: RequestContext, wanted: Wanted) -> tuple[list[str], int]:
    """Ids of the security groups, and how many of the wanted servers there are ports for, at least min_count.

    Raises what the groups or the networks are refused for, PortLimitExceeded among it.
    """
    group_ids = security_groups.resolve(context, wanted.groups, str(context.project_id))
    count = requested.validate(context, wanted.networks, wanted.max_count)
    if count < wanted.min_count:
        raise exception.PortLimitExceeded()
    return group_ids, count


def _group_uuid(context: RequestContext, wanted: Wanted) -> str | None:
    """The server group of the hint; raises InvalidInput for an unknown one."""
    for uuid in wanted.hints.get("group", []):
        try:
            return str(server_groups.get(context, uuid).row.uuid)
        except exception.InstanceGroupNotFound as error:
            raise exception.InvalidInput(reason=str(error)) from error
    return None


def _spec(context: RequestContext, wanted: Wanted, image: ImageMeta, group: str | None, count: int) -> RequestSpec:
    return RequestSpec(
        num_instances=count,
        project_id=context.project_id,
        user_id=context.user_id,
        availability_zone=wanted.zone,
        flavor=wanted.flavor,
        image=image,
        force_hosts=[wanted.forced_host] if wanted.forced_host else [],
        force_nodes=[wanted.forced_node] if wanted.forced_node else [],
        requested_host=wanted.host,
        requested_node=wanted.node,
        group_uuid=group,
        scheduler_hints=wanted.hints,
        security_groups=wanted.groups,
        networks=wanted.networks or [],
    )


def _instance(
    context: RequestContext, wanted: Wanted, image: ImageMeta, reservation_id: str, index: int, count: int
) -> Instance:
    """The record of one of the servers."""
    flavor = wanted.flavor
    display_name = wanted.name if count == 1 else f"{wanted.name}-{index + 1}"
    made = Instance(
        uuid=uuidutils.generate_uuid(),
        created_at=utcnow(),
        user_id=context.user_id,
        project_id=context.project_id,
        image_ref=image.id,
        kernel_id=image.prop("kernel_id") or "",
        ramdisk_id=image.prop("ramdisk_id") or "",
        hostname=wanted.hostname or names.host_name(display_name),
        launch_index=index,
        key_name=wanted.key.name if wanted.key else None,
        key_data=wanted.key.public_key if wanted.key else None,
        power_state=0,
        memory_mb=flavor.memory_mb,
        vcpus=flavor.vcpus,
        root_gb=flavor.root_gb,
        ephemeral_gb=flavor.ephemeral_gb,
        instance_type_id=flavor.id,
        user_data=wanted.user_data,
        reservation_id=reservation_id,
        availability_zone=wanted.zone,
        display_name=display_name,
        display_description=wanted.description,
        os_type=image.prop("os_type"),
        architecture=image.prop("hw_architecture") or image.prop("architecture"),
        vm_mode=image.prop("hw_vm_mode") or image.prop("vm_mode"),
        root_device_name=image.prop("root_device_name"),
        config_drive="True" if wanted.config_drive or image.prop("img_config_drive") == "mandatory" else "",
        access_ip_v4=wanted.access_ip_v4,
        access_ip_v6=wanted.access_ip_v6,
        auto_disk_config=_auto_disk_config(wanted, image),
        progress=0,
        locked=False,
        metadata=dict(wanted.metadata),
        system_metadata=_system_metadata(context, wanted, image),
        flavor=flavor,
        tags=sorted(set(wanted.tags)),
        trusted_certs=wanted.trusted_certs,
    )
    made.begin_unsaved()
    return made


def _auto_disk_config(wanted: Wanted, image: ImageMeta) -> bool:
    """AUTO or MANUAL of the request, else of the image; raises InvalidInput when the image forbids AUTO."""
    text = str(image.prop("auto_disk_config") or "").strip().lower()
    if text == "disabled" and wanted.auto_disk_config:
        raise exception.InvalidInput(reason=f"Requested image {image.id} has automatic disk resize disabled.")
    if wanted.auto_disk_config is not None:
        return wanted.auto_disk_config
    return text in ("true", "1", "yes", "auto")


def _system_metadata(context: RequestContext, wanted: Wanted, image: ImageMeta) -> dict[str, str | None]:
    """The image's properties and what else the service remembers about a server."""
    found: dict[str, str | None] = {
        f"{IMAGE_PREFIX}{name}": str(value)[:255]
        for name, value in image.properties.items()
        if value is not None and len(name) < 240
    }
    found.update({f"{IMAGE_PREFIX}{name}": str(getattr(image, name)) for name in BASE_KEYS if getattr(image, name)})
    found[f"{IMAGE_PREFIX}base_image_ref"] = str(image.id or "")
    found["boot_roles"] = ",".join(context.roles)[:255]
    if wanted.key:
        found["key_type"] = wanted.key.type
    if requested.wants_none(wanted.networks):
        found[NETWORK_ALLOCATED] = "False"
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rows of one POST: everything that says that its servers were asked for."""

    instances: list[Instance]
    group_uuid: str | None
    specs: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    mappings: list[dict[str, Any]]
    operation: dict[str, Any]


def _record(
    context: RequestContext, instances: list[Instance], spec: RequestSpec, request: CreateRequest, lease: Lease
) -> None:
    """Write everything that says these servers were asked for, in one transaction of the API database.

    From here on they are placed whatever happens to this process: the journal has the request too.
    """
    body = json.dumps(spec.to_primitive())
    devices = json.dumps([device.to_primitive() for device in request.block_devices])
    arguments = {**build_arguments(spec, request, []), "instances": [one.uuid for one in instances]}
    asked = _Asked(
        instances,
        spec.group_uuid,
        specs=[{"instance_uuid": one.uuid, "spec": body} for one in instances],
        requests=[_build_request(one, devices) for one in instances],
        mappings=[_mapping(one) for one in instances],
        operation=database.journal_row(context, lease, None, deadline_s(CREATE), arguments),
    )
    # Who joins a group holds it while its members are counted, so that requests for different groups wait apart.
    _RECORDS.join(spec.group_uuid, asked)


@retry_on_deadlock
def _record_all(asked: list[_Asked]) -> None:
    """Requests that come together are written together."""
    with api_database().writer() as session:
        request_specs.create(session, [row for one in asked for row in one.specs])
        build_requests.create(session, [row for one in asked for row in one.requests])
        instance_mappings.create(session, [row for one in asked for row in one.mappings])
        journal.create(session, journal.PLACING, [one.operation for one in asked])
        for one in asked:
            _join_group(session, one)


_RECORDS = concurrency.Batches(_record_all, (exception.OverQuota, exception.NotFound, db_exception.DBError))


def _join_group(session: Session, asked: _Asked) -> None:
    """Make the servers members of their group, if that takes so many."""
    if asked.group_uuid is None:
        return
    first, uuids = asked.instances[0], [one.uuid for one in asked.instances]
    quota.check_group_members(session, asked.group_uuid, len(uuids), str(first.project_id), first.user_id)
    groups.add_members(session, asked.group_uuid, uuids)


def _build_request(instance: Instance, devices: str) -> dict[str, Any]:
    return {
        "instance_uuid": instance.uuid,
        "project_id": instance.project_id,
        "instance": json.dumps(instance.to_primitive()),
        "block_device_mappings": devices,
        "tags": json.dumps(list(instance.tags)),
    }


def _mapping(instance: Instance) -> dict[str, Any]:
    return {"instance_uuid": instance.uuid, "project_id": instance.project_id, "user_id": instance.user_id}

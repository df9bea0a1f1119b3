# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Payloads of servers in the versioned format: nested objects with name, namespace, version and data.

Names, versions and fields are those that consumers of Nova's notifications know. Nothing is sent here.
"""

import datetime
import traceback
from collections.abc import Iterable, Iterator
from typing import Any

from nova_lite.context import RequestContext
from nova_lite.network.model import VIF, vifs_from_cache
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import Instance

Payload = dict[str, Any]

ACTION = ("InstanceActionPayload", "1.9")
CREATE = ("InstanceCreatePayload", "1.13")
UPDATE = ("InstanceUpdatePayload", "2.1")

_POWER_WORDS = {0: "pending", 1: "running", 3: "paused", 4: "shutdown", 6: "crashed", 7: "suspended"}


def envelope(name: str, version: str, data: Payload) -> Payload:
    """One object of the format."""
    return {
        "nova_object.name": name,
        "nova_object.namespace": "nova",
        "nova_object.version": version,
        "nova_object.data": data,
    }


def action_payload(
    context: RequestContext,
    instance: Instance,
    error: BaseException | None = None,
    block_devices: Iterable[BlockDevice] = (),
) -> Payload:
    """What happened to a server, with the error of a failure."""
    data = _instance(context, instance, block_devices)
    return envelope(*ACTION, {**data, "fault": error and exception_payload(error)})


def create_payload(
    context: RequestContext,
    instance: Instance,
    error: BaseException | None = None,
    block_devices: Iterable[BlockDevice] = (),
) -> Payload:
    """A server is being made: also its key pair, tags, certificates and hypervisor name."""
    data = {
        **_instance(context, instance, block_devices),
        "fault": error and exception_payload(error),
        "keypairs": list(_keypairs(instance)),
        "tags": list(instance.tags),
        "trusted_image_certificates": instance.trusted_certs,
        "instance_name": instance.name,
    }
    return envelope(*CREATE, data)


def update_payload(
    context: RequestContext,
    instance: Instance,
    state_update: Payload,
    old_display_name: str | None = None,
    block_devices: Iterable[BlockDevice] = (),
) -> Payload:
    """Something about a server changed; `state_update` holds old_state, state, old_task_state, new_task_state."""
    begin, end = audit_period(datetime.datetime.now(datetime.UTC))
    period = {"audit_period_beginning": timestamp(begin), "audit_period_ending": timestamp(end)}
    data = {
        **_instance(context, instance, block_devices),
        "state_update": envelope("InstanceStateUpdatePayload", "1.0", state_update),
        "audit_period": envelope("AuditPeriodPayload", "1.0", period),
        "old_display_name": old_display_name,
        "tags": list(instance.tags),
    }
    return envelope(*UPDATE, data)


def audit_period(now: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    """Begin of the present month, and now: the period that an update belongs to."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0), now


def exception_payload(error: BaseException) -> Payload:
    """An error and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    data = {
        "module_name": type(error).__module__,
        "function_name": frames[-1].name if frames else "unknown",
        "exception": type(error).__name__,
        "exception_message": str(error),
        "traceback": "".join(traceback.format_exception(error)),
    }
    return envelope("ExceptionPayload", "1.1", data)


def timestamp(when: datetime.datetime | None) -> str | None:
    """UTC to the second, with Z."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when is not None else None


def flavor_payload(flavor: Flavor) -> Payload:
    """The size of a server."""
    data = {
        "flavorid": flavor.flavorid,
        "name": flavor.name,
        "memory_mb": flavor.memory_mb,
        "vcpus": flavor.vcpus,
        "root_gb": flavor.root_gb,
        "ephemeral_gb": flavor.ephemeral_gb,
        "swap": flavor.swap,
        "rxtx_factor": flavor.rxtx_factor,
        "vcpu_weight": flavor.vcpu_weight,
        "disabled": flavor.disabled,
        "is_public": flavor.is_public,
        "extra_specs": dict(flavor.extra_specs),
        "projects": None,
        "description": flavor.description,
    }
    return envelope("FlavorPayload", "1.4", data)


def _instance(context: RequestContext, instance: Instance, devices: Iterable[BlockDevice]) -> Payload:
    """Fields that all payloads of a server share."""
    return {
        "uuid": instance.uuid,
        "user_id": instance.user_id,
        "tenant_id": instance.project_id,
        "reservation_id": instance.reservation_id,
        "display_name": instance.display_name,
        "display_description": instance.display_description,
        "host_name": instance.hostname,
        "host": instance.host,
        "node": instance.node,
        "os_type": instance.os_type,
        "architecture": instance.architecture,
        "availability_zone": instance.availability_zone,
        "flavor": flavor_payload(instance.flavor) if instance.flavor else None,
        "image_uuid": instance.image_ref,
        "key_name": instance.key_name,
        "kernel_id": instance.kernel_id,
        "ramdisk_id": instance.ramdisk_id,
        "created_at": timestamp(instance.created_at),
        "launched_at": timestamp(instance.launched_at),
        "terminated_at": timestamp(instance.terminated_at),
        "deleted_at": timestamp(instance.deleted_at),
        "updated_at": timestamp(instance.updated_at),
        "state": instance.vm_state,
        "power_state": _POWER_WORDS.get(instance.power_state or 0, "pending"),
        "task_state": instance.task_state,
        "progress": instance.progress,
        "ip_addresses": [row for vif in vifs_from_cache(instance.network_info) for row in _addresses(vif)],
        "block_devices": [_block_device(one) for one in devices if one.volume_id],
        "metadata": dict(instance.metadata),
        "locked": instance.locked,
        "locked_reason": instance.system_metadata.get("locked_reason"),
        "auto_disk_config": "AUTO" if instance.auto_disk_config else "MANUAL",
        "request_id": context.request_id,
        "action_initiator_user": context.user_id,
        "action_initiator_project": context.project_id,
        "shares": [],
    }


def _addresses(vif: VIF) -> Iterator[Payload]:
    for address in vif.fixed_ips():
        data = {
            "label": vif.network.label,
            "mac": vif.address,
            "meta": {},
            "port_uuid": vif.id,
            "version": address.version,
            "address": address.address,
            "device_name": vif.devname,
        }
        yield envelope("IpPayload", "1.0", data)


def _block_device(device: BlockDevice) -> Payload:
    data = {
        "device_name": device.device_name,
        "boot_index": device.boot_index,
        "delete_on_termination": device.delete_on_termination,
        "volume_id": device.volume_id,
        "tag": device.tag,
    }
    return envelope("BlockDevicePayload", "1.0", data)


def _keypairs(instance: Instance) -> Iterator[Payload]:
    if instance.key_name:
        data = {
            "user_id": instance.user_id,
            "name": instance.key_name,
            "fingerprint": None,
            "public_key": instance.key_data,
            "type": "ssh",
        }
        yield envelope("KeypairPayload", "1.0", data)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Payloads of servers in the old flat format, which billing systems still read. Nothing is sent here."""

import datetime
from typing import Any

from nova_lite import exception
from nova_lite.network.model import vifs_from_cache
from nova_lite.notifications.versioned import audit_period
from nova_lite.objects.instance import Instance

Payload = dict[str, Any]

_IMAGE_PREFIX = "image_"


def action_payload(instance: Instance, error: BaseException | None = None) -> Payload:
    """What happened to a server; addresses once it has some, and the error of a failure."""
    payload = _instance(instance)
    payload["fixed_ips"] = _addresses(instance)
    if error is not None:
        payload.update(
            exception=str(error),
            message=str(error),
            code=500 if not isinstance(error, exception.NotFound) else 404,
        )
    return payload


def create_payload(instance: Instance, error: BaseException | None = None) -> Payload:
    """As action_payload(), with the text that tells success from failure."""
    payload = action_payload(instance, error)
    payload.setdefault("message", "Success" if instance.launched_at else "")
    payload["image_name"] = instance.system_metadata.get("image_name") or ""
    return payload


def update_payload(instance: Instance, state_update: Payload, old_display_name: str | None) -> Payload:
    """Something about a server changed; `state_update` as in versioned.update_payload()."""
    begin, end = audit_period(datetime.datetime.now(datetime.UTC))
    payload = {
        **_instance(instance),
        **state_update,
        "audit_period_beginning": _text(begin.replace(tzinfo=None)),
        "audit_period_ending": _text(end.replace(tzinfo=None)),
        "bandwidth": {},
    }
    if old_display_name is not None:
        payload["old_display_name"] = old_display_name
    return payload


def _text(when: datetime.datetime | None) -> str:
    return str(when) if when is not None else ""


def _addresses(instance: Instance) -> list[Payload]:
    return [
        {
            "version": address.version,
            "address": address.address,
            "type": address.type,
            "meta": {},
            "floating_ips": [one.to_dict() for one in address.floating_ips],
            "label": vif.network.label,
            "vif_mac": vif.address,
        }
        for vif in vifs_from_cache(instance.network_info)
        for address in vif.fixed_ips()
    ]


def _image_meta(instance: Instance) -> Payload:
    """Image properties as they were when the server was made."""
    return {
        key.removeprefix(_IMAGE_PREFIX): value
        for key, value in instance.system_metadata.items()
        if key.startswith(_IMAGE_PREFIX)
    }


def _instance(instance: Instance) -> Payload:
    """Fields that all payloads of a server share."""
    flavor = instance.flavor
    root_gb, ephemeral_gb = instance.root_gb or 0, instance.ephemeral_gb or 0
    return {
        "tenant_id": instance.project_id,
        "user_id": instance.user_id,
        "instance_id": instance.uuid,
        "display_name": instance.display_name,
        "reservation_id": instance.reservation_id,
        "hostname": instance.hostname,
        "instance_type": flavor.name if flavor else None,
        "instance_type_id": flavor.id if flavor else None,
        "instance_flavor_id": flavor.flavorid if flavor else None,
        "architecture": instance.architecture,
        "memory_mb": instance.memory_mb,
        "disk_gb": root_gb + ephemeral_gb,
        "vcpus": instance.vcpus,
        "root_gb": root_gb,
        "ephemeral_gb": ephemeral_gb,
        "host": instance.host,
        "node": instance.node,
        "availability_zone": instance.availability_zone,
        "cell_name": "",
        "created_at": _text(instance.created_at),
        "terminated_at": _text(instance.terminated_at),
        "deleted_at": _text(instance.deleted_at),
        "launched_at": _text(instance.launched_at),
        "image_ref_url": instance.image_ref or "",
        "os_type": instance.os_type,
        "kernel_id": instance.kernel_id,
        "ramdisk_id": instance.ramdisk_id,
        "state": instance.vm_state,
        "state_description": instance.task_state or "",
        "progress": int(instance.progress) if instance.progress else "",
        "access_ip_v4": instance.access_ip_v4,
        "access_ip_v6": instance.access_ip_v6,
        "image_meta": _image_meta(instance),
        "metadata": dict(instance.metadata),
    }

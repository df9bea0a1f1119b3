# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Change of a server's names, access addresses and disk configuration, at once."""

import json
from collections.abc import Mapping
from typing import Any

from nova_lite import exception
from nova_lite.db.api import build_requests, request_specs
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.objects.instance import Before, Instance
from nova_lite.operations.find import Server


def update(server: Server, changes: Mapping[str, Any]) -> None:
    """Set fields of the server; a server that waits for a host is changed in its build request.

    Raises InstanceNotFound when it went away meanwhile.
    """
    instance = server.instance
    before = Before(instance.vm_state, instance.task_state, instance.display_name)
    for name, value in changes.items():
        setattr(instance, name, value)
    if server.placed:
        instance.save(server.context)
        instance.tell(server.context, before)
    else:
        _save_request(instance)


@retry_on_deadlock
def _save_request(instance: Instance) -> None:
    with api_database().writer() as session:
        if not build_requests.save(session, instance.uuid, json.dumps(instance.to_primitive())):
            raise exception.InstanceNotFound(instance_id=instance.uuid)


@retry_on_deadlock
def pin_zone(server: Server, zone: str | None) -> None:
    """Pin the server to its present zone, or unpin it. Raises Conflict for any other zone."""
    instance = server.instance
    with api_database().writer() as session:
        text = request_specs.find(session, instance.uuid)
        if text is None:
            raise exception.RequestSpecNotFound(instance_uuid=instance.uuid)
        spec = json.loads(text)
        current = spec["nova_object.data"].get("availability_zone")
        if zone == current:
            return
        if zone is not None and (current is not None or zone != instance.availability_zone):
            raise exception.Conflict(f"Server {instance.uuid} cannot be pinned to availability zone {zone}")
        spec["nova_object.data"]["availability_zone"] = zone
        request_specs.save(session, instance.uuid, json.dumps(spec))

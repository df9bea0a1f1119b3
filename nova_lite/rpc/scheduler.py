# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of a nova-scheduler: a table of methods, and one typed function each."""

from typing import Any

from nova_lite.context import RequestContext
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.rpc.transport import Kind, Method, send

TOPIC = "scheduler"
VERSION = "4.5"

METHODS = {
    method.name: method
    for method in (
        Method("select_destinations", Kind.LONG_CALL, "4.5"),
        Method("update_aggregates", Kind.FANOUT, "4.5"),
        Method("delete_aggregate", Kind.FANOUT, "4.5"),
        Method("update_instance_info", Kind.FANOUT, "4.5"),
        Method("delete_instance_info", Kind.FANOUT, "4.5"),
        Method("sync_instance_info", Kind.FANOUT, "4.5"),
    )
}


def select_destinations(
    context: RequestContext, request_spec: RequestSpec, instance_uuids: list[str]
) -> list[list[Selection]]:
    """Per server: the claimed host first, then alternates. Raises NoValidHost."""
    found: list[list[Selection]] = send(
        context,
        TOPIC,
        METHODS["select_destinations"],
        request_spec=request_spec,
        instance_uuids=instance_uuids,
    )
    return found


def update_aggregates(context: RequestContext, aggregate_ids: list[int]) -> None:
    """Tell all schedulers to read these aggregates again."""
    send(context, TOPIC, METHODS["update_aggregates"], aggregate_ids=aggregate_ids)


def delete_aggregate(context: RequestContext, aggregate_id: int) -> None:
    """Tell all schedulers that an aggregate is gone."""
    send(context, TOPIC, METHODS["delete_aggregate"], aggregate_id=aggregate_id)


def update_instance_info(context: RequestContext, host_name: str, instances: list[dict[str, Any]]) -> None:
    """Tell all schedulers about servers on a host: dicts of uuid, vm_state, task_state, project_id, image_ref..."""
    send(context, TOPIC, METHODS["update_instance_info"], host_name=host_name, instances=instances)


def delete_instance_info(context: RequestContext, host_name: str, instance_uuid: str) -> None:
    """Tell all schedulers that a server left a host."""
    send(context, TOPIC, METHODS["delete_instance_info"], host_name=host_name, instance_uuid=instance_uuid)


def sync_instance_info(context: RequestContext, host_name: str, instance_uuids: list[str]) -> None:
    """Let all schedulers compare what they know of a host."""
    send(
        context,
        TOPIC,
        METHODS["sync_instance_info"],
        host_name=host_name,
        instance_uuids=instance_uuids,
    )

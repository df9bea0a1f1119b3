# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of a nova-conductor: tasks that span hosts, and the store of the compute hosts.

RemoteStore gives nova-compute the Store protocol over the bus, so that it never opens a database.
"""

import inspect
from collections.abc import Callable
from typing import Any

from nova_lite.context import RequestContext
from nova_lite.objects.create_request import CreateRequest
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.objects.store import Store
from nova_lite.rpc.transport import Kind, Method, send

TOPIC = "conductor"
VERSION = "3.0"
TASK_NAMESPACE = "compute_task"
TASK_VERSION = "1.26"

TASKS = {
    method.name: method
    for method in (
        Method("schedule_and_build_instances", Kind.CAST, "1.26"),
        Method("build_instances", Kind.CAST, "1.26"),
        Method("resume_operations", Kind.CALL, "1.26"),
        Method("cache_images", Kind.CAST, "1.26"),
    )
}
PING = Method("ping", Kind.CALL, "1.1")
# The signs of life of a host and of its work: when one is lost with its broker, the next one must not be late.
BRIEF = ("report_service", "renew_operations")
# What an operation on a server waits for.
WATCHED = (
    "begin_operation",
    "take_operation",
    "finish_operation",
    "get_instance",
    "save_instance",
    "destroy_instance",
    "record_fault",
    "get_block_devices",
    "save_block_devices",
)
KINDS = {**dict.fromkeys(BRIEF, Kind.BRIEF_CALL), **dict.fromkeys(WATCHED, Kind.WATCHED_CALL)}
STORE_METHODS = {
    name: Method(name, KINDS.get(name, Kind.CALL), "3.0")
    for part in Store.__mro__
    for name, value in vars(part).items()
    if inspect.isfunction(value) and not name.startswith("_")
}


def schedule_and_build_instances(
    context: RequestContext,
    instances: list[Instance],
    request_spec: RequestSpec,
    create_request: CreateRequest,
    lease: Lease,
) -> None:
    """Find hosts for new servers (each has a build request) and start their builds."""
    send(
        context,
        TOPIC,
        TASKS["schedule_and_build_instances"],
        namespace=TASK_NAMESPACE,
        instances=instances,
        request_spec=request_spec,
        create_request=create_request,
        lease=lease,
    )


def build_instances(
    context: RequestContext,
    instance: Instance,
    request_spec: RequestSpec,
    create_request: CreateRequest,
    selections: list[Selection],
    reason: str,
    lease: Lease,
) -> None:
    """Try the next alternate for a server whose build failed on a host; `selections` are those not yet tried."""
    send(
        context,
        TOPIC,
        TASKS["build_instances"],
        namespace=TASK_NAMESPACE,
        instance=instance,
        request_spec=request_spec,
        create_request=create_request,
        selections=selections,
        reason=reason,
        lease=lease,
    )


def resume_operations(context: RequestContext, host: str) -> list[str]:
    """Send a host again what it had in hand when it stopped; returns the uuids of the servers."""
    uuids: list[str] = send(context, TOPIC, TASKS["resume_operations"], namespace=TASK_NAMESPACE, host=host)
    return uuids


def cache_images(context: RequestContext, aggregate_id: int, hosts: list[str], image_ids: list[str]) -> None:
    """Have the hosts of an aggregate fetch images into their caches."""
    send(
        context,
        TOPIC,
        TASKS["cache_images"],
        namespace=TASK_NAMESPACE,
        aggregate_id=aggregate_id,
        hosts=hosts,
        image_ids=image_ids,
    )


def ping(context: RequestContext, argument: str) -> dict[str, Any]:
    """Ask any conductor whether it answers: {service, arg}."""
    answer: dict[str, Any] = send(context, TOPIC, PING, namespace="baseapi", arg=argument)
    return answer


class RemoteStore:
    """nova_lite.objects.store.Store over RPC: each method of the protocol is one call to conductor."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = STORE_METHODS.get(name)
        if method is None:
            raise AttributeError(name)

        def call(context: RequestContext, *arguments: Any, **options: Any) -> Any:
            return send(context, TOPIC, method, arguments=list(arguments), options=options)

        return call

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of a nova-scheduler: a table of methods, and one typed function each."""

from nova_lite.context import RequestContext
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.rpc.transport import Kind, Method, send

TOPIC = "scheduler"
VERSION = "4.7"

METHODS = {
    method.name: method
    for method in (
        Method("select_destinations", Kind.LONG_CALL, "4.7"),
        Method("select_for_each", Kind.LONG_CALL, "4.7"),
        Method("update_aggregates", Kind.FANOUT, "4.5"),
        Method("delete_aggregate", Kind.FANOUT, "4.5"),
    )
}


def select_destinations(
    context: RequestContext, request_spec: RequestSpec, instance_uuids: list[str], held: Lease | None = None
) -> list[list[Selection]]:
    """Per server: the claimed host first, then alternates. Raises NoValidHost.

    held: of the placing that this is for; OperationTaken if others hold it by the time its turn comes.
    """
    found: list[list[Selection]] = send(
        context,
        TOPIC,
        METHODS["select_destinations"],
        request_spec=request_spec,
        instance_uuids=instance_uuids,
        held=held,
    )
    return found


def select_for_each(
    context: RequestContext, request_specs: list[RequestSpec], instance_uuids: list[str], held: list[Lease]
) -> list[list[Selection] | None]:
    """As select_destinations for requests for one server each, in one message; None: ask for that one alone."""
    found: list[list[Selection] | None] = send(
        context,
        TOPIC,
        METHODS["select_for_each"],
        request_specs=request_specs,
        instance_uuids=instance_uuids,
        held=held,
    )
    return found


def update_aggregates(context: RequestContext, aggregate_ids: list[int]) -> None:
    """Tell all schedulers to read these aggregates again."""
    send(context, TOPIC, METHODS["update_aggregates"], aggregate_ids=aggregate_ids)


def delete_aggregate(context: RequestContext, aggregate_id: int) -> None:
    """Tell all schedulers that an aggregate is gone."""
    send(context, TOPIC, METHODS["delete_aggregate"], aggregate_id=aggregate_id)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Allocations: what servers (and migrations in progress) hold of the providers.

Placement refuses a write for three reasons that callers must tell apart: somebody changed a provider at the same time
(tried again here), somebody changed the consumer (AllocationUpdateFailed), or there is no room (InsufficientCapacity).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.context import RequestContext
from nova_lite.keystone_auth import Reply
from nova_lite.placement import rest
from nova_lite.placement.model import (
    Allocations,
    Consumer,
    Resources,
    allocations_from_json,
)

LOG = logging.getLogger(__name__)

WRITE_ATTEMPTS = 4
# The generation of a consumer that Placement has noted and written nothing for.
UNUSED = 0
CONSUMER_CHANGED = "consumer generation conflict"


def claim(context: RequestContext, consumer: Consumer) -> None:
    """Take the allocations of a consumer that holds none yet (generation None), or replace those it holds.

    Raises InsufficientCapacity when a provider is too full, AllocationUpdateFailed when the consumer changed or
    conflicts do not end.
    """
    try:
        _put(context, consumer)
    except exception.AllocationUpdateFailed as error:
        is_new = consumer.generation is None and CONSUMER_CHANGED in error.format_message()
        if not is_new or get(context, consumer.uuid) is not None:
            raise
        # Placement notes a consumer before it writes what that holds. If it died between, or refused the provider, the
        # consumer stays: it holds nothing, cannot be deleted, and is not claimed for as one that is new.
        _put(context, replace(consumer, generation=UNUSED))
        LOG.info(
            "Consumer %s, left over from a claim that Placement did not finish, holds its claim now", consumer.uuid
        )


def _put(context: RequestContext, consumer: Consumer) -> None:
    path = f"/allocations/{consumer.uuid}"
    _write(consumer.uuid, lambda: rest.request(context, "PUT", path, json=consumer.to_json()))


def claim_many(context: RequestContext, consumers: Sequence[Consumer]) -> None:
    """Write the allocations of several consumers in one request: all or none. Errors as claim()."""
    if not consumers:
        return
    body = {one.uuid: one.to_json() for one in consumers}
    names = ", ".join(body)
    _write(names, lambda: rest.request(context, "POST", "/allocations", json=body))


def get(context: RequestContext, consumer_uuid: str) -> Consumer | None:
    """What a consumer holds; None when it holds nothing."""
    reply = rest.request(context, "GET", f"/allocations/{consumer_uuid}")
    if not reply.ok:
        raise rest.refuse(reply)
    if not reply.body.get("allocations"):
        return None
    return Consumer(
        uuid=consumer_uuid,
        allocations=allocations_from_json(reply.body["allocations"]),
        project_id=reply.body["project_id"],
        user_id=reply.body["user_id"],
        generation=reply.body["consumer_generation"],
    )


def of_provider(context: RequestContext, provider_uuid: str) -> dict[str, Resources]:
    """Resources by consumer uuid that are taken from one provider. Raises ResourceProviderNotFound."""
    reply = rest.request(context, "GET", f"/resource_providers/{provider_uuid}/allocations")
    if reply.status == 404:
        raise exception.ResourceProviderNotFound(name_or_uuid=provider_uuid)
    if not reply.ok:
        raise rest.refuse(reply)
    return allocations_from_json(reply.body["allocations"])


def delete(context: RequestContext, consumer_uuid: str) -> bool:
    """Give back all that a consumer holds, whatever others do meanwhile; False when it held nothing. Idempotent."""
    reply = rest.request(context, "DELETE", f"/allocations/{consumer_uuid}")
    if not reply.ok and reply.status != 404:
        raise rest.refuse(reply)
    return reply.status != 404


def give_back(context: RequestContext, consumer_uuid: str, provider_uuids: set[str]) -> bool:
    """Give back all that a consumer holds if that is of just these providers; False when it is not.

    Raises AllocationUpdateFailed when it changed meanwhile.
    """
    held = get(context, consumer_uuid)
    if held is None or held.allocations.keys() != provider_uuids:
        return False
    claim(context, replace(held, allocations={}))
    return True


def remove_provider(context: RequestContext, consumer_uuid: str, provider_uuids: set[str]) -> bool:
    """Give back what a consumer holds of some providers and keep the rest; False when it held nothing of them."""
    held = get(context, consumer_uuid)
    if held is None or not provider_uuids & held.allocations.keys():
        return False
    kept = {uuid: one for uuid, one in held.allocations.items() if uuid not in provider_uuids}
    claim(context, replace(held, allocations=kept))
    return True


def move(context: RequestContext, source_uuid: str, target_uuid: str) -> bool:
    """Hand all allocations of one consumer to another, in one step; False when the source holds nothing.

    The target's old allocations are replaced. Raises AllocationUpdateFailed, InsufficientCapacity.
    """
    source = get(context, source_uuid)
    if source is None:
        return False
    target = get(context, target_uuid)
    taken = replace(source, uuid=target_uuid, generation=target.generation if target else None)
    claim_many(context, [replace(source, allocations={}), taken])
    return True


def merge(held: Allocations, added: Allocations) -> Allocations:
    """The sum of two sets of allocations: what a server holds while it moves within one consumer."""
    merged = {uuid: dict(resources) for uuid, resources in held.items()}
    for uuid, resources in added.items():
        mine = merged.setdefault(uuid, {})
        for name, amount in resources.items():
            mine[name] = mine.get(name, 0) + amount
    return merged


def _write(consumers: str, send: Callable[[], Reply]) -> None:
    """Send until no provider changed under us; judge every other refusal."""
    for attempt in range(1, WRITE_ATTEMPTS + 1):
        reply = send()
        if reply.ok:
            return
        text = rest.error_text(reply)
        if reply.status != 409:
            raise rest.refuse(reply)
        if CONSUMER_CHANGED in text:
            raise exception.AllocationUpdateFailed(consumer_uuid=consumers, error=text)
        if rest.error_code(reply) != rest.CONCURRENT_UPDATE:
            raise exception.InsufficientCapacity(consumer_uuid=consumers, error=text)
        if attempt < WRITE_ATTEMPTS:
            LOG.debug("A provider changed while %s were claimed, trying again", consumers)
            concurrency.sleep(random.uniform(0, 2 * attempt))
    raise exception.AllocationUpdateFailed(consumer_uuid=consumers, error=text)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Asking a scheduler for hosts: requests for one server each that come together go in one message."""

from dataclasses import dataclass

from nova_lite import concurrency
from nova_lite.context import RequestContext
from nova_lite.objects.lease import Lease
from nova_lite.objects.request_spec import RequestSpec, Selection
from nova_lite.rpc import scheduler as rpc


@dataclass(frozen=True, slots=True)
class _Asked:
    context: RequestContext
    spec: RequestSpec
    instance_uuid: str
    held: Lease


def select(context: RequestContext, spec: RequestSpec, instance_uuids: list[str], held: Lease) -> list[list[Selection]]:
    """Per server of a request: the claimed host first, then alternates. Raises NoValidHost, OperationTaken."""
    if len(instance_uuids) == 1:
        asked = _Asked(context, spec, instance_uuids[0], held)
        found = _REQUESTS.join(None, asked).get(id(asked))
        if found is not None:
            return [found]
    return rpc.select_destinations(context, spec, instance_uuids, held)


def _select_all(asked: list[_Asked]) -> dict[int, list[Selection] | None]:
    """Selections by request; None for one that must ask alone, to be told why it finds no host.

    The message speaks for the oldest: a scheduler gives back what it claims too late.
    """
    if len(asked) == 1:
        (one,) = asked
        return {id(one): rpc.select_destinations(one.context, one.spec, [one.instance_uuid], one.held)[0]}
    oldest = min(asked, key=lambda one: one.context.timestamp)
    specs, uuids, held = zip(*((one.spec, one.instance_uuid, one.held) for one in asked), strict=True)
    found = rpc.select_for_each(oldest.context, list(specs), list(uuids), list(held))
    return dict(zip(map(id, asked), found, strict=True))


# Placement works as long on the claims of many servers as it works on each alone, and they would all wait for the last.
_REQUESTS = concurrency.Batches(_select_all, most=5)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A daemon's hold on one operation of the journal, and what it reports when the operation ends.

A lease travels with the message that asks for the work. It is good until `expires_at`; whoever gets the message later
must take the operation again before it begins.
"""

import time
from typing import Any

from oslo_utils import uuidutils

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.lifecycle import CREATE, Operation
from nova_lite.objects.base import WireObject, new, wire
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.compute_node import ComputeNode

# So often an operation is tried before what may pass, but need not, ends it.
ATTEMPTS = 5


@wire
class Lease(WireObject):
    """Attempt number `attempt` at operation `uuid`. Times in seconds since the epoch."""

    VERSION = "1.0"

    uuid: str
    instance_uuid: str
    kind: str
    attempt: int
    granted_at: float = 0.0
    expires_at: float = 0.0

    @property
    def may_try_again(self) -> bool:
        """Whether another service that does not answer is waited for, by asking for the operation once more."""
        return self.attempt < ATTEMPTS

    def taken(self) -> exception.OperationTaken:
        """The error of whoever acts for this attempt when another one holds the operation, or it is over."""
        return exception.OperationTaken(uuid=self.uuid, instance_uuid=self.instance_uuid, attempt=self.attempt)


@wire
class Beginning(WireObject):
    """What is recorded when the API accepts an operation.

    action: name in os-instance-actions. event: what `host` does, None when no host takes part. lease: of the host's
    attempt, None for what needs no journal. arguments: what a later attempt must know; `deadline_s` seconds from now it
    ends in any case.
    """

    VERSION = "1.0"

    action: str
    event: str | None = None
    host: str | None = None
    lease: Lease | None = None
    deadline_s: int = 0
    arguments: dict[str, Any] = new(dict)


@wire
class Ending(WireObject):
    """What is recorded when a host's part of an operation ends, all in one transaction.

    lease None: the operation was none of the journal's. failure: traceback, makes the event an Error. fault: text for
    the server's owner. outcome: of the journal's row; None leaves it open for whoever goes on. devices: block devices
    that changed. node: the record of the host's node, if that changed too. Only with outcome None: arguments, what the
    next attempt needs to know, and handed_to, the host that makes it (None: whoever finds it).
    """

    VERSION = "1.1"

    lease: Lease | None = None
    event: str | None = None
    host: str | None = None
    failure: str | None = None
    fault: str | None = None
    fault_details: str | None = None
    outcome: str | None = None
    arguments: dict[str, Any] | None = None
    handed_to: str | None = None
    devices: list[BlockDevice] = new(list)
    node: ComputeNode | None = None


def deadline_s(operation: Operation) -> int:
    """Seconds that an operation may take."""
    return int(CONF.journal.create_deadline if operation is CREATE else CONF.journal.operation_deadline)


def grant(operation: Operation, instance_uuid: str, attempt: int) -> Lease:
    """A lease of a new operation that begins now."""
    now = time.time()
    return Lease(
        uuid=uuidutils.generate_uuid(),
        instance_uuid=instance_uuid,
        kind=operation.name,
        attempt=attempt,
        granted_at=now,
        expires_at=now + CONF.journal.lease,
    )


def renewed(lease: Lease, attempt: int) -> Lease:
    """The lease of another attempt at the same operation, from now on."""
    now = time.time()
    return lease.copy(attempt=attempt, granted_at=now, expires_at=now + CONF.journal.lease)

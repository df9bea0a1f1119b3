# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which operations of the journal this process may work on, which it works on, and what it has finished.

A message with a fresh lease costs nothing to accept. One that is late, or older than this process, is accepted only
after the journal has given us the operation again. One that is a repetition is refused. Work that takes long has its
lease renewed by reports.py.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from oslo_log import log as logging

from nova_lite import exception, figures
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects import store
from nova_lite.objects.instance import Instance
from nova_lite.objects.lease import Lease

LOG = logging.getLogger(__name__)

REMEMBERED = 10_000
# A lease that is about to end is taken again first: the work would begin without one.
MARGIN_S = 2.0


@dataclass(slots=True)
class Held:
    """One operation that runs or waits here. shown: the task_state that was last told to conductor."""

    lease: Lease
    context: RequestContext
    instance: Instance
    shown: str | None
    renewed_at: float


class Leases:
    """The operations of one compute process. Any thread may call any method."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._began = time.time()
        self._lock = threading.Lock()
        self._held: dict[str, Held] = {}
        self._finished: OrderedDict[str, int] = OrderedDict()
        self._deleted: OrderedDict[str, None] = OrderedDict()

    def accept(self, context: RequestContext, instance: Instance, lease: Lease | None) -> bool:
        """True if the operation of a message may begin now; False for repetitions and for what others have taken.

        Without a lease there is nothing to check.
        """
        if lease is None:
            return True
        figures.observe(figures.MESSAGE_AGE, max(0.0, time.time() - lease.granted_at), lease.kind)
        if self._is_repeated(lease) or self.is_deleted(instance.uuid):
            LOG.info("Instance %s: %s is in hand or over already, the message is dropped", instance.uuid, lease.kind)
            return False
        if not self._is_fresh(lease):
            try:
                lease = store.current().take_operation(context, lease, self._host)
            except exception.OperationTaken as error:
                LOG.info("Instance %s: a late message is dropped: %s", instance.uuid, error)
                return False
        with self._lock:
            self._held[lease.uuid] = Held(lease, context, instance, instance.task_state, time.time())
        return True

    def _is_repeated(self, lease: Lease) -> bool:
        """True for an operation in hand, whose holder then acts for the newer attempt, and for a finished one."""
        with self._lock:
            held = self._held.get(lease.uuid)
            if held is not None:
                if lease.attempt > held.lease.attempt:
                    held.lease = lease
                return True
            return self._finished.get(lease.uuid, 0) >= lease.attempt

    def _is_fresh(self, lease: Lease) -> bool:
        return bool(lease.granted_at >= self._began and time.time() < lease.expires_at - MARGIN_S)

    def current(self, lease: Lease | None) -> Lease | None:
        """The newest attempt of an operation in hand: what its ending must name."""
        if lease is None:
            return None
        with self._lock:
            held = self._held.get(lease.uuid)
            return lease if held is None else held.lease

    def release(self, lease: Lease | None) -> None:
        """The operation is over here."""
        if lease is None:
            return
        with self._lock:
            held = self._held.pop(lease.uuid, None)
            self._finished[lease.uuid] = max(lease.attempt, held.lease.attempt if held else 0)
            _forget_oldest(self._finished)

    def note_deleted(self, uuid: str) -> None:
        """A server was deleted here: what still comes for it, or waits behind that, must not begin."""
        with self._lock:
            self._deleted[uuid] = None
            _forget_oldest(self._deleted)

    def is_deleted(self, uuid: str) -> bool:
        """True for a server that this process has deleted."""
        with self._lock:
            return uuid in self._deleted

    def is_busy(self, uuid: str) -> bool:
        """True while an operation on the server runs or waits here."""
        with self._lock:
            return any(held.instance.uuid == uuid for held in self._held.values())

    def to_renew(self, older_than_s: float) -> list[Held]:
        """Operations in hand for longer than that whose lease is a quarter over, or that have reached another step."""
        now = time.time()
        quarter = CONF.journal.lease / 4
        with self._lock:
            return [
                held
                for held in self._held.values()
                if now - held.lease.granted_at >= older_than_s
                and (now - held.renewed_at >= quarter or held.instance.task_state != held.shown)
            ]


def _forget_oldest(memory: OrderedDict[str, Any]) -> None:
    while len(memory) > REMEMBERED:
        memory.popitem(last=False)

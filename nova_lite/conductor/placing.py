# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The hold on requests that are being placed: rows of the journal in the API database, one per POST /servers.

What this process works on is kept here so that its leases can be renewed; a request whose holder slept is taken by
another conductor, and the sleeper finds out at its next step.
"""

import threading
import time
from typing import Any

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.conductor import owner
from nova_lite.conf import CONF
from nova_lite.db import journal
from nova_lite.db.engine import api_database, retry_on_deadlock
from nova_lite.objects.lease import Lease, renewed

LOG = logging.getLogger(__name__)

# A lease that is about to end may be over when the next step begins.
MARGIN_S = 2.0
# What could not be done is tried again after so many seconds, at most after a lease.
PAUSE_S = 5

_lock = threading.Lock()
_held: dict[str, Lease] = {}


def take(lease: Lease) -> Lease | None:
    """Hold the request of a message; None when another conductor was faster or it is over."""
    if id(lease) not in _TAKES.join(None, lease):
        return None
    held = renewed(lease, lease.attempt + 1)
    with _lock:
        _held[held.uuid] = held
    return held


def _take_all(leases: list[Lease]) -> set[int]:
    """Those that are held now, as objects: two messages may carry the same lease."""
    if len(leases) > 1 and _take_together(leases):
        return {id(lease) for lease in leases}
    return _take_each(leases)


@retry_on_deadlock
def _take_together(leases: list[Lease]) -> bool:
    """Take requests that came for the first time in one statement; False, with none taken, if one is in other hands."""
    uuids = [lease.uuid for lease in leases if lease.attempt == 0]
    with api_database().writer() as session:
        taken = journal.take_all(session, journal.PLACING, uuids, 0, owner.name(), CONF.journal.lease)
        if taken < len(leases):
            session.rollback()
    return taken == len(leases)


@retry_on_deadlock
def _take_each(leases: list[Lease]) -> set[int]:
    with api_database().writer() as session:
        return {
            id(lease)
            for lease in leases
            if journal.take(session, journal.PLACING, lease.uuid, lease.attempt, owner.name(), CONF.journal.lease)
        }


# Messages that come while others are taken are taken together.
_TAKES = concurrency.Batches(_take_all)


@retry_on_deadlock
def check(held: Lease) -> None:
    """Raise OperationTaken when the request is not ours any more; asks the journal only if the lease may be over."""
    with _lock:
        current = _held.get(held.uuid, held)
    if time.time() < current.expires_at - MARGIN_S:
        return
    with api_database().writer() as session:
        renew_in(session, held)


@retry_on_deadlock
def postpone(held: Lease, pause_s: float = PAUSE_S) -> None:
    """Have the request taken up again soon; raises OperationTaken. While the database is away its lease runs out."""
    release(held)  # renew() would hold it for longer
    values = {"owner": journal.NOBODY, "lease": journal.after(min(pause_s, CONF.journal.lease))}
    try:
        with api_database().writer() as session:
            require(journal.change(session, journal.PLACING, held.uuid, held.attempt, values), held)
    except exception.DatabaseUnavailable as error:
        LOG.info("The request for server %s waits for the end of its lease: %s", held.instance_uuid, error)


def renew_in(session: Any, held: Lease) -> None:
    """Prolong the request inside the caller's transaction; raises OperationTaken."""
    values = {"lease": journal.after(CONF.journal.lease)}
    require(journal.change(session, journal.PLACING, held.uuid, held.attempt, values), held)


def require(is_ours: bool, held: Lease) -> None:
    """Raise OperationTaken unless a change of the journal found our attempt."""
    if not is_ours:
        raise held.taken()


def finish(session: Any, held: Lease, outcome: str) -> None:
    """End the request inside the caller's transaction; raises OperationTaken."""
    require(journal.finish(session, journal.PLACING, held.uuid, held.attempt, outcome), held)


def release(held: Lease) -> None:
    """This process does not work on it any more; an open row is found by the next sweep."""
    with _lock:
        if held.uuid in _held and _held[held.uuid].attempt == held.attempt:  # else it was taken again meanwhile
            del _held[held.uuid]


def is_idle() -> bool:
    """True while this process works on no request: whatever came for it is done."""
    with _lock:
        return not _held


@retry_on_deadlock
def renew() -> None:
    """Prolong what this process works on."""
    with _lock:
        held = list(_held.values())
    if not held:
        return
    with api_database().writer() as session:
        pairs = [(lease.uuid, lease.attempt) for lease in held]
        kept = journal.renew(session, journal.PLACING, pairs, CONF.journal.lease)
    with _lock:
        for lease in held:
            if lease.uuid in kept and lease.uuid in _held:
                _held[lease.uuid] = renewed(lease, lease.attempt)

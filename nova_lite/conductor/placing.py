# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The hold on requests that are being placed: rows of the journal in the API database, one per POST /servers.

What this process works on is kept here so that its leases can be renewed; a request whose holder slept is taken by
another conductor, and the sleeper finds out at its next step.
"""

import threading
from typing import Any

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.db import journal
from nova_lite.db.engine import api_database
from nova_lite.objects.lease import Lease, renewed

_lock = threading.Lock()
_held: dict[str, Lease] = {}


def owner() -> str:
    """How this conductor is named in the journal."""
    return f"conductor:{CONF.host}"


def take(lease: Lease) -> Lease | None:
    """Hold the request of a message; None when another conductor was faster or it is over."""
    with api_database().writer() as session:
        if not journal.take(session, journal.PLACING, lease.uuid, lease.attempt, owner(), CONF.journal.lease):
            return None
    held = renewed(lease, lease.attempt + 1)
    with _lock:
        _held[held.uuid] = held
    return held


def check(held: Lease, step: str) -> None:
    """Note the step that comes now; raises OperationTaken when the request is not ours any more."""
    with api_database().writer() as session:
        require(journal.change(session, journal.PLACING, held.uuid, held.attempt, {"step": step}), held)


def require(is_ours: bool, held: Lease) -> None:
    """Raise OperationTaken unless a change of the journal found our attempt."""
    if not is_ours:
        raise exception.OperationTaken(uuid=held.uuid, instance_uuid=held.instance_uuid, attempt=held.attempt)


def finish(session: Any, held: Lease, outcome: str) -> None:
    """End the request inside the caller's transaction; raises OperationTaken."""
    require(journal.finish(session, journal.PLACING, held.uuid, held.attempt, outcome), held)


def release(held: Lease) -> None:
    """This process does not work on it any more; an open row is found by the next sweep."""
    with _lock:
        _held.pop(held.uuid, None)


def renew() -> None:
    """Prolong what this process works on."""
    with _lock:
        pairs = [(lease.uuid, lease.attempt) for lease in _held.values()]
    if pairs:
        with api_database().writer() as session:
            journal.renew(session, journal.PLACING, pairs, CONF.journal.lease)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Leases begin now and end after the option's time."""

import time

from nova_lite.conf import CONF
from nova_lite.lifecycle import CREATE, STOP
from nova_lite.objects.lease import deadline_s, grant, renewed


def test_lease_begins_now() -> None:
    lease = grant(STOP, "server", attempt=1)
    assert (lease.kind, lease.instance_uuid, lease.attempt) == ("stop", "server", 1)
    assert lease.granted_at <= time.time() < lease.expires_at
    assert lease.expires_at - lease.granted_at == CONF.journal.lease
    assert grant(STOP, "server", attempt=1).uuid != lease.uuid


def test_next_attempt_is_of_the_same_operation() -> None:
    lease = grant(CREATE, "server", attempt=1)
    lease.expires_at = 0
    after = renewed(lease, 2)
    assert (after.uuid, after.attempt) == (lease.uuid, 2)
    assert after.expires_at > time.time() and lease.attempt == 1


def test_builds_have_a_deadline_of_their_own() -> None:
    CONF.set_override("create_deadline", 10, "journal")
    try:
        assert (deadline_s(CREATE), deadline_s(STOP)) == (10, 3600)
    finally:
        CONF.clear_override("create_deadline", "journal")

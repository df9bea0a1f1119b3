# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Faults: the latest of each server."""

from nova_lite.db.main import faults
from nova_lite.db.session import Session
from tests.unit.db import rows


def test_the_latest_fault_of_each_server(session: Session) -> None:
    first, second, healthy = (rows.server(session) for _ in range(3))
    for uuid, message in ((first, "old"), (second, "other"), (first, "new")):
        faults.create(session, instance_uuid=uuid, code=500, message=message, details="x" * 100_000, host="h1")
    found = faults.latest(session, [first, second, healthy])
    assert {uuid: row.message for uuid, row in found.items()} == {first: "new", second: "other"}
    assert len(found[first].details or "") == 100_000
    assert faults.latest(session, []) == {}

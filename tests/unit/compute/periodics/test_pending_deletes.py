# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Deletions that happened without this host."""

from nova_lite import exception
from nova_lite.compute.periodics.pending_deletes import PendingDeletes
from tests.unit.compute.fakes import UUID, Cloud


def test_host_cleans_up_after_a_deletion_while_it_was_down(cloud: Cloud) -> None:
    cloud.instance(deleted=True, cleaned=False)
    cloud.instance(uuid="other-host", deleted=True, cleaned=False, host="cmp2")
    PendingDeletes().run(cloud.host, cloud.context)
    assert cloud.driver.calls == ["destroy"]
    assert cloud.store.rows[UUID].cleaned
    assert not cloud.store.rows["other-host"].cleaned
    assert cloud.allocations.deleted == [UUID]


def test_hopeless_attempts_end(cloud: Cloud) -> None:
    cloud.instance(deleted=True, cleaned=False)
    cloud.driver.fail["destroy"] = exception.HypervisorUnavailable()
    task = PendingDeletes()
    for _ in range(9):
        task.run(cloud.host, cloud.context)
    assert cloud.driver.calls == ["destroy"] * 5

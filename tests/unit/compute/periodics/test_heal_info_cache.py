# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Going round the servers."""

from dataclasses import replace

from nova_lite.compute.periodics.heal_info_cache import HealInfoCache
from nova_lite.lifecycle import TaskState
from tests.unit.compute.fakes import PORT, Cloud


def test_one_server_after_the_other(cloud: Cloud) -> None:
    cloud.network.vifs = [replace(PORT, active=True)]
    for uuid in ("a", "b"):
        cloud.tracker.update(cloud.instance(uuid=uuid))
    healer = HealInfoCache()

    def healed() -> list[bool]:
        healer.run(cloud.host, cloud.context)
        return [cloud.store.rows[uuid].network_info[0]["active"] for uuid in ("a", "b")]

    assert healed() == [True, False]
    assert healed() == [True, True]
    cloud.network.vifs = []
    healer.run(cloud.host, cloud.context)
    assert cloud.store.rows["a"].network_info == []


def test_busy_and_lost_servers_are_passed_over(cloud: Cloud) -> None:
    cloud.tracker.update(cloud.instance(task_state=TaskState.SPAWNING))
    HealInfoCache().run(cloud.host, cloud.context)
    cloud.store.rows.clear()
    HealInfoCache().run(cloud.host, cloud.context)
    assert cloud.network.calls == []


def test_empty_host(cloud: Cloud) -> None:
    HealInfoCache().run(cloud.host, cloud.context)
    assert cloud.store.calls == []

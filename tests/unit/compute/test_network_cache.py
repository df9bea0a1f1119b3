# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The recorded network information."""

from dataclasses import replace

from nova_lite.compute import network_cache
from tests.unit.compute.fakes import PORT, UUID, Cloud


def test_change_is_saved(cloud: Cloud) -> None:
    cloud.network.vifs = [replace(PORT, active=True)]
    network_cache.refresh(cloud.host, cloud.context, cloud.instance())
    assert cloud.store.rows[UUID].network_info[0]["active"] is True


def test_same_content_is_not_saved(cloud: Cloud) -> None:
    network_cache.refresh(cloud.host, cloud.context, cloud.instance())
    assert cloud.store.calls == []


def test_lock_is_not_the_servers_own() -> None:
    assert network_cache.lock_name(UUID) != UUID

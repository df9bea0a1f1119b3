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
    assert cloud.store.calls == ["get_instance"]


def test_lock_is_not_the_servers_own() -> None:
    assert network_cache.lock_name(UUID) != UUID


def test_what_only_the_record_knows_is_read_again(cloud: Cloud) -> None:
    old = cloud.instance()
    cloud.store.rows[UUID].network_info = [{**old.network_info[0], "preserve_on_delete": True}]
    network_cache.read_again(cloud.context, old)
    assert old.network_info[0]["preserve_on_delete"]
    assert "network_info" not in old.obj_what_changed()

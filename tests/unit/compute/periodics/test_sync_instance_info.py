# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Uuids for the schedulers."""

from nova_lite.compute.periodics import sync_instance_info
from tests.unit.compute.fakes import HOST, UUID, Cloud


def test_all_servers_are_named_without_asking_the_database(cloud: Cloud) -> None:
    cloud.tracker.update(cloud.instance())
    sync_instance_info.run(cloud.host, cloud.context)
    assert cloud.sent == [("sync_instance_info", {"host_name": HOST, "instance_uuids": [UUID]})]
    assert cloud.store.calls == []

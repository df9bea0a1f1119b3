# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What schedulers are told."""

from nova_lite.compute import scheduler_info
from nova_lite.conf import CONF
from tests.unit.compute.fakes import HOST, UUID, Cloud


def test_changes_and_departures(cloud: Cloud) -> None:
    scheduler_info.changed(cloud.context, HOST, [cloud.instance()])
    scheduler_info.gone(cloud.context, HOST, UUID)
    scheduler_info.compare(cloud.context, HOST, [UUID])
    assert cloud.names_sent() == ["update_instance_info", "delete_instance_info", "sync_instance_info"]
    (facts,) = cloud.sent[0][1]["instances"]
    assert (facts["uuid"], facts["vm_state"], facts["image_ref"]) == (UUID, "active", "img")


def test_nothing_is_told_when_switched_off(cloud: Cloud) -> None:
    CONF.set_override("track_instance_changes", False, "filter_scheduler")
    try:
        scheduler_info.changed(cloud.context, HOST, [cloud.instance()])
        scheduler_info.gone(cloud.context, HOST, UUID)
        scheduler_info.compare(cloud.context, HOST, [UUID])
    finally:
        CONF.clear_override("track_instance_changes", "filter_scheduler")
    assert cloud.sent == []

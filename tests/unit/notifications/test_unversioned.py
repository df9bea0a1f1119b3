# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The old flat payloads."""

from nova_lite import exception
from nova_lite.notifications import unversioned
from nova_lite.objects.instance import Instance


def test_action_payload(instance: Instance) -> None:
    payload = unversioned.action_payload(instance)
    expected = {
        "instance_id": instance.uuid,
        "instance_type": "small",
        "instance_flavor_id": "1",
        "disk_gb": 3,
        "created_at": "2026-11-20 10:00:00",
        "deleted_at": "",
        "state": "active",
        "state_description": "",
        "progress": "",
        "image_meta": {"name": "cirros", "min_ram": "64"},
        "metadata": {"k": "v"},
    }
    assert {key: payload[key] for key in expected} == expected
    (address,) = payload["fixed_ips"]
    assert (address["address"], address["label"], address["vif_mac"]) == ("10.0.0.5", "private", "fa:16:3e:00:00:01")
    assert [one["address"] for one in address["floating_ips"]] == ["172.24.4.9"]
    assert "exception" not in payload


def test_create_tells_success_from_failure(instance: Instance) -> None:
    assert unversioned.create_payload(instance)["message"] == "Success"
    failed = unversioned.create_payload(instance, exception.NoValidHost(reason="full"))
    assert failed["message"] == "No valid host was found. full"
    assert failed["code"] == 500
    instance.launched_at = None
    assert unversioned.create_payload(instance)["message"] == ""


def test_update(instance: Instance) -> None:
    states = {"old_state": "building", "state": "active", "old_task_state": "spawning", "new_task_state": None}
    payload = unversioned.update_payload(instance, states, None)
    assert {key: payload[key] for key in states} == states
    assert "old_display_name" not in payload
    assert payload["audit_period_beginning"].endswith("-01 00:00:00")

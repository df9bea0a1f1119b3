# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Builds that fail: what the user sees, and that nothing is left."""

from nova_lite import exception
from nova_lite.context import get_admin_context
from nova_lite.db.engine import cell_database
from nova_lite.db.main import services
from nova_lite.placement import allocations
from tests.functional.stack import Stack


def test_no_valid_host_is_seen_in_show_and_list_and_can_be_deleted(stack: Stack) -> None:
    with cell_database().writer() as session:
        row = services.find(session, "host1", "nova-compute")
        assert row is not None
        services.save(session, row.id, {"disabled": True})
    uuid = stack.boot("homeless")
    shown = stack.wait_for(uuid, "ERROR")
    assert shown["fault"]["code"] == 500 and "No valid host was found" in shown["fault"]["message"]
    listed = stack.request("GET", "/servers/detail?status=error").json["servers"]
    assert [one["id"] for one in listed] == [uuid] and listed[0]["hostId"] == ""
    actions = stack.request("GET", f"/servers/{uuid}/os-instance-actions").json["instanceActions"]
    assert [(one["action"], one["message"]) for one in actions] == [("create", "Error")]
    assert stack.request("DELETE", f"/servers/{uuid}").status_code == 204
    stack.wait_gone(uuid)


def test_a_failed_spawn_leaves_nothing(stack: Stack) -> None:
    network = stack.cloud.neutron.add_network("private", stack.cloud.demo.project_id, ["10.0.0.0/24"])
    stack.driver.failures.plan("spawn", exception.ImageUnacceptable(image_id="x", reason="backing file"), 1)
    uuid = stack.boot("broken", networks=[{"uuid": network["id"]}])
    shown = stack.wait_for(uuid, "ERROR")
    assert "backing file" in shown["fault"]["message"]
    assert stack.cloud.neutron.ports_of(uuid) == []
    assert stack.driver.list_instance_uuids() == []
    assert allocations.get(get_admin_context(), uuid) is None


def test_a_retryable_failure_without_alternates_ends_in_error(stack: Stack) -> None:
    stack.driver.failures.plan("spawn", exception.InstanceDeployFailed(reason="full moon"), 5)
    uuid = stack.boot("unlucky")
    stack.wait_for(uuid, "ERROR")
    assert stack.driver.list_instance_uuids() == []
    assert allocations.get(get_admin_context(), uuid) is None


def test_over_quota(stack: Stack) -> None:
    servers = {"name": "many", "flavorRef": "1", "imageRef": stack.image, "networks": "none", "min_count": 11}
    answer = stack.request("POST", "/servers", {"server": servers})
    assert answer.status_code == 403
    assert answer.json["forbidden"]["message"] == (
        "Quota exceeded for instances: Requested 11, but already used 0 of 10 instances"
    )


def test_delete_while_the_host_is_down(stack: Stack) -> None:
    uuid = stack.boot("left behind")
    stack.wait_for(uuid, "ACTIVE")
    with cell_database().writer() as session:
        row = services.find(session, "host1", "nova-compute")
        assert row is not None
        services.save(session, row.id, {"forced_down": True})
    assert stack.request("DELETE", f"/servers/{uuid}").status_code == 204
    stack.wait_gone(uuid)
    assert allocations.get(get_admin_context(), uuid) is None

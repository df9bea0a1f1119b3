# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts through the daemons: cached images, a lost hypervisor, the usage audit, a host that goes and comes back."""

from typing import Any

from nova_lite import concurrency
from nova_lite.compute.periodics.usage_audit import UsageAudit
from nova_lite.context import get_admin_context
from nova_lite.db.engine import cell_database
from nova_lite.db.main import compute_nodes
from nova_lite.placement.providers import Providers
from tests.functional.stack import WAIT_S, Stack

TRAIT_DISABLED = "COMPUTE_STATUS_DISABLED"


def _admin(stack: Stack, method: str, path: str, body: object = None, code: int = 200, version: str = "2.104") -> Any:
    response = stack.request(method, path, body, who=stack.cloud.admin, version=version)
    assert response.status_code == code, response.text
    return response.json if response.body else None


def _service(stack: Stack) -> dict[str, Any]:
    (found,) = _admin(stack, "GET", "/os-services?binary=nova-compute")["services"]
    return dict(found)


def test_hosts_of_an_aggregate_cache_images(stack: Stack) -> None:
    made = _admin(stack, "POST", "/os-aggregates", {"aggregate": {"name": "a"}})["aggregate"]
    path = f"/os-aggregates/{made['id']}"
    _admin(stack, "POST", f"{path}/action", {"add_host": {"host": "host1"}})
    _admin(stack, "POST", f"{path}/images", {"cache": [{"id": made["uuid"]}]}, 400)
    _admin(stack, "POST", f"{path}/images", {"cache": [{"id": stack.image}]}, 202)
    assert concurrency.wait_until(lambda: stack.driver.cached_images == {stack.image}, WAIT_S, 0.05)


def test_a_lost_hypervisor_disables_the_host_until_it_is_back(stack: Stack) -> None:
    node = str(stack.host.tracker.node.uuid)
    stack.driver.change_connection("Connection to libvirt lost")
    assert concurrency.wait_until(lambda: _service(stack)["status"] == "disabled", WAIT_S, 0.05)
    assert _service(stack)["disabled_reason"] == "AUTO: Connection to libvirt lost"

    def marked() -> bool:
        return TRAIT_DISABLED in Providers().traits(get_admin_context(), node)

    assert concurrency.wait_until(marked, WAIT_S, 0.05)
    stack.driver.change_connection(None)
    assert concurrency.wait_until(lambda: _service(stack)["status"] == "enabled", WAIT_S, 0.05)
    assert concurrency.wait_until(lambda: not marked(), WAIT_S, 0.05)


def test_the_usage_audit_is_visible(stack: Stack) -> None:
    before = _admin(stack, "GET", "/os-instance_usage_audit_log")["instance_usage_audit_logs"]
    assert before["hosts_not_run"] == ["host1"]
    UsageAudit().run(stack.host, get_admin_context())
    after = _admin(stack, "GET", "/os-instance_usage_audit_log")["instance_usage_audit_logs"]
    assert (after["overall_status"], after["log"]["host1"]["state"]) == ("ALL hosts done. 0 errors.", "DONE")


def test_a_deleted_host_comes_back_with_its_next_start(stack: Stack) -> None:
    node = str(stack.host.tracker.node.uuid)
    _admin(stack, "DELETE", f"/os-services/{_service(stack)['id']}", code=204)
    assert _admin(stack, "GET", "/os-hypervisors")["hypervisors"] == []
    stack.restart_compute()
    with cell_database().reader() as session:
        assert [str(row.uuid) for row in compute_nodes.unmapped(session)] == [node]
    stack.discover()
    assert [one["id"] for one in _admin(stack, "GET", "/os-hypervisors")["hypervisors"]] == [node]
    stack.wait_for(stack.boot(), "ACTIVE")


def test_old_hosts_and_no_migrations(stack: Stack) -> None:
    uuid = stack.boot()
    stack.wait_for(uuid, "ACTIVE")
    parts = _admin(stack, "GET", "/os-hosts/host1", version="2.42")["host"]
    assert parts[-1]["resource"]["project"] == stack.cloud.demo.project_id and parts[-1]["resource"]["cpu"] == 1
    assert _admin(stack, "GET", "/os-migrations")["migrations"] == []
    assert _admin(stack, "GET", f"/servers/{uuid}/migrations")["migrations"] == []
    _admin(stack, "DELETE", f"/servers/{uuid}/migrations/1", code=409)

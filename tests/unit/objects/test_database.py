# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The Store on databases: what goes in comes out, states guard changes, one transaction per call."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from oslo_config import fixture as config_fixture
from oslo_utils import uuidutils
from sqlalchemy import select

from nova_lite import exception, lifecycle
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db import journal, migration
from nova_lite.db.api import instance_mappings, request_specs, server_groups
from nova_lite.db.engine import DATABASES, api_database, cell_database
from nova_lite.db.main import actions, block_devices, faults, models, services
from nova_lite.objects import database
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.compute_node import ComputeNode
from nova_lite.objects.database import DatabaseStore
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.instance import NETWORK_ALLOCATED, Instance
from nova_lite.objects.lease import Beginning, Ending, grant
from tests.unit.db import servers

STORE = DatabaseStore()
GROUPS = [uuidutils.generate_uuid() for _ in range(20)]


@pytest.fixture(autouse=True, params=servers.offered())
def databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """An API and a cell database without rows."""
    with servers.urls(request.param) as urls, config_fixture.Config(CONF) as config:
        for which, url in urls.items():
            config.config(group=migration.GROUPS[which], connection=url)
            migration.sync(which, url)
        yield
        DATABASES.clear()


@pytest.fixture
def context() -> RequestContext:
    """A user's request."""
    return RequestContext(user_id="u", project_id="p", request_id="req-1", overwrite=False)


def flavor() -> Flavor:
    return Flavor(
        id=3, flavorid="f", name="m1.x", memory_mb=512, vcpus=1, root_gb=2, description=None, extra_specs={"hw:a": "1"}
    )


def insert(**values: Any) -> Instance:
    made = Instance(
        **{
            "uuid": uuidutils.generate_uuid(),
            "user_id": "u",
            "project_id": "p",
            "vm_state": "active",
            "host": "h1",
            "node": "n1",
            "flavor": flavor(),
            **values,
        }
    )
    with cell_database().writer() as session:
        database.insert_instance(session, made)
    return made


def test_tagged_devices_are_kept_and_replaced(context: RequestContext) -> None:
    uuid = insert(device_metadata=[DeviceMetadata(kind="nic", tags=["a"], mac="m")]).uuid
    kept = STORE.get_instance(context, uuid).device_metadata
    assert [(one.kind, one.tags, one.mac) for one in kept] == [("nic", ["a"], "m")]
    STORE.save_instance(context, uuid, {"device_metadata": [DeviceMetadata(kind="disk", tags=["b"])]}, {})
    assert [one.kind for one in STORE.get_instance(context, uuid).device_metadata] == ["disk"]
    STORE.save_instance(context, uuid, {"device_metadata": []}, {})
    assert STORE.get_instance(context, uuid).device_metadata == []


def test_a_server_comes_back_as_it_went_in(context: RequestContext) -> None:
    made = insert(
        metadata={"k": "v"},
        system_metadata={"image_hw_x": "y"},
        network_info=[{"id": "port", "network": {"mtu": 1500}}],
        tags=["b", "a"],
        security_groups=GROUPS,
        trusted_certs=["cert"],
        display_name="größe 🙂",
        locked=True,
        locked_by="owner",
    )
    found = STORE.get_instance(context, made.uuid)
    assert found.id == made.id is not None
    assert (found.metadata, found.system_metadata) == ({"k": "v"}, {"image_hw_x": "y"})
    assert found.network_info == [{"id": "port", "network": {"mtu": 1500}}]
    assert (found.tags, found.security_groups, found.trusted_certs) == (["a", "b"], GROUPS, ["cert"])
    assert found.flavor is not None and found.flavor.extra_specs == {"hw:a": "1"}
    assert found.flavor.values() == flavor().values()
    assert (found.display_name, found.locked, found.locked_by) == ("größe 🙂", True, "owner")
    assert (found.deleted, found.cleaned, found.created_at is None) == (False, False, False)
    assert found.obj_what_changed() == set()


def test_a_server_survives_another_round(context: RequestContext) -> None:
    found = STORE.get_instance(context, insert(security_groups=["g"], metadata={"k": "v"}).uuid)
    again = Instance.from_primitive(found.to_primitive())
    assert again.to_primitive() == found.to_primitive()


def test_fields_that_were_never_set_have_their_defaults_in_the_row() -> None:
    made = insert()
    with cell_database().reader() as session:
        row = database.instances.get(session, made.uuid)
    assert (row.locked, row.hidden, row.progress, row.cleaned, row.launch_index) == (False, False, 0, 0, 0)


def test_servers_of_a_host_and_by_uuid(context: RequestContext) -> None:
    first, second = insert(tags=["x"]), insert(host="h2")
    assert [one.uuid for one in STORE.get_instances_by_host(context, "h1")] == [first.uuid]
    found = STORE.get_instances_by_host(context, "h1", [first.uuid, second.uuid])
    assert {one.uuid: one.tags for one in found} == {first.uuid: ["x"], second.uuid: []}


def test_changes_of_columns_and_satellites(context: RequestContext) -> None:
    made = insert(metadata={"a": "1"}, system_metadata={"s": "1"}, security_groups=["g"])
    bigger = flavor()
    bigger.vcpus = 8
    updates = {
        "host": "h9",
        "launched_at": "2026-01-02T03:04:05Z",
        "cleaned": True,
        "metadata": {"b": "2"},
        "system_metadata": {"t": "2"},
        "network_info": [{"id": "x"}],
        "flavor": bigger,
        "trusted_certs": None,
    }
    STORE.save_instance(context, made.uuid, updates, {})
    found = STORE.get_instance(context, made.uuid)
    assert (found.host, found.cleaned, found.metadata) == ("h9", True, {"b": "2"})
    assert (found.system_metadata, found.security_groups) == ({"t": "2"}, ["g"])
    assert found.network_info == [{"id": "x"}]
    assert found.flavor is not None and found.flavor.vcpus == 8
    assert found.launched_at is not None and found.launched_at.replace(tzinfo=None).isoformat() == "2026-01-02T03:04:05"


def test_security_groups_change_without_the_rest(context: RequestContext) -> None:
    made = insert(system_metadata={"s": "1"}, security_groups=["g"])
    STORE.save_instance(context, made.uuid, {"security_groups": GROUPS}, {})
    found = STORE.get_instance(context, made.uuid)
    assert (found.security_groups, found.system_metadata) == (GROUPS, {"s": "1"})


def test_that_there_may_be_ports_is_not_taken_back(context: RequestContext) -> None:
    """Whoever read the server before writes the rest of what it read."""
    made = insert(system_metadata={NETWORK_ALLOCATED: "False"})
    for saved in ({NETWORK_ALLOCATED: "True"}, {NETWORK_ALLOCATED: "False", "password_0": "x"}):
        STORE.save_instance(context, made.uuid, {"system_metadata": saved}, {})
    found = STORE.get_instance(context, made.uuid)
    assert found.system_metadata == {NETWORK_ALLOCATED: "True", "password_0": "x"} and not found.has_no_ports


def test_expectations_guard_columns_and_satellites_alike(context: RequestContext) -> None:
    made = insert(task_state="rebooting", metadata={"a": "1"})
    with pytest.raises(exception.UnexpectedTaskState):
        STORE.save_instance(context, made.uuid, {"host": "x", "metadata": {}}, {"task_state": [None]})
    with pytest.raises(exception.UnexpectedVMState):
        STORE.save_instance(context, made.uuid, {"metadata": {}}, {"vm_state": ["stopped"]})
    found = STORE.get_instance(context, made.uuid)
    assert (found.host, found.metadata) == ("h1", {"a": "1"})


def test_an_operation_begins_with_its_action(context: RequestContext) -> None:
    made = insert()
    STORE.begin_operation(context, made.uuid, {"task_state": "rebooting"}, {"task_state": [None]}, begun())
    with cell_database().reader() as session:
        action = actions.find(session, made.uuid, "req-1")
        assert action is not None and (action.action, action.user_id, action.project_id) == ("reboot", "u", "p")
        (event,) = actions.events(session, action.id)
        (row,) = journal.owned(session, journal.CELL, "h1")
    assert (event.event, event.host, event.finish_time) == ("compute_reboot_instance", "h1", None)
    assert (row.kind, row.attempt, row.step, json.loads(row.arguments or "")["hard"]) == ("reboot", 1, "sent", True)
    assert database.context_of(row).user_id == "u"


def begun() -> Beginning:
    """A reboot on a host."""
    return Beginning(
        action="reboot",
        event="compute_reboot_instance",
        host="h1",
        lease=grant(lifecycle.REBOOT_HARD, "server", attempt=1),
        deadline_s=60,
        arguments={"hard": True},
    )


def test_an_operation_ends_in_one_transaction_or_not_at_all(context: RequestContext) -> None:
    made, beginning = insert(), begun()
    STORE.begin_operation(context, made.uuid, {"task_state": "rebooting"}, {}, beginning)
    lease = beginning.lease
    ending = Ending(lease=lease, event=beginning.event, host="h1", outcome="done", fault="it broke")
    refused = {"task_state": ["pausing"]}
    with pytest.raises(exception.UnexpectedTaskState):
        STORE.finish_operation(context, made.uuid, {"task_state": None}, refused, ending)
    STORE.finish_operation(context, made.uuid, {"task_state": None}, {"task_state": ["rebooting"]}, ending)
    with pytest.raises(exception.OperationTaken):
        STORE.finish_operation(context, made.uuid, {"task_state": None}, {}, ending)
    with cell_database().reader() as session:
        action = actions.find(session, made.uuid, "req-1")
        assert action is not None
        (event,) = actions.events(session, action.id)
        assert journal.owned(session, journal.CELL, "h1") == []
        assert faults.latest(session, [made.uuid])[made.uuid].message == "it broke"
    assert event.result == "Success"
    assert STORE.get_instance(context, made.uuid).task_state is None


def test_an_operation_is_handed_on(context: RequestContext) -> None:
    made, beginning = insert(task_state="spawning"), begun()
    STORE.begin_operation(context, made.uuid, {}, {}, beginning)
    ending = Ending(lease=beginning.lease, arguments={"selections": []}, handed_to="h2")
    STORE.finish_operation(context, made.uuid, {"host": "h2"}, {}, ending)
    with cell_database().reader() as session:
        (row,) = journal.owned(session, journal.CELL, "h2")
    assert (row.attempt, row.step) == (2, "retry")
    assert json.loads(row.arguments or "")["asked_by"]["project_id"] == "p"


def test_a_late_message_takes_its_operation_once(context: RequestContext) -> None:
    made, beginning = insert(task_state="spawning"), begun()
    STORE.begin_operation(context, made.uuid, {}, {}, beginning)
    assert beginning.lease is not None
    taken = STORE.take_operation(context, beginning.lease, "h1")
    assert taken.attempt == 2
    with pytest.raises(exception.OperationTaken):
        STORE.take_operation(context, beginning.lease, "h1")
    shown = {made.uuid: "networking"}
    assert STORE.renew_operations(context, [beginning.lease], {}) == [taken.uuid]
    assert STORE.renew_operations(context, [taken], shown) == []
    assert STORE.get_instance(context, made.uuid).task_state == "networking"


def test_an_operation_that_is_refused_leaves_no_action(context: RequestContext) -> None:
    made = insert(task_state="rebooting")
    with pytest.raises(exception.UnexpectedTaskState):
        STORE.begin_operation(context, made.uuid, {"task_state": "powering-off"}, {"task_state": [None]}, begun())
    with cell_database().reader() as session:
        assert actions.page(session, made.uuid) == []
        assert journal.owned(session, journal.CELL, "h1") == []


def test_destroy_cleans_up_in_both_databases(context: RequestContext) -> None:
    made = insert(tags=["x"])
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": made.uuid, "project_id": "p", "user_id": "u"}])
        request_specs.create(session, [{"instance_uuid": made.uuid, "spec": "{}"}])
        group = server_groups.create(session, "affinity", {}, name="g", project_id="p", user_id="u")
        server_groups.add_members(session, group, [made.uuid])
    for _ in range(2):
        STORE.destroy_instance(context, made.uuid)
    with pytest.raises(exception.InstanceNotFound):
        STORE.get_instance(context, made.uuid)
    found = STORE.get_instance(context, made.uuid, read_deleted=True)
    assert (found.deleted, found.vm_state, found.task_state, found.power_state) == (True, "deleted", None, 0)
    assert found.terminated_at is not None
    with api_database().reader() as session:
        mapping = instance_mappings.find(session, made.uuid)
        assert mapping is not None and mapping.queued_for_delete
        assert request_specs.find(session, made.uuid) is None
        assert server_groups.get(session, group).members == ()


def test_destroy_that_was_interrupted_is_completed_by_the_next_one(
    context: RequestContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = insert()
    with api_database().writer() as session:
        instance_mappings.create(session, [{"instance_uuid": made.uuid, "project_id": "p", "user_id": "u"}])

    def breaks() -> None:
        raise exception.DatabaseUnavailable(reason="away")

    with monkeypatch.context() as patch:
        patch.setattr(database, "api_database", breaks)
        with pytest.raises(exception.DatabaseUnavailable):
            STORE.destroy_instance(context, made.uuid)
    # Nobody would ask again for a server that is gone from its cell.
    assert not STORE.get_instance(context, made.uuid).deleted
    STORE.destroy_instance(context, made.uuid)
    with api_database().reader() as session:
        mapping = instance_mappings.find(session, made.uuid)
    assert mapping is not None and mapping.queued_for_delete


def test_deleted_servers_wait_for_their_host(context: RequestContext) -> None:
    """Which says so when it finds them, or ends a deletion that was done without it."""
    made, told, _live = insert(), insert(), insert()
    for one in (made, told):
        STORE.destroy_instance(context, one.uuid)
    assert [one.uuid for one in STORE.get_uncleaned_instances(context, "h1")] == [made.uuid, told.uuid]
    STORE.mark_cleaned(context, made.uuid)
    STORE.destroy_instance(context, told.uuid, Ending(host="h1"))
    assert STORE.get_uncleaned_instances(context, "h1") == []


def test_faults_are_cut_to_their_columns(context: RequestContext) -> None:
    made = insert()
    STORE.record_fault(context, made.uuid, "h1", 500, "m" * 1000, "d" * 100_000)
    with cell_database().reader() as session:
        [fault] = faults.latest(session, [made.uuid]).values()
    assert (fault.message, len(fault.details or ""), fault.code) == ("m" * 255, 65_535, 500)


def test_events_of_an_action(context: RequestContext) -> None:
    made, beginning = insert(), begun()
    STORE.begin_operation(context, made.uuid, {}, {}, beginning)
    ending = Ending(lease=beginning.lease, event=beginning.event, host="h1", failure="Traceback", outcome="failed")
    STORE.finish_operation(context, made.uuid, {}, {}, ending)
    with cell_database().reader() as session:
        [action] = actions.page(session, made.uuid)
        [event] = actions.events(session, action.id)
    assert (action.message, event.result, event.host) == ("Error", "Error", "h1")


def test_block_devices_change_by_uuid(context: RequestContext) -> None:
    made = insert()
    devices = [
        BlockDevice(source_type="image", destination_type="local", boot_index=0, delete_on_termination=True),
        BlockDevice(source_type="blank", destination_type="local", guest_format="swap", volume_size=1),
    ]
    with cell_database().writer() as session:
        block_devices.create(session, database.block_device_rows(devices, made.uuid))
    root, swap = STORE.get_block_devices(context, made.uuid)
    assert root.uuid is not None and root.delete_on_termination and swap.is_swap
    root.device_name = "/dev/vda"
    STORE.save_block_devices(context, [root])
    again, other = STORE.get_block_devices(context, made.uuid)
    assert (again.device_name, other.device_name, again.uuid, again.instance_uuid) == (
        "/dev/vda",
        None,
        root.uuid,
        made.uuid,
    )


def test_a_service_is_registered_once(context: RequestContext) -> None:
    first = STORE.register_service(context, "h1", "nova-compute", "compute", 60)
    second = STORE.register_service(context, "h1", "nova-compute", "compute", 66)
    assert (first.id, second.uuid) == (second.id, first.uuid)
    with cell_database().reader() as session:
        [row] = services.listed(session)
    assert (row.version, row.disabled, row.last_seen_up is None) == (66, False, False)
    assert second.version == 66
    STORE.report_service(context, first.id or 0)
    with cell_database().reader() as session:
        assert services.get(session, first.id or 0).report_count == 1


@pytest.mark.parametrize(("binary", "disabled"), [("nova-compute", True), ("nova-scheduler", False)])
def test_new_computes_may_be_disabled(context: RequestContext, binary: str, disabled: bool) -> None:
    with config_fixture.Config(CONF) as config:
        config.config(enable_new_services=False)
        made = STORE.register_service(context, "h1", binary, "t", 66)
    assert (made.disabled, made.disabled_reason is not None) == (disabled, disabled)


def node(**values: Any) -> ComputeNode:
    return ComputeNode(
        uuid=uuidutils.generate_uuid(),
        host="h1",
        hypervisor_hostname="n1",
        hypervisor_type="QEMU",
        cpu_info="{}",
        **values,
    )


def test_a_compute_node_is_created_then_changed(context: RequestContext) -> None:
    made = STORE.save_compute_node(context, node(vcpus=4, ram_allocation_ratio=1.5))
    assert made.id is not None
    made.vcpus_used = 2
    STORE.save_compute_node(context, made)
    [found] = STORE.get_compute_nodes(context, "h1", "unknown")
    assert (found.uuid, found.vcpus, found.vcpus_used, found.ram_allocation_ratio) == (made.uuid, 4, 2, 1.5)
    [by_uuid] = STORE.get_compute_nodes(context, "other host", made.uuid)
    assert by_uuid.id == made.id


def test_a_node_is_changed_with_the_end_of_an_operation_or_not_at_all(context: RequestContext) -> None:
    server, gone, host = insert(task_state="spawning"), insert(), STORE.save_compute_node(context, node())
    STORE.finish_operation(context, server.uuid, {}, {}, Ending(node=host.copy(vcpus_used=1)))
    refused = {"task_state": ["pausing"]}
    with pytest.raises(exception.UnexpectedTaskState):
        STORE.finish_operation(
            context, server.uuid, {"task_state": None}, refused, Ending(node=host.copy(vcpus_used=9))
        )
    [found] = STORE.get_compute_nodes(context, "h1", host.uuid)
    assert found.vcpus_used == 1
    STORE.destroy_instance(context, gone.uuid, Ending(node=host.copy(vcpus_used=0)))
    [found] = STORE.get_compute_nodes(context, "h1", host.uuid)
    assert found.vcpus_used == 0


def test_a_report_of_a_node_does_not_undo_its_discovery(context: RequestContext) -> None:
    made = STORE.save_compute_node(context, node())
    with cell_database().writer() as session:
        database.compute_nodes.set_mapped(session, "h1", 1)
    STORE.save_compute_node(context, made)
    [found] = STORE.get_compute_nodes(context, "h1", made.uuid)
    assert found.mapped == 1


def test_hosts_of_a_group(context: RequestContext) -> None:
    placed, unplaced, alone = insert(), insert(host=None), insert()
    with api_database().writer() as session:
        group = server_groups.create(session, "affinity", {"a": 1}, name="g", project_id="p", user_id="u")
        server_groups.add_members(session, group, [placed.uuid, unplaced.uuid])
    found = STORE.get_group_hosts(context, unplaced.uuid)
    assert found == {"policy": "affinity", "rules": {"a": 1}, "hosts": {placed.uuid: "h1"}}
    assert STORE.get_group_hosts(context, alone.uuid) is None


def test_console_authorisations_end(context: RequestContext) -> None:
    made = insert()
    values = {"console_type": "novnc", "host": "h1", "port": 1, "instance_uuid": made.uuid}
    STORE.save_console_token(context, {**values, "token_hash": "over", "expires": 1})
    STORE.save_console_token(context, {**values, "token_hash": "live", "expires": 2**31 - 1})
    STORE.delete_expired_console_tokens(context)
    with cell_database().reader() as session:
        assert database.console_tokens.find(session, "live") is not None
        assert session.scalars(select(models.ConsoleAuthToken.token_hash)).all() == ["live"]


def test_the_cell_of_the_context_is_used(context: RequestContext, tmp_path: Path) -> None:
    made = insert()
    context.db_url = f"sqlite:///{tmp_path}/other.sqlite"
    models.Base.metadata.create_all(cell_database(context.db_url).engine)
    with pytest.raises(exception.InstanceNotFound):
        STORE.get_instance(context, made.uuid)

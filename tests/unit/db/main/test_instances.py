# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers of a cell: what is written is read, states guard changes, deletion marks everything."""

import datetime

import pytest
from oslo_utils import uuidutils
from sqlalchemy import select

from nova_lite import exception
from nova_lite.db.main import block_devices, instances, models
from nova_lite.db.session import Session
from tests.unit.db import rows

MISSING = uuidutils.generate_uuid()


def test_satellites_are_read_as_they_were_created(session: Session) -> None:
    uuid = rows.server(
        session,
        {
            "metadata": {"a": "1", "A": "2"},
            "system_metadata": {"image_base": "x" * 1000},
            "extra": {"flavor": '{"cur": 1}'},
            "network_info": '[{"id": 1}]',
            "tags": ["x", "y"],
        },
    )
    bare = rows.server(session)
    found = instances.satellites(session, [uuid, bare])
    assert found.metadata == {uuid: {"a": "1", "A": "2"}, bare: {}}
    assert found.system_metadata[uuid] == {"image_base": "x" * 1000}
    assert found.extra[uuid].flavor == '{"cur": 1}'
    assert found.network_info == {uuid: '[{"id": 1}]', bare: "[]"}
    assert sorted(found.tags[uuid]) == ["x", "y"]


def test_only_wanted_satellites_are_read(session: Session) -> None:
    uuid = rows.server(session, {"metadata": {"a": "1"}, "tags": ["x"]})
    found = instances.satellites(session, [uuid], ["tags"])
    assert found.tags == {uuid: ["x"]}
    assert found.metadata == {}
    assert instances.satellites(session, []).extra == {}


def test_get_knows_deleted_servers_only_when_asked(session: Session) -> None:
    uuid = rows.server(session)
    assert instances.destroy(session, uuid)
    with pytest.raises(exception.InstanceNotFound):
        instances.get(session, uuid)
    assert instances.get(session, uuid, read_deleted=True).deleted != 0
    with pytest.raises(exception.InstanceNotFound):
        instances.get(session, MISSING, read_deleted=True)


def test_by_host_and_by_uuids(session: Session) -> None:
    here, there, gone = (rows.server(session, host=host) for host in ("h1", "h2", "h1"))
    instances.destroy(session, gone)
    assert [row.uuid for row in instances.by_host(session, "h1")] == [here]
    assert {row.uuid for row in instances.by_host(session, "h1", read_deleted=True)} == {here, gone}
    assert [row.uuid for row in instances.by_host(session, None, [there, gone])] == [there]
    assert instances.by_host(session, "h1", []) == []


def test_save_when_the_state_is_expected(session: Session) -> None:
    uuid = rows.server(session, task_state="powering-off")
    instances.save(session, uuid, {"task_state": None, "vm_state": "stopped"}, ["powering-off", None], ["active"])
    row = instances.get(session, uuid)
    assert (row.vm_state, row.task_state) == ("stopped", None)
    instances.save(session, uuid, {"task_state": "powering-on"}, [None])
    assert instances.get(session, uuid).task_state == "powering-on"


def test_save_of_the_same_values_counts_as_a_change(session: Session) -> None:
    """MySQL reports rows that really changed unless told otherwise; then this would look like a lost race."""
    uuid = rows.server(session, vm_state="active")
    same = {"vm_state": "active", "updated_at": datetime.datetime(2026, 1, 1)}
    for _ in range(2):
        instances.save(session, uuid, same, [None], ["active"])


def test_save_refuses_an_unexpected_task_state(session: Session) -> None:
    uuid = rows.server(session, task_state="rebooting")
    with pytest.raises(exception.UnexpectedTaskState) as error:
        instances.save(session, uuid, {"task_state": "powering-off"}, [None])
    assert not isinstance(error.value, exception.UnexpectedDeletingTaskState)
    assert error.value.kwargs["actual"] == {"task_state": "rebooting"}
    assert instances.get(session, uuid).task_state == "rebooting"


def test_save_says_when_the_server_is_being_deleted(session: Session) -> None:
    uuid = rows.server(session, task_state="deleting")
    with pytest.raises(exception.UnexpectedDeletingTaskState):
        instances.save(session, uuid, {"task_state": None}, ["spawning"])


def test_save_refuses_an_unexpected_vm_state(session: Session) -> None:
    uuid = rows.server(session, vm_state="error")
    with pytest.raises(exception.UnexpectedVMState):
        instances.save(session, uuid, {"task_state": "rebooting"}, [None], ["active", "stopped"])


@pytest.mark.parametrize("expected", [None, [None]])
def test_save_of_a_missing_server(session: Session, expected: list[None] | None) -> None:
    uuid = rows.server(session)
    instances.destroy(session, uuid)
    for lost in (uuid, MISSING):
        with pytest.raises(exception.InstanceNotFound):
            instances.save(session, lost, {"host": "h"}, expected)


def test_large_satellites(session: Session) -> None:
    uuid = rows.server(session)
    text = '["' + "x" * 100_000 + '"]'
    instances.save_network_info(session, uuid, text)
    instances.save_extra(session, uuid, {"flavor": text})
    found = instances.satellites(session, [uuid])
    assert found.network_info[uuid] == text
    assert found.extra[uuid].flavor == text


def test_destroy_marks_everything_of_the_server_alone(session: Session) -> None:
    items = {"metadata": {"a": "1"}, "system_metadata": {"b": "2"}, "tags": ["x"]}
    gone, kept = rows.server(session, items), rows.server(session, items)
    for uuid in (gone, kept):
        block_devices.create(session, [{"uuid": uuidutils.generate_uuid(), "instance_uuid": uuid}])
    assert instances.destroy(session, gone, {"vm_state": "deleted"}) is True
    assert instances.destroy(session, gone) is False
    row = instances.get(session, gone, read_deleted=True)
    assert (row.vm_state, row.deleted, row.deleted_at is None) == ("deleted", row.id, False)
    for model in (models.InstanceMetadata, models.InstanceExtra, models.InstanceInfoCache, models.BlockDeviceMapping):
        left = session.scalars(select(model.instance_uuid).where(model.deleted == 0))
        assert kept in set(left) and gone not in set(left)
    assert instances.satellites(session, [gone, kept], ["tags"]).tags == {kept: ["x"]}


def test_usage_counts_live_servers(session: Session) -> None:
    project = uuidutils.generate_uuid(dashed=False)
    for values in (
        {},
        {"user_id": "other", "vcpus": 2, "memory_mb": 1024},
        {"vm_state": "soft-delete"},
        {"hidden": True},
        {"project_id": "other"},
    ):
        rows.server(session, **{"project_id": project, "hidden": False, **values})
    instances.destroy(session, rows.server(session, project_id=project))
    assert instances.usage(session, project) == {"instances": 2, "cores": 3, "ram": 1536}
    assert instances.usage(session, project, "other") == {"instances": 1, "cores": 2, "ram": 1024}
    assert instances.usage(session, "nobody") == {"instances": 0, "cores": 0, "ram": 0}


def test_metadata_is_made_exactly_this(session: Session) -> None:
    uuid = rows.server(session, {"metadata": {"kept": "1", "changed": "1", "gone": "1"}})
    instances.set_metadata(session, uuid, {"kept": "1", "changed": "2", "new": "3"})
    assert instances.satellites(session, [uuid]).metadata[uuid] == {"kept": "1", "changed": "2", "new": "3"}
    instances.set_metadata(session, uuid, {})
    assert instances.satellites(session, [uuid]).metadata[uuid] == {}


def test_system_metadata_may_be_null(session: Session) -> None:
    uuid = rows.server(session)
    instances.set_system_metadata(session, uuid, {"a": None})
    instances.set_system_metadata(session, uuid, {"a": "x", "b": None})
    assert instances.satellites(session, [uuid]).system_metadata[uuid] == {"a": "x", "b": None}


def test_names_in_use_ignore_case_and_deleted_servers(session: Session) -> None:
    uuid = rows.server(session, hostname="Web-1", project_id="p1")
    assert instances.names_in_use(session, "wEB-1", None)
    assert instances.names_in_use(session, "web-1", "p1")
    assert not instances.names_in_use(session, "web-1", "p2")
    instances.destroy(session, uuid)
    assert not instances.names_in_use(session, "web-1", None)


def test_deleted_servers_are_uncleaned_until_their_host_has_cleaned_up(session: Session) -> None:
    uuid, _live = rows.server(session, host="h1"), rows.server(session, host="h1")
    instances.destroy(session, uuid)
    assert [row.uuid for row in instances.uncleaned(session, "h1")] == [uuid]
    assert instances.uncleaned(session, "h2") == []
    instances.mark_cleaned(session, uuid)
    assert instances.uncleaned(session, "h1") == []


def test_servers_on_several_hosts(session: Session) -> None:
    first = rows.server(session, host="h1", project_id="p", image_ref="i")
    rows.server(session, host="h9")
    assert instances.on_hosts(session, ["h1", "h2"]) == {"h1": [(first, "p", "i")]}
    assert instances.on_hosts(session, []) == {}

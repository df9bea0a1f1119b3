# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers and their cells."""

from oslo_utils import uuidutils

from nova_lite.db.api import cell_mappings, instance_mappings
from nova_lite.db.session import Session


def make(session: Session, project_id: str = "p", user_id: str = "u") -> str:
    uuid = uuidutils.generate_uuid()
    instance_mappings.create(session, [{"instance_uuid": uuid, "project_id": project_id, "user_id": user_id}])
    return uuid


def test_a_server_gets_its_cell_later(api_session: Session) -> None:
    cell = cell_mappings.create(api_session, uuid=uuidutils.generate_uuid())
    first, second, other = (make(api_session) for _ in range(3))
    instance_mappings.create(api_session, [])
    found = instance_mappings.find(api_session, first)
    assert found is not None and (found.cell_id, found.queued_for_delete) == (None, False)
    instance_mappings.set_cell(api_session, [first, second], cell.id)
    mapped = {row.instance_uuid: row.cell_id for row in instance_mappings.of(api_session, [first, second, other])}
    assert mapped == {first: cell.id, second: cell.id, other: None}
    assert instance_mappings.find(api_session, uuidutils.generate_uuid()) is None


def test_counts_leave_out_servers_that_are_being_deleted(api_session: Session) -> None:
    cell = cell_mappings.create(api_session, uuid=uuidutils.generate_uuid())
    uuids = [make(api_session), make(api_session, user_id="v"), make(api_session)]
    make(api_session, project_id="q")
    instance_mappings.set_cell(api_session, uuids, cell.id)
    instance_mappings.queue_for_delete(api_session, uuids[2])
    assert instance_mappings.count(api_session, "p") == 2
    assert instance_mappings.count(api_session, "p", "v") == 1
    assert instance_mappings.count_in_cell(api_session, cell.id, queued=False) == 2
    assert instance_mappings.count_in_cell(api_session, cell.id, queued=True) == 1
    instance_mappings.queue_for_delete(api_session, uuids[2], queued=False)
    assert instance_mappings.count(api_session, "p") == 3


def test_forgetting_servers(api_session: Session) -> None:
    cell = cell_mappings.create(api_session, uuid=uuidutils.generate_uuid())
    inside, outside, third = (make(api_session) for _ in range(3))
    instance_mappings.set_cell(api_session, [inside], cell.id)
    instance_mappings.destroy_in_cell(api_session, cell.id)
    instance_mappings.destroy(api_session, third)
    assert [row.instance_uuid for row in instance_mappings.of(api_session, [inside, outside, third])] == [outside]

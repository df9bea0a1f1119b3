# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Moves over several cells, and what may be asked of live migrations."""

import datetime

import pytest

from nova_lite import cells, exception
from nova_lite.db.api import cell_mappings
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main.models import Base, Migration
from nova_lite.operations import find, migrations
from tests.unit.control_plane import CELL1, Plane, an_instance
from tests.unit.db import rows

CELL2 = "22222222-2222-2222-2222-222222222222"


def add(instance_uuid: str, status: str = "running", cell: str = CELL1, **values: object) -> Migration:
    with cell_database(cells.by_uuid(cell).database_url).writer() as session:
        return rows.migration(session, instance_uuid, status, **values)


@pytest.fixture
def second_cell(plane: Plane, tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/cell2.sqlite"
    Base.metadata.create_all(cell_database(url).engine)
    with api_database().writer() as session:
        cell_mappings.create(session, uuid=CELL2, name="cell2", transport_url="none:///", database_connection=url)
    cells.reset()


@pytest.mark.usefixtures("second_cell")
def test_pages_go_through_all_cells(plane: Plane) -> None:
    one, two = an_instance(1), an_instance(2)
    plane.add(one)
    plane.add(two, CELL2)
    moments = [datetime.datetime(2026, 1, day) for day in (1, 2, 3, 4)]
    made = [
        add(server.uuid, cell=cell, created_at=moment)
        for moment, (server, cell) in zip(moments, [(one, CELL1), (two, CELL2)] * 2, strict=True)
    ]
    newest = [row.uuid for row in reversed(made)]
    first = [row.uuid for row in migrations.page(plane.admin, {}, 3, None)]
    assert first == newest[:3]
    assert [row.uuid for row in migrations.page(plane.admin, {}, 3, first[-1])] == newest[3:]
    assert migrations.page(plane.admin, {}, 0, None) == []
    assert {row.uuid for row in migrations.listed(plane.admin, {})} == set(newest)


def test_unknown_marker(plane: Plane) -> None:
    with pytest.raises(exception.MarkerNotFound):
        migrations.page(plane.admin, {}, 10, CELL2)


def server(plane: Plane, **values: object) -> find.Server:
    instance = plane.add(an_instance(1, host="h1", **values))
    return find.server(plane.admin, instance.uuid)


def test_only_live_migrations_in_progress_are_found(plane: Plane) -> None:
    moved = server(plane)
    ours = add(moved.instance.uuid)
    resize, over = add(moved.instance.uuid, migration_type="resize"), add(moved.instance.uuid, "completed")
    assert [row.id for row in migrations.running(moved)] == [ours.id]
    assert migrations.find(moved, str(ours.id)).uuid == ours.uuid
    for ident in (str(resize.id), str(over.id), "77", "x", "9" * 30):
        with pytest.raises(exception.MigrationNotFound):
            migrations.find(moved, ident)


def test_a_server_that_waits_for_a_host_has_none(plane: Plane) -> None:
    waiting = find.Server(plane.admin, an_instance(1), placed=False)
    assert migrations.running(waiting) == []


def test_a_server_that_does_not_migrate_is_left_alone(plane: Plane) -> None:
    idle = server(plane)
    row = add(idle.instance.uuid)
    with pytest.raises(exception.InstanceInvalidState, match="task_state None"):
        migrations.force_complete(idle, str(row.id))
    with pytest.raises(exception.InstanceInvalidState, match="task_state None"):
        migrations.abort(idle, str(row.id), also_waiting=True)


def test_status_decides_what_may_be_asked(plane: Plane) -> None:
    moving = server(plane, task_state="migrating")
    queued, running = add(moving.instance.uuid, "queued"), add(moving.instance.uuid)
    with pytest.raises(exception.Invalid, match="is queued. Cannot force complete"):
        migrations.force_complete(moving, str(queued.id))
    with pytest.raises(exception.Invalid, match="is queued. Cannot abort"):
        migrations.abort(moving, str(queued.id), also_waiting=False)
    for ask in (
        lambda: migrations.abort(moving, str(queued.id), also_waiting=True),
        lambda: migrations.abort(moving, str(running.id), also_waiting=False),
        lambda: migrations.force_complete(moving, str(running.id)),
    ):
        with pytest.raises(exception.UnsupportedFeature):
            ask()
    with pytest.raises(exception.MigrationNotFound):
        migrations.abort(moving, "99", also_waiting=True)

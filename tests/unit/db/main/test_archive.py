# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Archiving: what moves, what stays, what goes."""

import datetime

from sqlalchemy import func, select, update

from nova_lite.db.main import actions, archive, compute_nodes, instances, models, tags, task_log
from nova_lite.db.main.shadow import SHADOWS
from nova_lite.db.session import Session
from tests.unit.db import rows

OLD, NEW = datetime.datetime(2026, 1, 1), datetime.datetime(2026, 2, 1)
MIDDLE = datetime.datetime(2026, 1, 15)


def deleted_server(session: Session, when: datetime.datetime) -> str:
    uuid = rows.server(session, {"metadata": {"a": "b"}, "system_metadata": {}, "tags": []})
    actions.start(session, instance_uuid=uuid, action="create", request_id="req-1")
    actions.start_event(session, uuid, "req-1", "event", "h1")
    rows.migration(session, uuid, "completed")
    instances.destroy(session, uuid, {})
    session.execute(update(models.Instance).where(models.Instance.uuid == uuid).values(deleted_at=when))
    return uuid


def shadows(session: Session, model: type) -> int:
    shadow = SHADOWS[model.__table__]  # type: ignore[attr-defined]
    return session.execute(select(func.count()).select_from(shadow)).scalar() or 0


def test_a_server_moves_with_all_that_hangs_on_it(session: Session) -> None:
    uuid, alive = deleted_server(session, OLD), rows.server(session)
    tags.replace(session, alive, ["t"])
    before = shadows(session, models.Instance)
    counts = archive.archive_servers(session, [uuid])
    assert counts["instances"] == counts["instance_actions"] == counts["instance_actions_events"] == 1
    assert counts["migrations"] == counts["instance_metadata"] == 1
    assert shadows(session, models.Instance) == before + 1
    assert session.scalars(select(models.Instance.uuid).where(models.Instance.uuid == uuid)).all() == []
    assert instances.get(session, alive).uuid == alive


def test_the_date_decides(session: Session) -> None:
    old, new = deleted_server(session, OLD), deleted_server(session, NEW)
    assert old in archive.deleted_servers(session, 100, MIDDLE)
    assert new not in archive.deleted_servers(session, 100, MIDDLE)
    assert {old, new} <= set(archive.deleted_servers(session, 100))
    assert archive.deleted_servers(session, 0) == []


def test_other_rows_move_up_to_a_limit(session: Session) -> None:
    for host in ("h1", "h2", "h3"):
        compute_nodes.destroy(session, compute_nodes.get(session, rows.node(session, host)).id)
    rows.node(session, "h4")
    assert archive.archive_others(session, 2) == {"compute_nodes": 2}
    assert archive.archive_others(session, 0) == {}
    assert archive.archive_others(session, 9, OLD) == {}
    assert archive.archive_others(session, 9) == {"compute_nodes": 1}


def test_task_log(session: Session) -> None:
    task_log.begin(session, "audit", "h1", (OLD, NEW), 0)
    task_log.end(session, "audit", "h1", (OLD, NEW), 0, "")
    assert archive.archive_task_log(session, 9, OLD) == {}
    assert archive.archive_task_log(session, 9) == {"task_log": 1}


def test_purge(session: Session) -> None:
    archive.archive_servers(session, [deleted_server(session, OLD), deleted_server(session, NEW)])
    assert archive.purge(session, OLD) == {}
    assert archive.purge(session, MIDDLE)["shadow_instances"] == 1
    assert archive.purge(session)["shadow_instances"] == 1
    assert archive.purge(session) == {}

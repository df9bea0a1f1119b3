# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Block device mappings of servers."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from nova_lite.db import statements
from nova_lite.db.main.models import BlockDeviceMapping
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session


def create(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert several rows, in one statement if all have the same keys."""
    statements.insert_all(session, BlockDeviceMapping, rows)


def of_instances(session: Session, uuids: Iterable[str]) -> dict[str, list[BlockDeviceMapping]]:
    """Live rows of several servers in one query, in order of their ids."""
    ids = list(uuids)
    found: dict[str, list[BlockDeviceMapping]] = {uuid: [] for uuid in ids}
    if ids:
        table = BlockDeviceMapping
        query = select(table).where(table.instance_uuid.in_(ids), table.deleted == 0).order_by(table.id)
        for row in session.all(table, query):
            found[str(row.instance_uuid)].append(row)
    return found


def save(session: Session, uuid: str, values: Mapping[str, Any]) -> None:
    """Change one row, by its uuid."""
    where = {"uuid": uuid, "deleted": 0}
    statements.change(session, BlockDeviceMapping, where, {"updated_at": utcnow(), **values})


def servers_of_volume(session: Session, volume_id: str) -> list[str]:
    """Servers that a volume is attached to."""
    table = BlockDeviceMapping
    return list(session.scalars(select(table.instance_uuid).where(table.volume_id == volume_id, table.deleted == 0)))

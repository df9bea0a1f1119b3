# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of servers; the latest one is shown."""

from typing import Any

from sqlalchemy import func, insert, select

from nova_lite.db.main.models import InstanceFault
from nova_lite.db.session import Session


def create(session: Session, **values: Any) -> None:
    """Add a fault: instance_uuid, code, message, details, host."""
    session.execute(insert(InstanceFault).values(**values))


def latest(session: Session, uuids: list[str]) -> dict[str, InstanceFault]:
    """The newest fault of each server that has one, in one query."""
    if not uuids:
        return {}
    newest = (
        select(func.max(InstanceFault.id))
        .where(InstanceFault.instance_uuid.in_(uuids), InstanceFault.deleted == 0)
        .group_by(InstanceFault.instance_uuid)
    )
    rows = session.all(InstanceFault, select(InstanceFault).where(InstanceFault.id.in_(newest)))
    return {str(row.instance_uuid): row for row in rows}

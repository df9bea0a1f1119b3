# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Service records: daemons and their heartbeats."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from oslo_utils import uuidutils
from sqlalchemy import func, select, update

from nova_lite import exception
from nova_lite.db import soft_delete, statements
from nova_lite.db.main.models import Service
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session


def find(session: Session, host: str, binary: str) -> Service | None:
    """The record of a daemon on a host."""
    query = select(Service).where(Service.host == host, Service.binary == binary, Service.deleted == 0)
    return session.first(Service, query)


def get(session: Session, service_id: int | str) -> Service:
    """A record by id or uuid; raises ServiceNotFound."""
    column = Service.uuid if isinstance(service_id, str) else Service.id
    row = session.first(Service, select(Service).where(column == service_id, Service.deleted == 0))
    if row is None:
        raise exception.ServiceNotFound(service_id=service_id)
    return row


def create(session: Session, host: str, binary: str, topic: str, **values: Any) -> Service:
    """A new record."""
    uuid = uuidutils.generate_uuid()
    return session.add(Service(uuid=uuid, host=host, binary=binary, topic=topic, report_count=0, **values))


def save(session: Session, service_id: int, values: Mapping[str, Any]) -> None:
    """Change a record."""
    where = {"id": service_id, "deleted": 0}
    statements.change(session, Service, where, {"updated_at": utcnow(), **values})


def report(session: Session, service_ids: Collection[int]) -> int:
    """One heartbeat of each in one statement; how many records are there."""
    now = utcnow()
    statement = (
        update(Service)
        .where(Service.id.in_(service_ids), Service.deleted == 0)
        .values(report_count=Service.report_count + 1, last_seen_up=now, updated_at=now)
    )
    result: Any = session.execute(statement)
    return int(result.rowcount)


def listed(session: Session, host: str | None = None, binary: str | None = None) -> list[Service]:
    """Records in order of their ids."""
    query = select(Service).where(Service.deleted == 0).order_by(Service.id)
    if host is not None:
        query = query.where(Service.host == host)
    if binary is not None:
        query = query.where(Service.binary == binary)
    return session.all(Service, query)


def minimum_version(session: Session, binary: str) -> int:
    """The oldest version among live daemons of a kind; 0 without one."""
    query = select(func.min(Service.version)).where(
        Service.binary == binary, Service.deleted == 0, Service.forced_down.is_not(True)
    )
    return int(session.execute(query).scalar() or 0)


def last_report(session: Session, binary: str) -> datetime.datetime | None:
    """When a daemon of a kind that is not forced down was last heard of; None without one."""
    query = select(func.max(func.coalesce(Service.last_seen_up, Service.created_at))).where(
        Service.binary == binary, Service.deleted == 0, Service.forced_down.is_not(True)
    )
    found: datetime.datetime | None = session.execute(query).scalar()
    return found


def destroy(session: Session, service_id: int) -> bool:
    """Mark a record deleted."""
    return bool(soft_delete.mark(session, Service, {"id": service_id}))

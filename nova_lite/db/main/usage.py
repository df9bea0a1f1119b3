# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which servers used something in a period: plain rows, deleted servers included."""

import datetime
from typing import Any

from sqlalchemy import or_, select

from nova_lite.db import paging
from nova_lite.db.main.models import Instance, InstanceExtra
from nova_lite.db.session import Session

COLUMNS = (
    Instance.uuid,
    Instance.project_id,
    Instance.display_name,
    Instance.memory_mb,
    Instance.vcpus,
    Instance.root_gb,
    Instance.ephemeral_gb,
    Instance.launched_at,
    Instance.terminated_at,
    Instance.vm_state,
    InstanceExtra.flavor,
)


def active_between(
    session: Session,
    begin: datetime.datetime,
    end: datetime.datetime,
    project_id: str | None = None,
    limit: int | None = None,
    after: tuple[str, str] | None = None,
) -> list[Any]:
    """Rows of COLUMNS of servers that ran at some time from begin to end, by project and uuid.

    after: project and uuid of the last row of the page before.
    """
    query = (
        select(*COLUMNS)
        .outerjoin(InstanceExtra, InstanceExtra.instance_uuid == Instance.uuid)
        .where(Instance.launched_at < end, or_(Instance.terminated_at.is_(None), Instance.terminated_at > begin))
    )
    if project_id is not None:
        query = query.where(Instance.project_id == project_id)
    sort = [(Instance.project_id, "asc"), (Instance.uuid, "asc")]
    return list(session.execute(paging.page(query, sort, list(after) if after else None, limit)))


def project_of(session: Session, uuid: str) -> str | None:
    """The project of a server, deleted or not; None for an unknown one."""
    return session.execute(select(Instance.project_id).where(Instance.uuid == uuid)).scalar()


def active_on_host(session: Session, host: str, begin: datetime.datetime, end: datetime.datetime) -> list[str]:
    """Uuids of a host's servers that ran at some time from begin to end, deleted ones included."""
    query = select(Instance.uuid).where(
        Instance.host == host,
        Instance.launched_at < end,
        or_(Instance.terminated_at.is_(None), Instance.terminated_at > begin),
    )
    return list(session.scalars(query.order_by(Instance.id)))

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are not in a cell yet."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nova_lite.db import statements
from nova_lite.db.api.models import BuildRequest


def create(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert build requests: instance_uuid, project_id, instance (JSON), block_device_mappings, tags."""
    statements.insert_all(session, BuildRequest, rows)


def find(session: Session, instance_uuid: str) -> BuildRequest | None:
    """The build request of a server."""
    return session.scalars(select(BuildRequest).where(BuildRequest.instance_uuid == instance_uuid)).first()


def listed(session: Session, project_id: str | None = None) -> list[BuildRequest]:
    """Build requests of a project, or of all."""
    query = select(BuildRequest).order_by(BuildRequest.id)
    if project_id is not None:
        query = query.where(BuildRequest.project_id == project_id)
    return list(session.scalars(query))


def of(session: Session, uuids: Iterable[str]) -> list[BuildRequest]:
    """Build requests of those servers that still have one; the others are placed, or deleted by their users."""
    return list(session.scalars(select(BuildRequest).where(BuildRequest.instance_uuid.in_(list(uuids)))))


def destroy(session: Session, uuids: Iterable[str]) -> int:
    """Remove build requests in one statement; returns how many there were."""
    return statements.remove(session, BuildRequest, {"instance_uuid": list(uuids)})


def save(session: Session, instance_uuid: str, instance: str) -> bool:
    """Change the JSON of a server that is not in a cell yet; False when it is gone."""
    row = find(session, instance_uuid)
    if row is None:
        return False
    row.instance = instance
    return True

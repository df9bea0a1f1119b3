# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers that are not in a cell yet."""

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select

from nova_lite.db import statements
from nova_lite.db.api.models import BuildRequest
from nova_lite.db.session import Session


def create(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert build requests: instance_uuid, project_id, instance (JSON), block_device_mappings, tags."""
    statements.insert_all(session, BuildRequest, rows)


def find(session: Session, instance_uuid: str) -> BuildRequest | None:
    """The build request of a server."""
    return session.first(BuildRequest, select(BuildRequest).where(BuildRequest.instance_uuid == instance_uuid))


def listed(session: Session, project_id: str | None = None) -> Sequence[Any]:
    """Rows of instance_uuid and instance (JSON), oldest first: build requests of a project, or of all."""
    return session.execute(_listed(project_id is None), {"project_id": project_id}).all()


@functools.cache
def _listed(everybody: bool) -> Select[Any]:
    """Built once: every list of servers begins with it."""
    query = select(BuildRequest.instance_uuid, BuildRequest.instance).order_by(BuildRequest.id)
    return query if everybody else query.where(BuildRequest.project_id == bindparam("project_id"))


def of(session: Session, uuids: Iterable[str]) -> list[BuildRequest]:
    """Build requests of those servers that still have one; the others are placed, or deleted by their users."""
    return session.all(BuildRequest, select(BuildRequest).where(BuildRequest.instance_uuid.in_(list(uuids))))


def destroy(session: Session, uuids: Iterable[str]) -> int:
    """Remove build requests in one statement; returns how many there were."""
    return statements.remove(session, BuildRequest, {"instance_uuid": list(uuids)})


def save(session: Session, instance_uuid: str, instance: str) -> bool:
    """Change the JSON of a server that is not in a cell yet; False when it is gone."""
    return bool(statements.change(session, BuildRequest, {"instance_uuid": instance_uuid}, {"instance": instance}))

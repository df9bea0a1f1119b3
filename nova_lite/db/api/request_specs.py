# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Scheduling requests of servers, as JSON."""

from typing import Any

from sqlalchemy import select

from nova_lite.db import statements
from nova_lite.db.api.models import RequestSpec
from nova_lite.db.session import Session


def create(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert specs: instance_uuid, spec."""
    statements.insert_all(session, RequestSpec, rows)


def find(session: Session, instance_uuid: str) -> str | None:
    """The JSON of a server's spec."""
    return session.scalars(select(RequestSpec.spec).where(RequestSpec.instance_uuid == instance_uuid)).first()


def of(session: Session, uuids: list[str]) -> dict[str, str]:
    """JSON of several servers' specs, in one query."""
    query = select(RequestSpec.instance_uuid, RequestSpec.spec).where(RequestSpec.instance_uuid.in_(uuids))
    return dict(session.execute(query).tuples().all())


def save(session: Session, instance_uuid: str, spec: str) -> None:
    """Change a server's spec."""
    statements.change(session, RequestSpec, {"instance_uuid": instance_uuid}, {"spec": spec})


def destroy(session: Session, instance_uuid: str) -> None:
    """Remove a server's spec."""
    statements.remove(session, RequestSpec, {"instance_uuid": instance_uuid})

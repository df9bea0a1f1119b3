# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Scheduling requests of servers, as JSON."""

from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from nova_lite.db.api.models import RequestSpec


def create(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert specs: instance_uuid, spec."""
    if rows:
        session.execute(insert(RequestSpec), rows)


def find(session: Session, instance_uuid: str) -> str | None:
    """The JSON of a server's spec."""
    return session.scalars(select(RequestSpec.spec).where(RequestSpec.instance_uuid == instance_uuid)).first()


def destroy(session: Session, instance_uuid: str) -> None:
    """Remove a server's spec."""
    session.execute(delete(RequestSpec).where(RequestSpec.instance_uuid == instance_uuid))

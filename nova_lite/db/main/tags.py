# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tags of servers."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from nova_lite.db.main.models import Tag


def of_instance(session: Session, uuid: str) -> list[str]:
    """Tags of a server in alphabetical order."""
    return list(session.scalars(select(Tag.tag).where(Tag.resource_id == uuid).order_by(Tag.tag)))


def replace(session: Session, uuid: str, tags: Iterable[str]) -> None:
    """Make the server's tags exactly these."""
    session.execute(delete(Tag).where(Tag.resource_id == uuid))
    rows = [{"resource_id": uuid, "tag": tag} for tag in sorted(set(tags))]
    if rows:
        session.execute(insert(Tag), rows)


def add(session: Session, uuid: str, tag: str) -> None:
    """Add one tag that the server does not have."""
    session.execute(insert(Tag).values(resource_id=uuid, tag=tag))


def remove(session: Session, uuid: str, tag: str) -> bool:
    """Remove one tag; False when the server did not have it."""
    result = session.execute(delete(Tag).where(Tag.resource_id == uuid, Tag.tag == tag))
    return bool(getattr(result, "rowcount", 0))

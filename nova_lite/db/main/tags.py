# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tags of servers."""

from collections.abc import Iterable

from sqlalchemy import select

from nova_lite.db import statements
from nova_lite.db.main.models import Tag
from nova_lite.db.session import Session


def of_instance(session: Session, uuid: str) -> list[str]:
    """Tags of a server in alphabetical order."""
    return list(session.scalars(select(Tag.tag).where(Tag.resource_id == uuid).order_by(Tag.tag)))


def replace(session: Session, uuid: str, tags: Iterable[str]) -> None:
    """Make the server's tags exactly these."""
    statements.remove(session, Tag, {"resource_id": uuid})
    rows = [{"resource_id": uuid, "tag": tag} for tag in sorted(set(tags))]
    statements.insert_all(session, Tag, rows)


def add(session: Session, uuid: str, tag: str) -> None:
    """Add one tag that the server does not have."""
    statements.insert_all(session, Tag, [{"resource_id": uuid, "tag": tag}])


def remove(session: Session, uuid: str, tag: str) -> bool:
    """Remove one tag; False when the server did not have it."""
    return bool(statements.remove(session, Tag, {"resource_id": uuid, "tag": tag}))

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Key pairs of users."""

from typing import Any

from sqlalchemy import delete, func, select

from nova_lite import exception
from nova_lite.db import paging, unique
from nova_lite.db.api.models import KeyPair
from nova_lite.db.session import Session


def get(session: Session, user_id: str, name: str) -> KeyPair:
    """A user's key pair; raises KeypairNotFound."""
    row = session.first(KeyPair, select(KeyPair).where(KeyPair.user_id == user_id, KeyPair.name == name))
    if row is None:
        raise exception.KeypairNotFound(name=name, user_id=user_id)
    return row


def page(session: Session, user_id: str, limit: int | None = None, marker: str | None = None) -> list[KeyPair]:
    """A user's key pairs by name, after the one named `marker` (MarkerNotFound when there is none)."""
    if marker is not None:
        found = select(KeyPair.id).where(KeyPair.user_id == user_id, KeyPair.name == marker)
        if session.execute(found).first() is None:
            raise exception.MarkerNotFound(marker=marker)
    query = select(KeyPair).where(KeyPair.user_id == user_id)
    after = None if marker is None else [marker]
    return session.all(KeyPair, paging.page(query, [(KeyPair.name, "asc")], after, limit))


def create(session: Session, **values: Any) -> KeyPair:
    """A new key pair: user_id, name, public_key, fingerprint, type; raises KeyPairExists."""
    with unique.or_raise(session, exception.KeyPairExists(key_name=values["name"])):
        return session.add(KeyPair(**values))


def destroy(session: Session, user_id: str, name: str) -> None:
    """Remove a key pair; raises KeypairNotFound."""
    result = session.execute(delete(KeyPair).where(KeyPair.user_id == user_id, KeyPair.name == name))
    if not getattr(result, "rowcount", 0):
        raise exception.KeypairNotFound(name=name, user_id=user_id)


def count(session: Session, user_id: str) -> int:
    """How many key pairs a user has."""
    return int(session.execute(select(func.count(KeyPair.id)).where(KeyPair.user_id == user_id)).scalar() or 0)

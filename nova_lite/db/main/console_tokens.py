# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Authorised console connections, by the hash of their token."""

import time
from typing import Any

from sqlalchemy import delete, insert, select

from nova_lite.db import statements
from nova_lite.db.main.models import ConsoleAuthToken
from nova_lite.db.session import Session


def create(session: Session, **values: Any) -> None:
    """Record an authorisation."""
    session.execute(insert(ConsoleAuthToken).values(**values))


def find(session: Session, token_hash: str) -> ConsoleAuthToken | None:
    """The live authorisation of a token."""
    query = select(ConsoleAuthToken).where(
        ConsoleAuthToken.token_hash == token_hash, ConsoleAuthToken.expires > int(time.time())
    )
    return session.first(ConsoleAuthToken, query)


def clean(session: Session) -> int:
    """Remove expired authorisations; returns how many."""
    statement = delete(ConsoleAuthToken).where(ConsoleAuthToken.expires <= int(time.time()))
    result: Any = session.execute(statement)
    return int(result.rowcount)


def remove(session: Session, instance_uuid: str) -> int:
    """Remove all authorisations of a server; returns how many."""
    return statements.remove(session, ConsoleAuthToken, {"instance_uuid": instance_uuid})

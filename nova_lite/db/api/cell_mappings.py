# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Cells."""

from typing import Any

from sqlalchemy import delete, select, update

from nova_lite.db.api.models import CellMapping
from nova_lite.db.session import Session


def listed(session: Session) -> list[CellMapping]:
    """All cells in order of their ids."""
    return session.all(CellMapping, select(CellMapping).order_by(CellMapping.id))


def find(session: Session, uuid: str) -> CellMapping | None:
    """The cell of a uuid."""
    return session.first(CellMapping, select(CellMapping).where(CellMapping.uuid == uuid))


def create(session: Session, **values: Any) -> CellMapping:
    """A new cell: uuid, name, transport_url, database_connection, disabled."""
    return session.add(CellMapping(**values))


def save(session: Session, uuid: str, **values: Any) -> None:
    """Change a cell."""
    session.execute(update(CellMapping).where(CellMapping.uuid == uuid).values(**values))


def destroy(session: Session, uuid: str) -> None:
    """Remove a cell."""
    session.execute(delete(CellMapping).where(CellMapping.uuid == uuid))

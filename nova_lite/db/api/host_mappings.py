# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which cell each compute host is in."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from nova_lite.db.api.models import CellMapping, HostMapping
from nova_lite.db.session import Session


def cell_of(session: Session, host: str) -> CellMapping | None:
    """The cell of a host."""
    query = select(CellMapping).join(HostMapping, HostMapping.cell_id == CellMapping.id).where(HostMapping.host == host)
    return session.first(CellMapping, query)


def listed(session: Session, cell_id: int | None = None) -> list[tuple[str, CellMapping]]:
    """Hosts with their cells, of one cell if given."""
    query = select(CellMapping, HostMapping.host).join(HostMapping, HostMapping.cell_id == CellMapping.id)
    if cell_id is not None:
        query = query.where(HostMapping.cell_id == cell_id)
    return [(row.host, CellMapping.of(row)) for row in session.execute(query.order_by(HostMapping.host))]


def known(session: Session, hosts: Iterable[str]) -> set[str]:
    """Those of the hosts that have a cell."""
    return set(session.scalars(select(HostMapping.host).where(HostMapping.host.in_(list(hosts)))))


def create(session: Session, cell_id: int, host: str) -> None:
    """Put a host into a cell."""
    session.execute(insert(HostMapping).values(cell_id=cell_id, host=host))


def destroy(session: Session, host: str) -> bool:
    """Forget a host; False when it was not known."""
    result = session.execute(delete(HostMapping).where(HostMapping.host == host))
    return bool(getattr(result, "rowcount", 0))

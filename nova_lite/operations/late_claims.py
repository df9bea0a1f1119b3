# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Claims that came too late: whoever made them is the only one who knows of them.

A server that was deleted, or buried in cell0, while it was placed needs nothing any more, and whoever saw to that has
given back already what it held by then.
"""

from collections.abc import Callable, Sequence

from oslo_log import log as logging

from nova_lite import cells, concurrency, exception
from nova_lite.context import RequestContext
from nova_lite.db.api import instance_mappings
from nova_lite.db.engine import api_database
from nova_lite.placement import allocations

LOG = logging.getLogger(__name__)

AWAY = (exception.DatabaseUnavailable, exception.PeerUnavailable)
# What goes away with the database often comes back with it.
PAUSES_S = (1, 2, 4, 8, 16)


def give_back(context: RequestContext, late: Callable[[], Sequence[str]]) -> None:
    """Give back what is held by those of the `late` servers that need nothing any more.

    While the database or Placement is away it is tried for half a minute; then raises DatabaseUnavailable or
    PeerUnavailable.
    """
    for pause_s in PAUSES_S:
        try:
            _give_back(context, late())
        except AWAY as error:
            LOG.warning("Late claims are looked for again in %d s: %s", pause_s, error)
            concurrency.sleep(pause_s)
        else:
            return
    _give_back(context, late())


def _give_back(context: RequestContext, uuids: Sequence[str]) -> None:
    for uuid in _without_host(uuids) if uuids else []:
        LOG.warning("Server %s needs no host any more, its late claim is given back", uuid)
        allocations.delete(context, uuid)


def _without_host(uuids: Sequence[str]) -> list[str]:
    """Those of the servers that nothing may be held for: deleted before they had a host, or buried in cell0."""
    with api_database().reader() as session:
        mapped = {row.instance_uuid: row.cell_id for row in instance_mappings.of(session, uuids)}
    nowhere = cells.cell0().id
    return [uuid for uuid in uuids if mapped.get(uuid, nowhere) == nowhere]

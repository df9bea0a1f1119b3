# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Tells a cloud whose hosts are down from one whose reports do not arrive.

When the message bus was away for longer than [DEFAULT]service_down_time, every host counts as down until it reports
again. A request that comes first would find no valid host, so it waits. Nova refuses it.
"""

import datetime
import threading
import time

from oslo_log import log as logging

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.main import services
from nova_lite.objects.service import is_up, service_down_time_s

LOG = logging.getLogger(__name__)


class Silence:
    """Since when this scheduler has known that no nova-compute is heard of."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: float | None = None

    def check(self, context: RequestContext) -> None:
        """Raise ComputesSilent while no nova-compute is heard of, for service_down_time after that was first seen."""
        silent = _all_silent(context)
        with self._lock:
            if not silent:
                self._since = None
                return
            if self._since is None:
                LOG.warning("No nova-compute has reported lately: requests wait %d s for one", service_down_time_s())
                self._since = time.monotonic()
            waited_s = time.monotonic() - self._since
        if waited_s < service_down_time_s():
            raise exception.ComputesSilent


def _all_silent(context: RequestContext) -> bool:
    """Whether there are hosts, every cell answers, and the newest report of all is too old."""

    def read(cell_context: RequestContext) -> datetime.datetime | None:
        with cells.database(cell_context).reader() as session:
            return services.last_report(session, "nova-compute")

    found = list(cells.scatter(context, read, cells.all_cells(with_disabled=False)).values())
    heard = [one for one in found if isinstance(one, datetime.datetime)]
    if not heard or any(isinstance(one, Exception) for one in found):
        return False
    return not is_up(forced_down=False, last_heard=max(heard))

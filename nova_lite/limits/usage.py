# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a project or one of its users has now. Counted at every check; nothing is reserved.

Servers, cores and memory are counted in the cells, or, with [quota]count_usage_from_placement or unified limits,
servers by their mappings and the rest in Placement: then a cell that is down still counts.
"""

import threading
import time

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.conf import CONF
from nova_lite.context import get_admin_context
from nova_lite.db.api import cell_mappings, instance_mappings
from nova_lite.db.cell_urls import fill_in
from nova_lite.db.engine import api_database, cell_database
from nova_lite.db.main import instances
from nova_lite.limits import driver
from nova_lite.placement import client

LOG = logging.getLogger(__name__)

COUNTED = ("instances", "cores", "ram")
CELL0_UUID = "00000000-0000-0000-0000-000000000000"
CACHE_S = 60.0


def of_servers(project_id: str, user_id: str | None = None) -> dict[str, int]:
    """Servers, virtual CPUs and MiB of memory; a cell that does not answer is left out."""
    if CONF.quota.count_usage_from_placement or driver.unified():
        return _from_placement(project_id, user_id)
    total = dict.fromkeys(COUNTED, 0)
    for url in _URLS.get():
        try:
            with cell_database(url).reader() as session:
                found = instances.usage(session, project_id, user_id)
        except exception.DatabaseUnavailable as error:
            LOG.warning("Usage of project %s is counted without a cell that does not answer: %s", project_id, error)
            continue
        for name in COUNTED:
            total[name] += found[name]
    return total


def _from_placement(project_id: str, user_id: str | None) -> dict[str, int]:
    held = client.project_usages(get_admin_context(), project_id, user_id)
    with api_database().reader() as session:
        count = instance_mappings.count(session, project_id, user_id)
    # Unified limits have one of their own for pinned CPUs.
    apart = driver.unified() and not CONF.workarounds.unified_limits_count_pcpu_as_vcpu
    cores = held.get("VCPU", 0) + (0 if apart else held.get("PCPU", 0))
    return {"instances": count, "cores": cores, "ram": held.get("MEMORY_MB", 0)}


class _CellUrls:
    """Databases of the cells that have hosts, read again after CACHE_S seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, tuple[float, list[str]]] = {}

    def get(self) -> list[str]:
        """The URLs; cell0 has no servers that use anything."""
        key = f"{CONF.api_database.connection} {CONF.database.connection}"
        with self._lock:
            read_at, urls = self._found.get(key, (float("-inf"), []))
            if not urls or time.monotonic() - read_at > CACHE_S:
                urls = self._read()
                self._found[key] = (time.monotonic(), urls)
            return urls

    @staticmethod
    def _read() -> list[str]:
        own = CONF.database.connection or ""
        with api_database().reader() as session:
            rows = cell_mappings.listed(session)
        return [fill_in(row.database_connection or "", own) for row in rows if row.uuid != CELL0_UUID]


_URLS = _CellUrls()

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Repair recorded network information, one server per run. Off by default: Neutron's events keep it right."""

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute import network_cache
from nova_lite.compute.host import ComputeHost
from nova_lite.context import RequestContext
from nova_lite.lifecycle import BUILD_TASKS, TaskState
from nova_lite.objects import store

LOG = logging.getLogger(__name__)

_BUSY = BUILD_TASKS | {TaskState.DELETING}


class HealInfoCache:
    """Goes round the servers of the host."""

    def __init__(self) -> None:
        self._last = ""

    def run(self, host: ComputeHost, context: RequestContext) -> None:
        """Refresh the next server's network information."""
        uuids = host.tracker.uuids()
        if not uuids:
            return
        self._last = next((uuid for uuid in uuids if uuid > self._last), uuids[0])
        try:
            instance = store.current().get_instance(context, self._last)
            if instance.task_state not in _BUSY:
                network_cache.refresh(host, context, instance)
        except exception.NotFound as error:
            LOG.info("Instance %s is gone, its network information needs no repair: %s", self._last, error)

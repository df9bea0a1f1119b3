# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Deleted servers of which this host may still hold files, ports or resources."""

from collections import Counter

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute.host import ComputeHost
from nova_lite.compute.periodics import cleanup_running_deleted
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.objects import store

LOG = logging.getLogger(__name__)


class PendingDeletes:
    """Counts attempts, so that hopeless ones end."""

    def __init__(self) -> None:
        self._attempts: Counter[str] = Counter()

    def run(self, host: ComputeHost, context: RequestContext) -> None:
        """Clean up after deletions that happened without this host, [DEFAULT]maximum_instance_delete_attempts times."""
        for instance in store.current().get_uncleaned_instances(context, host.name):
            if self._attempts[instance.uuid] >= CONF.maximum_instance_delete_attempts:
                continue
            self._attempts[instance.uuid] += 1
            try:
                cleanup_running_deleted.reap(host, context, instance)
                del self._attempts[instance.uuid]
            except exception.NovaException as error:
                LOG.warning(
                    "Instance %s is deleted, cleaning up after it failed (attempt %d of %d): %s",
                    instance.uuid,
                    self._attempts[instance.uuid],
                    CONF.maximum_instance_delete_attempts,
                    error,
                )

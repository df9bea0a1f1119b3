# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The usage audit: once per audit period every server that was on this host then is told to other systems."""

import time

from oslo_log import log as logging

from nova_lite import exception
from nova_lite.compute.announcements import BINARY
from nova_lite.compute.host import ComputeHost
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.notifications import audit_period
from nova_lite.notifications.emitter import Source
from nova_lite.notifications.exists import notify_exists
from nova_lite.objects import store
from nova_lite.objects.instance import Instance

LOG = logging.getLogger(__name__)


class UsageAudit:
    """Remembers the period that is done, so that nothing is asked until the next one."""

    def __init__(self) -> None:
        self._done: audit_period.Period | None = None

    def run(self, host: ComputeHost, context: RequestContext) -> None:
        """Audit the last completed period unless that was begun before, by this process or an earlier one."""
        period = audit_period.last_completed()
        if period == self._done:
            return
        begin, end = (moment.isoformat() for moment in period)
        uuids = store.current().begin_audit(context, host.name, begin, end)
        if uuids is not None:
            began = time.monotonic()
            errors = self._tell(host, context, uuids, period)
            message = (
                f"Instance usage audit ran for host {host.name}, {len(uuids)} instances"
                f" in {time.monotonic() - began:.3f} seconds."
            )
            store.current().end_audit(context, host.name, begin, end, errors, message)
            LOG.info("%s Errors: %d", message, errors)
        self._done = period

    def _tell(self, host: ComputeHost, context: RequestContext, uuids: list[str], period: audit_period.Period) -> int:
        """Notify of each server; returns how many could not be told."""
        source = Source(BINARY, CONF.host)
        instances = store.current().get_instances_by_host(context, host.name, uuids, read_deleted=True)
        failed = sum(not self._told(context, source, instance, period) for instance in instances)
        return failed + len(uuids) - len(instances)

    @staticmethod
    def _told(context: RequestContext, source: Source, instance: Instance, period: audit_period.Period) -> bool:
        try:
            notify_exists(context, source, instance, period)
        except exception.NovaException as error:
            LOG.warning("Instance %s: usage notification failed: %s", instance.uuid, error)
            return False
        return True

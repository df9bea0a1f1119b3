# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A host's own troubles: without hypervisor it takes itself out of service, and it counts builds that failed.

What an operator has decided about the service is never changed.
"""

import threading

from oslo_log import log as logging

from nova_lite import concurrency, exception, lifecycle
from nova_lite.compute import operation
from nova_lite.compute.operation import Phase, Report
from nova_lite.compute.resource_tracker import ResourceTracker
from nova_lite.context import RequestContext, get_admin_context
from nova_lite.objects import store

LOG = logging.getLogger(__name__)

RETRY_S = 5.0


class HypervisorWatch:
    """Disables the service while the hypervisor does not answer, with a reason that begins with AUTO."""

    def __init__(self, tracker: ResourceTracker) -> None:
        self._tracker = tracker
        self._lock = threading.Lock()
        self._latest: object = None
        self._lost: str | None = None

    def reason(self) -> str | None:
        """Why the hypervisor cannot be used; None while it can."""
        return self._lost

    def changed(self, lost: str | None) -> None:
        """The driver says that the hypervisor is lost, and why, or (None) that it is back. Does not wait."""
        ticket = object()
        with self._lock:
            self._latest = ticket
            self._lost = lost
        concurrency.spawn(self._follow, lost, ticket)

    def _follow(self, lost: str | None, ticket: object) -> None:
        """Switch the service; while nobody answers, try again until the hypervisor changes again."""
        while self._latest is ticket:
            try:
                self.switch(get_admin_context(), lost)
                return
            except exception.Unavailable as error:
                LOG.warning("The service cannot be switched now: %s", error)
            except exception.NovaException as error:
                LOG.error("The service is not switched: %s", error)
                return
            concurrency.sleep(RETRY_S)

    def switch(self, context: RequestContext, lost: str | None) -> bool:
        """Disable (a reason) or enable (None) the service and tell Placement; False if that was not ours to do."""
        number = self._tracker.service_id
        if number is None or not store.current().switch_service(context, number, lost):
            return False
        if lost is None:
            LOG.info("The hypervisor is back, this host is enabled again")
        else:
            LOG.warning("This host is disabled: %s", lost)
        self._tracker.set_disabled(context, lost is not None)
        return True


class BuildHealth:
    """An operation.Observer that counts builds that failed in a row; the scheduler avoids hosts with many."""

    def __init__(self, tracker: ResourceTracker) -> None:
        self._tracker = tracker

    def __call__(self, context: RequestContext, report: Report) -> None:
        """Hear of one phase of one operation."""
        if report.operation is not lifecycle.CREATE:
            return
        if report.phase == Phase.END:
            self._tracker.build_succeeded()
        elif report.phase == Phase.ERROR and not isinstance(report.error, operation.GONE):
            self._tracker.build_failed()

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What this host tells others now and then, gathered into few messages however many servers come and go.

Each second: the leases and visible steps of operations that take longer, and the compute node's record if no operation
took it along.
"""

import time

from oslo_log import log as logging

from nova_lite.compute.external_events import ExternalEvents
from nova_lite.compute.leases import Leases
from nova_lite.compute.resource_tracker import ResourceTracker
from nova_lite.context import RequestContext
from nova_lite.objects import store

LOG = logging.getLogger(__name__)

INTERVAL_S = 1.0
# News of the node waits so long for the end of an operation, which takes it along.
NEWS_S = 2.0


class Reports:
    """The reports of one compute process. Any thread may call any method."""

    def __init__(self, leases: Leases, tracker: ResourceTracker, events: ExternalEvents) -> None:
        self._leases = leases
        self._tracker = tracker
        self._events = events

    def send(self, context: RequestContext) -> None:
        """Send what there is to say; nothing when nothing happened."""
        self._renew(context)
        self._tracker.save_if_changed(context, NEWS_S)

    def _renew(self, context: RequestContext) -> None:
        """Keep what runs here ours. What is lost is no more waited for: its own ending finds out and undoes it."""
        held = self._leases.to_renew(INTERVAL_S)
        if not held:
            return
        steps = {
            one.instance.uuid: one.instance.task_state
            for one in held
            if one.instance.task_state is not None and one.instance.task_state != one.shown
        }
        lost = set(store.current().renew_operations(context, [one.lease for one in held], steps))
        now = time.time()
        for one in held:
            one.renewed_at, one.shown = now, steps.get(one.instance.uuid, one.shown)
            if one.lease.uuid in lost and self._leases.is_busy(one.instance.uuid):
                LOG.warning("Instance %s: %s was taken over by somebody else", one.instance.uuid, one.lease.kind)
                self._events.cancel(one.instance.uuid, one.lease.taken())

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Reports of libvirt that a guest changed state, on their way to whoever listens.

A stop is told a while later, and not at all when the guest starts again meanwhile, so that a reboot is no stop.
Nothing here calls libvirt.
"""

import threading

import libvirt
from oslo_log import log as logging

from nova_lite import concurrency
from nova_lite.lifecycle import PowerState
from nova_lite.virt.driver import LifecycleCallback

LOG = logging.getLogger(__name__)

STOP_DELAY_S = 15.0

_STATES: dict[int, PowerState] = {
    libvirt.VIR_DOMAIN_EVENT_STOPPED: PowerState.SHUTDOWN,
    libvirt.VIR_DOMAIN_EVENT_STARTED: PowerState.RUNNING,
    libvirt.VIR_DOMAIN_EVENT_SUSPENDED: PowerState.PAUSED,
    libvirt.VIR_DOMAIN_EVENT_RESUMED: PowerState.RUNNING,
    libvirt.VIR_DOMAIN_EVENT_CRASHED: PowerState.CRASHED,
}


def power_state_of(event: int, detail: int) -> PowerState | None:
    """State that a libvirt event announces; None when it is nobody's concern (a migration's own stops)."""
    if event == libvirt.VIR_DOMAIN_EVENT_STOPPED and detail == libvirt.VIR_DOMAIN_EVENT_STOPPED_MIGRATED:
        return None
    if event == libvirt.VIR_DOMAIN_EVENT_SUSPENDED and detail == libvirt.VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED:
        return None
    return _STATES.get(event)


class LifecycleEvents:
    """Delivers states to at most one listener, stops late."""

    def __init__(self, stop_delay_s: float = STOP_DELAY_S) -> None:
        self._stop_delay_s = stop_delay_s
        self._listener: LifecycleCallback | None = None
        self._pending: dict[str, object] = {}
        self._lock = threading.Lock()

    def listen(self, listener: LifecycleCallback) -> None:
        """Set the listener."""
        self._listener = listener

    def report(self, uuid: str, state: PowerState) -> None:
        """Pass on that a guest is in `state` now."""
        ticket = object()
        with self._lock:
            self._pending[uuid] = ticket
        if state == PowerState.SHUTDOWN:
            concurrency.spawn(self._deliver_late, uuid, state, ticket)
            return
        self._deliver(uuid, state)

    def _deliver_late(self, uuid: str, state: PowerState, ticket: object) -> None:
        concurrency.sleep(self._stop_delay_s)
        with self._lock:
            current = self._pending.get(uuid) is ticket
            if current:
                del self._pending[uuid]
        if current:
            self._deliver(uuid, state)

    def _deliver(self, uuid: str, state: PowerState) -> None:
        if self._listener is None:
            return
        LOG.debug("Guest %s is now %s", uuid, state.name)
        try:
            self._listener(uuid, state)
        except Exception:
            LOG.exception("Lifecycle event of guest %s was not handled", uuid)

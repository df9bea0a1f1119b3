# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting for what other services report: Neutron's network-vif-plugged above all.

A watch keeps every event of its server from the moment it begins, so that an event which comes before its wait begins
is not lost. Events of servers that nobody watches are not kept. Neutron reports once, and nobody may be there to hear
it: a wait that hears nothing for a while asks. No RPC and no database in here.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from oslo_log import log as logging

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.network.model import VIF

LOG = logging.getLogger(__name__)

VIF_PLUGGED = "network-vif-plugged"
COMPLETED = "completed"
FAILED = "failed"
REMOTE_MANAGED = "remote-managed"

# Seconds without news after which Neutron is asked, then after twice as long each.
LOOK_S = 10.0

EventKey = tuple[str, str]
# Ids of a server's ports that are active now.
Look = Callable[[], set[str]]


class Watch:
    """The events of one server: status by (name, tag). Made by ExternalEvents.watch()."""

    def __init__(self, uuid: str, look: Look) -> None:
        self.uuid = uuid
        self._look = look
        self._changed = threading.Condition()
        self._statuses: dict[EventKey, str] = {}
        self._cancelled: exception.NovaException | None = None

    def deliver(self, key: EventKey, status: str) -> None:
        """Keep an event and wake who waits for it."""
        with self._changed:
            self._statuses[key] = status
            self._changed.notify_all()

    def cancel(self, why: exception.NovaException) -> None:
        """Make every wait fail with this error."""
        with self._changed:
            self._cancelled = why
            self._changed.notify_all()

    @contextmanager
    def vifs_plugged(self, vifs: Iterable[VIF]) -> Iterator[None]:
        """A VifWaiter (see nova_lite.virt.driver): wait at the end of the block for all VIFs not yet active.

        Raises VirtualInterfaceCreateFailed when a port failed or was not reported within [DEFAULT]vif_plugging_timeout
        seconds and vif_plugging_is_fatal; when the wait was cancelled, the error that says why.
        """
        wanted = {(VIF_PLUGGED, vif.id) for vif in vifs if not vif.active and vif.vnic_type != REMOTE_MANAGED}
        yield
        problem = self._wait(wanted, CONF.vif_plugging_timeout) if CONF.vif_plugging_timeout else None
        if problem is None:
            return
        if CONF.vif_plugging_is_fatal:
            raise exception.VirtualInterfaceCreateFailed(f"Virtual Interface creation failed: {problem}")
        LOG.warning("Instance %s goes on although %s", self.uuid, problem)

    def _wait(self, wanted: set[EventKey], timeout_s: float) -> str | None:
        """Wait for all events; returns what went wrong, None if nothing did."""
        deadline, pause_s = concurrency.Deadline(timeout_s), LOOK_S
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_over(wanted), min(pause_s, deadline.left_s()))
                if self._cancelled is not None:
                    LOG.info("Instance %s: waiting for events was cancelled", self.uuid)
                    raise self._cancelled
                failed = sorted(tag for name, tag in wanted if self._statuses.get((name, tag)) == FAILED)
                missing = sorted(tag for name, tag in wanted if (name, tag) not in self._statuses)
            if failed:
                return f"Neutron could not plug port {', '.join(failed)}"
            if not missing:
                return None
            if deadline.passed():
                return f"port {', '.join(missing)} was not reported as plugged within {timeout_s} s"
            pause_s *= 2
            self._ask(missing)

    def _is_over(self, wanted: set[EventKey]) -> bool:
        found = [self._statuses.get(key) for key in wanted]
        return self._cancelled is not None or FAILED in found or None not in found

    def _ask(self, missing: list[str]) -> None:
        """What is active by now counts as reported."""
        try:
            active = self._look()
        except exception.NovaException as error:
            LOG.warning("Instance %s waits for port %s: %s", self.uuid, ", ".join(missing), error.format_message())
            return
        for port_id in active.intersection(missing):
            LOG.warning("Instance %s: port %s is active, its event did not arrive", self.uuid, port_id)
            self.deliver((VIF_PLUGGED, port_id), COMPLETED)


class ExternalEvents:
    """All watches of this host."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: dict[str, Watch] = {}
        self._closed = False

    @contextmanager
    def watch(self, uuid: str, look: Look) -> Iterator[Watch]:
        """Keep the events of a server during the block. At most one watch per server (its lock is held).

        `look` tells which ports are active when no event tells; it may raise NovaException.
        """
        watch = Watch(uuid, look)
        with self._lock:
            self._watches[uuid] = watch
            if self._closed:
                watch.cancel(exception.ServiceStops())
        try:
            yield watch
        finally:
            with self._lock:
                if self._watches.get(uuid) is watch:
                    del self._watches[uuid]

    def deliver(self, uuid: str, name: str, tag: str, status: str) -> bool:
        """Hand an event to the watch of its server; False when nobody watches that server."""
        with self._lock:
            watch = self._watches.get(uuid)
        if watch is None:
            return False
        watch.deliver((name, tag), status)
        return True

    def cancel(self, uuid: str, why: exception.NovaException) -> None:
        """End the waits of one server: it is being deleted, or somebody else builds it. Idempotent."""
        with self._lock:
            watch = self._watches.get(uuid)
        if watch is not None:
            watch.cancel(why)

    def close(self) -> None:
        """End all waits, present and future: the service stops."""
        with self._lock:
            self._closed = True
            watches = list(self._watches.values())
        for watch in watches:
            watch.cancel(exception.ServiceStops())

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Builds under way: at most [DEFAULT]max_concurrent_builds at a time, and never two of one server."""

import threading
import time
from collections.abc import Callable

from oslo_log import log as logging

from nova_lite import concurrency, figures
from nova_lite.conf import CONF

LOG = logging.getLogger(__name__)

UNLIMITED = 1000


class Builds:
    """The pool that builds run in. Any thread may call any method."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[str] = set()
        self._waiting: dict[str, float] = {}
        self._pool = concurrency.ThreadPool(CONF.max_concurrent_builds or UNLIMITED)
        figures.sample(self._show)

    def submit(self, uuid: str, build: Callable[[], object]) -> bool:
        """Queue the build of a server; False when one of the same server is queued or running already."""
        with self._lock:
            if uuid in self._running:
                return False
            self._running.add(uuid)
            self._waiting[uuid] = time.monotonic()
        self._pool.submit(self._run, uuid, build)
        return True

    def wait(self, timeout_s: float) -> bool:
        """Wait until no build is left; False when some are left after `timeout_s` seconds."""

        def idle() -> bool:
            with self._lock:
                return not self._running

        return concurrency.wait_until(idle, timeout_s, 0.2)

    def close(self) -> None:
        """Take no more builds; does not wait."""
        self._pool.shutdown(wait=False)

    def _show(self) -> None:
        """Set the gauges of what waits."""
        with self._lock:
            number, first = len(self._waiting), min(self._waiting.values(), default=None)
        figures.level(figures.BUILDS_WAITING, number)
        figures.level(figures.BUILDS_OLDEST, 0.0 if first is None else time.monotonic() - first)

    def _run(self, uuid: str, build: Callable[[], object]) -> None:
        with self._lock:
            self._waiting.pop(uuid, None)
        try:
            build()
        except Exception:
            LOG.exception("Instance %s: its build ended without a clean state", uuid)
        finally:
            with self._lock:
                self._running.discard(uuid)

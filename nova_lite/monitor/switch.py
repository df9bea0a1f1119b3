# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Turns monitoring on where the options say so; what it needs is loaded only then, since idle memory has a budget."""

import importlib
import os
from collections.abc import Iterable
from typing import Any, Protocol

from nova_lite.conf import CONF
from nova_lite.monitor.checks import Check


class Monitor(Protocol):
    """Monitoring of one worker process."""

    def watch(self, checks: Iterable[Check]) -> None:
        """Look at more things, again and again."""

    def stop(self) -> None:
        """Serve and look no more. Idempotent."""


class Off:
    """Monitoring that is switched off."""

    def watch(self, checks: Iterable[Check]) -> None:
        """Nothing is looked at."""

    def stop(self) -> None:
        """Nothing runs."""


def prepare(binary: str, owner: int) -> None:
    """Before a daemon forks: see that the workers can serve. Raises ConfigInvalid.

    owner: the process that they belong to; a worker that follows another joins the others.
    """
    if CONF.metrics_http.enabled:
        worker = _load()
        (worker.prepare if owner == os.getpid() else worker.join)(binary, owner)


def begin(binary: str, checks: Iterable[Check] = ()) -> Monitor:
    """Monitor this worker process until it stops. Raises ConfigInvalid when the port is taken."""
    if not CONF.metrics_http.enabled:
        return Off()
    worker = _load()
    if not worker.has_joined():
        # Workers of a WSGI server were forked by it; what they have in common is their process group.
        worker.join(binary, os.getpgrp())
    monitor: Monitor = worker.Worker(binary)
    monitor.watch(checks)
    return monitor


def accompany(binary: str, checks: Iterable[Check]) -> None:
    """Monitor a daemon that forks whenever it likes, which allows it no threads: a process beside it serves the port.

    This process and those that it forks from now on are counted. Raises ConfigInvalid when the port is taken.
    """
    if CONF.metrics_http.enabled:
        _load().accompany(binary, tuple(checks))


def _load() -> Any:
    return importlib.import_module("nova_lite.monitor.worker")

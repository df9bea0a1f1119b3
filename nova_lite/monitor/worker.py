# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Monitoring of one worker process: records its figures, writes down its checks, and serves the port if it is first."""

import contextlib
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from oslo_log import log as logging

from nova_lite import concurrency, exception, figures, steps
from nova_lite.conf import CONF
from nova_lite.conf.metrics_http import PORTS
from nova_lite.monitor.checks import Check, Checks
from nova_lite.monitor.folder import Folder, path_of, remove_stale
from nova_lite.monitor.http import Application
from nova_lite.monitor.recorder import PrometheusRecorder

LOG = logging.getLogger(__name__)

# Where prometheus_client looks for the folder.
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
THREADS = 4
TICK_S = 1.0

_JOINED: list[Path] = []


def prepare(binary: str, owner: int) -> None:
    """Make the folder that the workers will share and see that the port is free. Raises ConfigInvalid."""
    join(binary, owner)
    with contextlib.closing(_listen(binary)):
        pass


def join(binary: str, owner: int) -> None:
    """Use the folder of the workers that belong to process `owner`. Raises ConfigInvalid when it cannot be made."""
    parent = Path(CONF.state_path) / "metrics"
    path = path_of(parent, binary, owner)
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_stale(parent)
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        reason = f"[metrics_http]enabled needs a folder in [DEFAULT]state_path, which cannot be made: {error}"
        raise exception.ConfigInvalid(reason=reason) from error
    os.environ[FOLDER_VARIABLE] = str(path)
    _JOINED.append(path)


def has_joined() -> bool:
    """True once this process, or the one that it was forked from, uses a folder."""
    return bool(_JOINED)


def accompany(binary: str, checks: Iterable[Check]) -> None:
    """Serve from a child process, which ends with this one. Raises ConfigInvalid."""
    prepare(binary, os.getpid())
    child = multiprocessing.get_context("fork").Process(
        target=_serve_for, args=(binary, checks, os.getpid()), daemon=True
    )
    child.start()
    figures.plug(PrometheusRecorder(Folder(_JOINED[-1])))


def _serve_for(binary: str, checks: Iterable[Check], parent: int) -> None:
    """The life of that child; it has nothing to save when it is told to stop."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Worker(binary).watch(checks)
    while os.getppid() == parent:
        concurrency.sleep(TICK_S)


def _listen(binary: str) -> socket.socket:
    port = CONF.metrics_http.port or PORTS[binary]
    try:
        return concurrency.listen(CONF.metrics_http.host, port)
    except OSError as error:
        raise exception.ConfigInvalid(reason=f"[metrics_http]host and port: {error.strerror}") from error


class Worker:
    """switch.Monitor that works."""

    def __init__(self, binary: str) -> None:
        """Begin. Raises ConfigInvalid when this process is to serve and the port is taken."""
        self._binary = binary
        self._folder = Folder(_JOINED[-1])
        self._recorder = PrometheusRecorder(self._folder)
        self._checks = Checks()
        self._health = figures.Levels(figures.HEALTH)
        self._stopping = threading.Event()
        self._stop_serving: Callable[[], None] | None = None
        figures.plug(self._recorder)
        steps.watch(lambda step: None, _note_step)
        self._serve_if_first()
        concurrency.spawn(self._tick)

    def watch(self, checks: Iterable[Check]) -> None:
        """Look at more things."""
        for check in checks:
            self._checks.add(check)

    def stop(self) -> None:
        """Close the port; another worker may take it."""
        self._stopping.set()
        self._checks.stop()
        figures.plug(None)
        if self._stop_serving is not None:
            self._stop_serving()
            self._stop_serving = None

    def _serve_if_first(self) -> None:
        if self._stop_serving is None and self._folder.become_speaker():
            sock = _listen(self._binary)
            application = Application(self._recorder.text, self._folder.read_health)
            LOG.info("/metrics and /health of %s are served on %s:%s", self._binary, *sock.getsockname()[:2])
            self._stop_serving = concurrency.serve_wsgi(sock, application, THREADS)

    def _tick(self) -> None:
        """Once a second: levels that must be asked for, the checks' results, and whether the speaker has gone."""
        failing = False
        while not self._stopping.wait(TICK_S):
            try:
                for sampler in figures.samplers():
                    sampler()
                results = self._checks.results()
                self._health.show({(str(one["check"]),): float(one["ok"]) for one in results})
                self._folder.write_health(results)
                self._serve_if_first()
                failing = False
            except Exception as error:
                if not failing:
                    LOG.error("Monitoring of %s failed, it is tried again: %s", self._binary, error)
                failing = True


def _note_step(step: steps.Step, seconds: float) -> None:
    figures.observe(figures.STEPS, seconds, step.operation, step.name)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""A daemon's skeleton: workers, signals, RPC servers, heartbeat, periodic tasks, readiness.

SIGTERM becomes stop() and SIGHUP reset(), with green threads as with native ones; several workers have a supervisor.
What a daemon does is given to Daemon as values; nothing in here knows a topic or a method.
"""

import gc
import importlib
import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import oslo_messaging as messaging
import sdnotify
from oslo_config import cfg
from oslo_log import log as logging
from oslo_service import opts as options

from nova_lite import concurrency, context, exception, green, supervisor, version
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.monitor import switch
from nova_lite.monitor.checks import Check
from nova_lite.objects import store
from nova_lite.rpc import transport

LOG = logging.getLogger(__name__)

WSGI_THREADS = 100
CLOSE_S = 5
# Python's own. Who loads a daemon raises them meanwhile.
GC_THRESHOLDS = (700, 10, 10)


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that repeats: `interval_s` is asked before every wait; a value of 0 or less ends the task.

    vital: the daemon cannot do without it, [DEFAULT]periodic_enable does not switch it off.
    """

    name: str
    run: Callable[[RequestContext], None]
    interval_s: Callable[[], float]
    at_once: bool = False
    vital: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """What the service record says of a daemon."""

    binary: str
    topic: str
    host: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What one worker of a daemon runs; made by the daemon's factory after the fork.

    endpoints   endpoint objects by topic; every topic gets its own RPC server
    begin       called before the servers start; returns the id of the service record if it made that
    end         called after they stopped (must return within the stop timeout)
    ready       called when the servers take messages
    returned    called when others may have taken this daemon for dead: it did not report for longer than
                [DEFAULT]service_down_time, being paused or cut off
    drain       called when the first topic takes no more work, while the others still serve what running work needs
    checks      what /health reports besides start, heartbeat and broker
    """

    endpoints: dict[str, list[Any]] = field(default_factory=dict)
    periodics: tuple[Periodic, ...] = ()
    begin: Callable[[], int | None] | None = None
    ready: Callable[[], None] | None = None
    returned: Callable[[], None] | None = None
    drain: Callable[[], None] | None = None
    end: Callable[[], None] | None = None
    reset: Callable[[], None] | None = None
    checks: tuple[Check, ...] = ()


class BasePing:
    """The base API of every daemon: answers ping."""

    target = messaging.Target(namespace="baseapi", version="1.1")

    def __init__(self, binary: str) -> None:
        self._binary = binary

    @messaging.expose
    def ping(self, context: RequestContext, arg: str) -> dict[str, str]:
        """Echo the argument with the service's name."""
        return {"service": self._binary, "arg": arg}


def listen(host: str, port: int) -> socket.socket:
    """The socket that the workers of a daemon serve: a new one, or that of the workers before. Raises OSError."""
    descriptor = supervisor.inherited_socket()
    return concurrency.listen(host, port) if descriptor is None else socket.socket(fileno=descriptor)


class Daemon:
    """One worker of a daemon with RPC servers, heartbeat and periodic tasks."""

    descriptor: int | None = None

    def __init__(self, identity: Identity, factory: Callable[[], Parts]) -> None:
        self.identity = identity
        self._factory = factory
        self._parts = Parts()
        self._servers: dict[str, messaging.MessageHandlingServer] = {}
        self._stopping = threading.Event()
        self._monitor: switch.Monitor = switch.Off()
        self._is_ready = False
        self._reported_at = time.monotonic()
        self.stuck = False

    def start(self) -> None:
        """Begin work; called in the worker process."""
        identity = self.identity
        self._monitor = switch.begin(identity.binary, (Check("start", self._starting), transport.BROKER))
        LOG.info("Starting %s (version %s) on %s", identity.binary, version.VERSION, identity.host)
        self._parts = self._factory()
        begun_at = time.monotonic()
        service_id = None if self._parts.begin is None else self._parts.begin()
        for topic, endpoints in self._parts.endpoints.items():
            server = transport.server(topic, identity.host, [*endpoints, BasePing(identity.binary)])
            server.start()
            self._servers[topic] = server
        if self._parts.ready is not None:
            self._parts.ready()
        self._reported_at = time.monotonic()
        self._is_ready = True
        self._monitor.watch((Check("heartbeat", self._late), *self._parts.checks))
        concurrency.spawn(self._heartbeat, service_id, begun_at)
        for periodic in self._parts.periodics:
            if CONF.periodic_enable or periodic.vital:
                concurrency.spawn(self._repeat, periodic)
        sdnotify.SystemdNotifier().notify("READY=1")
        LOG.info("%s is ready on %s", identity.binary, identity.host)

    def stop(self) -> None:
        """Take no new work, let work in hand finish, close connections."""
        LOG.info("Stopping %s on %s", self.identity.binary, self.identity.host)
        self._stopping.set()
        servers = list(self._servers.values())
        self._stop_servers(servers[:1])
        if self._parts.drain is not None:
            self._parts.drain()
        self._stop_servers(servers[1:])
        if self._parts.end is not None:
            self._parts.end()
        self._servers.clear()
        self._monitor.stop()
        self._unless_away(transport.BUS.close)
        LOG.info("%s has stopped on %s", self.identity.binary, self.identity.host)

    def _stop_servers(self, servers: Iterable[messaging.MessageHandlingServer]) -> None:
        """Take nothing new and let handlers that run finish."""
        for step in ("stop", "wait"):
            for server in servers:
                self._unless_away(getattr(server, step))

    def _unless_away(self, close: Callable[[], None]) -> None:
        """Close something of the message bus, unless the broker is known to be away."""
        self.stuck = self.stuck or not closes(close)

    def reset(self) -> None:
        """SIGHUP: options that may change at run time were read again; forget what was derived from them."""
        if self._parts.reset is not None:
            self._parts.reset()

    def _heartbeat(self, service_id: int | None, fresh_at: float) -> None:
        """Keep the service record fresh; an outage is logged when it begins and when it ends.

        Without its id the record may have to be made; else it was fresh at that time.
        """
        identity, failing = self.identity, False
        wait_s = 0.0 if service_id is None else max(0.0, fresh_at + CONF.report_interval - time.monotonic())
        while not self._stopping.wait(wait_s):
            admin = context.get_admin_context()
            try:
                if service_id is None:
                    service_id = register(admin, identity)
                else:
                    store.current().report_service(admin, service_id)
                if failing:
                    LOG.warning("Heartbeat of %s on %s works again", identity.binary, identity.host)
                failing = False
                silent_s, self._reported_at = time.monotonic() - self._reported_at, time.monotonic()
                if silent_s > CONF.service_down_time and self._parts.returned is not None:
                    LOG.warning("%s on %s was silent for %d s", identity.binary, identity.host, silent_s)
                    concurrency.spawn(self._parts.returned)
            except Exception as error:
                if not failing:
                    LOG.error("Heartbeat of %s on %s failed: %s", identity.binary, identity.host, error)
                failing = True
            wait_s = CONF.report_interval

    def _starting(self) -> str | None:
        """Why this daemon takes no work yet: it waits for something."""
        return None if self._is_ready else "not started yet; what it waits for is in its log"

    def _late(self) -> str | None:
        """Whether others will soon take this daemon for dead."""
        silent_s = time.monotonic() - self._reported_at
        if silent_s < max(CONF.service_down_time / 2, 2 * CONF.report_interval):
            return None
        return f"last reported {silent_s:.0f} s ago; after {CONF.service_down_time} s it counts as down"

    def _repeat(self, periodic: Periodic) -> None:
        """Run one periodic task until the daemon stops."""
        delay_s = 0.0 if periodic.at_once else random.uniform(0, min(CONF.periodic_fuzzy_delay, periodic.interval_s()))
        waits = False
        while not self._stopping.wait(max(delay_s, 0.0)):
            waits = self._run_once(periodic, waits)
            delay_s = periodic.interval_s()
            if delay_s <= 0:
                return

    @staticmethod
    def _run_once(periodic: Periodic, waited: bool) -> bool:
        """Run a periodic task; True while it waits for what is away, which is logged when that begins and ends."""
        try:
            periodic.run(context.get_admin_context())
        except exception.Unavailable as error:
            if not waited:
                LOG.warning("Periodic task %s waits, it is tried again and again: %s", periodic.name, error)
            return True
        except Exception:
            LOG.exception("Periodic task %s failed; it runs again after its interval", periodic.name)
        else:
            if waited:
                LOG.info("Periodic task %s works again", periodic.name)
        return False


class Worker(Protocol):
    """What a daemon's process runs.

    descriptor: of the socket that it serves. stuck: set by stop() when something of it hangs, so that the process ends
    without.
    """

    identity: Identity
    stuck: bool

    @property
    def descriptor(self) -> int | None:
        """None: it serves no socket."""

    def start(self) -> None:
        """Begin work; returns when it is ready."""

    def stop(self) -> None:
        """Let work in hand finish."""

    def reset(self) -> None:
        """Mutable options were read again."""


def closes(close: Callable[[], None]) -> bool:
    """Close something of the message bus; False when that hangs though no handler runs: the broker is away."""
    closing = concurrency.spawn(close)
    idle = concurrency.Deadline(CLOSE_S)
    while closing.is_alive() and not idle.passed():
        closing.join(CLOSE_S / 10)
        if transport.in_hand():
            idle = concurrency.Deadline(CLOSE_S)
    if closing.is_alive():
        LOG.warning("The message bus does not close; the process ends without that")
    return not closing.is_alive()


class WsgiWorker:
    """One worker of an HTTP daemon, serving a socket that the parent process bound with what that has loaded."""

    def __init__(
        self,
        identity: Identity,
        sock: socket.socket,
        application: Callable[..., Any],
        before: Callable[[], None] | None = None,
        checks: tuple[Check, ...] = (),
    ) -> None:
        self.identity = identity
        self._socket = sock
        self._application = application
        self._before = before
        self._checks = checks
        self._monitor: switch.Monitor = switch.Off()
        self._stop: Callable[[], None] | None = None
        self._stopping = threading.Event()
        self.stuck = False
        concurrency.load_wsgi()

    @property
    def descriptor(self) -> int:
        """The socket's, for workers that are made later."""
        return self._socket.fileno()

    def start(self) -> None:
        """Serve; called in the worker process."""
        self._monitor = switch.begin(self.identity.binary, (transport.BROKER, *self._checks))
        if self._before is not None:
            self._before()
        self._stop = concurrency.serve_wsgi(self._socket, self._application, WSGI_THREADS)
        sdnotify.SystemdNotifier().notify("READY=1")
        LOG.info("%s (version %s) serves %s:%s", self.identity.binary, version.VERSION, *self._socket.getsockname()[:2])

    def stop(self) -> None:
        """Accept nothing new, let requests in hand finish."""
        if self._stop is not None:
            self._stop()
        transport.OUTBOX.close(CLOSE_S)
        self._stopping.set()
        self._monitor.stop()
        self.stuck = not closes(transport.BUS.close)
        LOG.info("%s has stopped", self.identity.binary)

    def reset(self) -> None:
        """SIGHUP needs nothing here: policy files and options are looked at when used."""


def register(admin: RequestContext, identity: Identity) -> int:
    """Get or create the service record; returns its id."""
    record = store.current().register_service(
        admin, identity.host, identity.binary, identity.topic, version.SERVICE_VERSION
    )
    return int(record.id or 0)


def register_when_possible(identity: Identity) -> None:
    """Record an API worker's version in the background, so that a lost database does not keep it from starting."""

    def attempt() -> bool:
        try:
            register(context.get_admin_context(), identity)
        except Exception as error:
            LOG.warning("Cannot record %s on %s yet: %s", identity.binary, identity.host, error)
            return False
        return True

    concurrency.spawn(concurrency.wait_until, attempt, timeout_s=3600, interval_s=10)


class Process:
    """The process of a worker: starts it, and does what signals ask for.

    SIGTERM lets work in hand end, for [DEFAULT]graceful_shutdown_timeout seconds at most; SIGINT does not wait for it;
    SIGHUP reads mutable options again.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._is_ready = False

    def run(self) -> None:
        """Return when the worker has stopped; a start that fails ends the process."""
        signals = concurrency.Signals(signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        concurrency.spawn(self.start)
        for number in signals:
            if number == signal.SIGINT:
                os._exit(1)
            if number == signal.SIGTERM:
                break
            self.reset()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, lambda *_: os._exit(1))
        signal.alarm(CONF.graceful_shutdown_timeout)
        self.stop()
        signal.alarm(0)

    def start(self) -> None:
        """Start the worker; whatever goes wrong ends all processes of the daemon with code 1."""
        try:
            self._worker.start()
        except Exception as error:
            expected = isinstance(error, (exception.Invalid, OSError))
            text = f"{self._worker.identity.binary} cannot start: {error}"
            LOG.critical("%s", text, exc_info=not expected)
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
            os._exit(supervisor.CANNOT_START if supervisor.is_supervised() else 1)
        self._is_ready = True

    def stop(self) -> None:
        """Stop the worker; one that is not ready yet has nothing worth waiting for."""
        if not self._is_ready:
            LOG.info("%s was told to stop before it was ready", self._worker.identity.binary)
            os._exit(0)
        self._worker.stop()
        if self._worker.stuck:
            os._exit(0)

    def reset(self) -> None:
        """Read mutable options again and forget what was derived from them."""
        try:
            CONF.mutate_config_files()
        except cfg.Error as error:
            LOG.error("The configuration stays as it is: %s", error)
            return
        if self._is_ready:
            self._worker.reset()


def run(worker: Worker, workers: int = 1) -> None:
    """Run a worker in `workers` processes until it is told to stop; returns in each of them.

    Exits with code 1 when a worker cannot start. What is loaded by now is shared by the workers: the garbage collector,
    which would write to all of it, leaves it alone.
    """
    options.register_service_opts(CONF)
    if CONF.log_options and LOG.isEnabledFor(logging.DEBUG):
        CONF.log_opt_values(LOG, logging.DEBUG)
    follows = supervisor.is_supervised()
    switch.prepare(worker.identity.binary, os.getppid() if follows else os.getpid())
    transport.preload()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    if workers > 1 and not follows:
        supervisor.fork(workers, worker.descriptor)
        concurrency.forked()
    if green.is_on():
        importlib.import_module("oslo_service.eventlet_backdoor").initialize_if_enabled(CONF)
    Process(worker).run()

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Threads, pools, sleeps and locks: the same calls whichever kind of thread green.patch() chose for the process.

Nothing but this module and green.py knows eventlet.
"""

import contextlib
import importlib
import os
import signal
import socket
import threading
import time
import warnings
from collections.abc import Callable, Hashable, Iterator
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar

import eventlet
import eventlet.patcher
import eventlet.tpool
import futurist
from oslo_concurrency import lockutils
from oslo_context import context as oslo_context

from nova_lite import green

warnings.filterwarnings("ignore", category=DeprecationWarning, module="(eventlet|oslo_service|oslo_messaging)")

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

PATIENCE_S = 1.0
_select = eventlet.patcher.original("select")


def forked() -> None:
    """In a process that was forked: wait for its own events, not for those of the process that it came from."""
    if green.is_on():
        eventlet.hubs.use_hub()


def rpc_executor() -> str:
    """Name of the oslo.messaging executor that fits this process."""
    return "eventlet" if green.is_on() else "threading"


def sleep(seconds: float) -> None:
    """Let other threads run for at least so many seconds."""
    time.sleep(seconds)


def has_input(sock: socket.socket) -> bool:
    """True when data or the end of the stream is there to be read; never waits."""
    poll = _select.poll()
    poll.register(sock, _select.POLLIN)
    return bool(poll.poll(0))


def spawn(function: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> threading.Thread:
    """Run `function` in a daemon thread of its own. It must handle its own errors."""
    thread = threading.Thread(target=function, args=args, kwargs=kwargs, daemon=True)
    thread.start()
    return thread


def ahead(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
    """Begin a call beside what follows; what is returned here waits for its end, and returns or raises what it does.

    Its log lines name the request of whoever begins it.
    """
    result: futures.Future[T] = futures.Future()

    def run() -> None:
        try:
            result.set_result(function(*args, **kwargs))
        except BaseException as error:
            result.set_exception(error)

    spawn(_in_request(run))
    return result.result


def soon(function: Callable[[], Any]) -> None:
    """Run `function` beside what follows, when this thread waits for the first time. It must handle its own errors.

    Its log lines name the request of whoever asks for it.
    """
    if green.is_on():
        eventlet.spawn_n(_in_request(function))
    else:
        spawn(_in_request(function))


def _in_request(function: Callable[[], Any]) -> Callable[[], None]:
    """The call, such that its log lines name the request of this thread in whichever thread it runs."""
    context = oslo_context.get_current()

    def run() -> None:
        if context is not None:
            context.update_store()
        function()

    return run


def native(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a call into C that would block all green threads (libvirt, big file hashes) and wait for its result."""
    if green.is_on():
        result: T = eventlet.tpool.execute(function, *args, **kwargs)
        return result
    return function(*args, **kwargs)


class Signals:
    """Signals that this process gets from now on, in order, for whichever thread waits for them.

    Made in the main thread, once. A process that is forked later gets its signals as if this had not been.
    """

    def __init__(self, *numbers: int) -> None:
        self._wanted = frozenset(numbers)
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        os.register_at_fork(after_in_child=self._leave)
        for number in numbers:
            signal.signal(number, lambda *_: None)  # without a handler nothing is written to the socket

    def __iter__(self) -> Iterator[int]:
        while True:
            number = self._reader.recv(1)[0]
            if number in self._wanted:
                yield number

    def _leave(self) -> None:
        signal.set_wakeup_fd(-1)
        for number in self._wanted:
            signal.signal(number, signal.SIG_DFL)


class ThreadPool:
    """At most `size` threads; submit() returns a future, surplus work waits in order."""

    def __init__(self, size: int) -> None:
        kind = futurist.GreenThreadPoolExecutor if green.is_on() else futurist.ThreadPoolExecutor
        self._executor = kind(max_workers=size)

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "futures.Future[T]":
        """Queue one call."""
        future: futures.Future[T] = self._executor.submit(function, *args, **kwargs)
        return future

    def map(self, function: Callable[..., T], items: list[Any]) -> list[T]:
        """Run `function` on every item side by side; results in the order of the items, first error raised."""
        return [future.result() for future in [self.submit(function, item) for item in items]]

    def shutdown(self, wait: bool = True) -> None:
        """Take no more work; with `wait` let running work end."""
        self._executor.shutdown(wait=wait)


_locks = lockutils.Semaphores()


@contextlib.contextmanager
def named_lock(name: str) -> Iterator[None]:
    """Mutual exclusion by name within this process (a server's uuid, a resource). Not re-entrant."""
    with lockutils.internal_lock(name, semaphores=_locks):
        yield


@contextlib.contextmanager
def file_lock(name: str, path: str) -> Iterator[None]:
    """Mutual exclusion by name between the processes that use lock folder `path`."""
    with lockutils.lock(name, lock_file_prefix="nova-", external=True, lock_path=path):
        yield


@dataclass(slots=True, eq=False)
class _Run(Generic[T, R]):
    """One run of a batch: what for, after which other, and what came of it."""

    before: "_Run[T, R] | None"
    items: list[T] = field(default_factory=list)
    is_closed: bool = False
    result: "futures.Future[R]" = field(default_factory=futures.Future)


class Batches(Generic[T, R]):
    """Callers that come while others are served are served together next: one run of `work` for all their items.

    A run begins after all of its callers have come: what it reads is as new as if each had asked alone. It waits for
    the run before of its key, but for `patience_s` at most: one that hangs holds nobody else up. Who finds nobody waits
    for nobody, or `gather_s` for others. `work` gets the items in order of arrival, at most `most` of them; all callers
    get what it returns or raises. At an error of `apart_on` each of several runs again alone, and has its own answer.
    """

    def __init__(
        self,
        work: Callable[[list[T]], R],
        apart_on: tuple[type[Exception], ...] = (),
        most: int | None = None,
        gather_s: float = 0,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._work = work
        self._apart_on = apart_on
        self._most = most
        self._gather_s = gather_s
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._latest: dict[Hashable, _Run[T, R]] = {}

    def join(self, key: Hashable, item: T) -> R:
        """Be part of the next run of a key; returns its result."""
        with self._lock:
            run = self._latest.get(key)
            if run is None or run.is_closed:
                run = self._latest[key] = _Run(run)
            run.items.append(item)
            leads, run.is_closed = len(run.items) == 1, len(run.items) == self._most
        if leads:
            self._lead(key, run)
        try:
            return run.result.result()
        except self._apart_on:
            if len(run.items) == 1:
                raise
        return self._work([item])

    def _lead(self, key: Hashable, run: _Run[T, R]) -> None:
        """Wait for the run before, then serve all who have come; whatever happens, nobody is left waiting."""
        try:
            if run.before is not None:
                futures.wait([run.before.result], self._patience_s)
                run.before = None
            sleep(self._gather_s)  # who is about to come may come
            with self._lock:
                run.is_closed = True
            run.result.set_result(self._work(run.items))
        except BaseException as error:
            run.result.set_exception(error)
        finally:
            with self._lock:
                if self._latest.get(key) is run:
                    del self._latest[key]


_shared: Batches[Callable[[], Any], Any] = Batches(lambda calls: calls[0]())


def shared(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` returns or raises, once for all that ask for the key together; nobody may change what it returns."""
    result: T = _shared.join(key, read)
    return result


class Recent(Generic[T]):
    """What was read lately, by key: it serves for `seconds` from when it was asked for. For any thread."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: dict[Hashable, tuple[float, T]] = {}
        self._forgotten = 0

    def get(self, key: Hashable) -> T | None:
        """What nobody may change; None unless it was read lately."""
        until, value = self._kept.get(key, (0.0, None))
        return value if time.monotonic() <= until else None

    def read(self, key: Hashable, read: Callable[[], T], serves: Callable[[T], bool] = bool) -> T:
        """What `read` returns, kept if it `serves` and nobody called forget() meanwhile."""
        begin, forgotten = time.monotonic(), self._forgotten
        found = read()
        kept = {other: held for other, held in list(self._kept.items()) if held[0] >= begin and other != key}
        if serves(found) and forgotten == self._forgotten:
            kept[key] = begin + self._seconds, found
        self._kept = kept
        return found

    def forget(self) -> None:
        """Read everything anew; what is read just now serves nobody else either."""
        self._forgotten += 1
        self._kept = {}


class Deadline:
    """A point in time that a wait must not pass."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left_s(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._end - time.monotonic())

    def passed(self) -> bool:
        """True once the time is over."""
        return self.left_s() == 0.0


def wait_until(condition: Callable[[], bool], timeout_s: float, interval_s: float = 0.5) -> bool:
    """Ask `condition` every `interval_s` seconds until it holds; False when `timeout_s` passes first."""
    deadline = Deadline(timeout_s)
    while not condition():
        if deadline.passed():
            return False
        sleep(min(interval_s, max(deadline.left_s(), 0.01)))
    return True


def listen(host: str, port: int, backlog: int = 4096) -> socket.socket:
    """A bound listening TCP socket. Raises OSError with the address in its text."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise OSError(error.errno, f"cannot listen on {host}:{port}: {error.strerror}") from error
    sock.listen(backlog)
    return sock


def load_wsgi() -> Any:
    """The library that serves WSGI applications with this process's kind of threads; most daemons need none."""
    return importlib.import_module("eventlet.wsgi" if green.is_on() else "waitress.server")


def serve_wsgi(sock: socket.socket, application: Callable[..., Any], threads: int) -> Callable[[], None]:
    """Serve a WSGI application on a bound socket from at most `threads` threads; returns what stops it.

    Stopping lets requests in hand finish.
    """
    library = load_wsgi()
    if green.is_on():
        pool = eventlet.GreenPool(threads)
        server = eventlet.spawn(
            library.server, sock, application, custom_pool=pool, log_output=False, socket_timeout=60
        )

        def stop_green() -> None:
            server.kill()
            pool.waitall()

        return stop_green
    native_server = library.create_server(
        application, sockets=[sock], threads=threads, ident=None, clear_untrusted_proxy_headers=False
    )
    spawn(native_server.run)

    def stop_native() -> None:
        native_server.task_dispatcher.shutdown()
        native_server.close()

    return stop_native

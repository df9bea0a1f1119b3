# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Faults as data, and who injects them in an order that a seed decides.

A fault is a context: it holds while the block runs; afterwards what was broken works again or has been started again.
"""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from tests.functional.processes.harness import Process
from tests.functional.processes.link import Link


class Victim(Protocol):
    """A daemon, or a server of the test's own."""

    name: str

    def start(self) -> None:
        """Start it."""

    def end(self) -> None:
        """End it in peace, or at last by force."""

    def kill(self) -> None:
        """SIGKILL."""

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to all its processes."""


@contextmanager
def killed(victim: Victim) -> Iterator[None]:
    victim.kill()
    yield
    victim.start()


@contextmanager
def restarted(victim: Victim) -> Iterator[None]:
    victim.end()
    yield
    victim.start()


@contextmanager
def paused(victim: Victim) -> Iterator[None]:
    victim.signal_all(signal.SIGSTOP)
    yield
    victim.signal_all(signal.SIGCONT)


@contextmanager
def worker_killed(process: Process, chosen: int) -> Iterator[None]:
    """Its master starts another one."""
    _signal_worker(process, chosen, signal.SIGKILL)
    yield


@contextmanager
def worker_paused(process: Process, chosen: int) -> Iterator[None]:
    pid = _signal_worker(process, chosen, signal.SIGSTOP)
    yield
    if pid in process.family():
        os.kill(pid, signal.SIGCONT)


@contextmanager
def cut(link: Link) -> Iterator[None]:
    """What was sent and not taken stays with the server, and may come twice."""
    link.cut()
    yield
    link.mend()


def _signal_worker(process: Process, chosen: int, number: signal.Signals) -> int | None:
    """Returns the worker's id; None when there is none, as in a daemon that has just been started."""
    workers = process.family()[1:] if process.alive() else []
    if not workers:
        return None
    pid = workers[chosen % len(workers)]
    os.kill(pid, number)
    return pid


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to break one thing. seconds: how long, at least and at most, one of the pairs."""

    name: str
    break_it: Callable[[random.Random], AbstractContextManager[None]]
    seconds: tuple[tuple[float, float], ...]


DOWN = ((0.0, 6.0),)


def of_victim(victim: Victim, pauses: tuple[tuple[float, float], ...]) -> list[Fault]:
    """What can happen to a daemon or server."""
    return [
        Fault(f"kill {victim.name}", lambda _: killed(victim), DOWN),
        Fault(f"restart {victim.name}", lambda _: restarted(victim), DOWN),
        Fault(f"pause {victim.name}", lambda _: paused(victim), pauses),
    ]


def of_workers(process: Process, pauses: tuple[tuple[float, float], ...]) -> list[Fault]:
    """What can happen to one of a daemon's workers."""
    return [
        Fault(f"kill a worker of {process.name}", lambda dice: worker_killed(process, dice.randrange(8)), DOWN),
        Fault(f"pause a worker of {process.name}", lambda dice: worker_paused(process, dice.randrange(8)), pauses),
    ]


def of_link(name: str, link: Link) -> list[Fault]:
    """What can happen to a connection."""
    return [Fault(f"cut off {name}", lambda _: cut(link), DOWN)]


class Gremlin(threading.Thread):
    """Injects faults of its own, one after the other, until told to stop; its seed decides which, when and how long."""

    def __init__(
        self, seed: str, faults: list[Fault], rests: tuple[float, float], journal: Callable[[str], None]
    ) -> None:
        super().__init__(name=seed, daemon=True)
        self._dice = random.Random(seed)
        self._faults = faults
        self._rests = rests
        self._tell = journal
        self._stop_now = threading.Event()
        self.injected: Counter[str] = Counter()
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while not self._stop_now.wait(self._dice.uniform(*self._rests)):
                self._strike()
        except Exception as error:
            self.error = error

    def _strike(self) -> None:
        fault = self._dice.choice(self._faults)
        seconds = self._dice.uniform(*self._dice.choice(fault.seconds))
        broken = fault.break_it(self._dice)
        self._tell(f"{fault.name} for {seconds:.1f} s")
        self.injected[fault.name] += 1
        with broken:
            self._stop_now.wait(seconds)
        self._tell(f"end of: {fault.name}")

    def finish(self) -> None:
        """Let it end the fault in hand and stop; raises what went wrong."""
        self._stop_now.set()
        self.join()
        if self.error is not None:
            raise self.error

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What this process counts and times, as a table, and the calls that feed it.

Nothing is counted until a recorder is plugged in (nova_lite.monitor does, with [metrics_http]enabled): until then every
call returns at once. Label values come from closed sets (names of methods, filters, outcomes), never ids or URLs.
"""

import enum
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

DONE = "done"


class Kind(enum.StrEnum):
    """How a figure behaves; the three gauges differ in what several worker processes make together."""

    COUNTER = "counter"
    SECONDS = "histogram"
    SUM = "livesum"
    MOST = "livemax"
    LEAST = "livemin"


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One figure; labels in the order in which their values are given."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    text: str


API_REQUESTS = Figure(
    "nova_api_request_seconds",
    Kind.SECONDS,
    ("method", "route", "action", "status"),
    "HTTP requests served, by row of the route table.",
)
OPERATIONS = Figure(
    "nova_operation_seconds",
    Kind.SECONDS,
    ("operation", "outcome"),
    "Operations on servers run by this compute host: done, failed, gone (server deleted), replaced (taken over),"
    " postponed (conductor or database away).",
)
OPERATIONS_RUNNING = Figure(
    "nova_operations_running", Kind.SUM, ("operation",), "Operations that this compute host works on now."
)
OPERATIONS_ENDED = Figure(
    "nova_operations_ended_total",
    Kind.COUNTER,
    ("operation", "outcome"),
    "Operations that this process closed in the journal: done, failed, replaced, expired.",
)
STEPS = Figure("nova_step_seconds", Kind.SECONDS, ("operation", "step"), "Steps of operations that ended.")
MESSAGE_AGE = Figure(
    "nova_message_age_seconds",
    Kind.SECONDS,
    ("operation",),
    "Age of the messages that ask this compute host for an operation.",
)
BUILDS_WAITING = Figure("nova_builds_waiting", Kind.SUM, (), "Builds that wait for a place among those that run.")
BUILDS_OLDEST = Figure("nova_builds_oldest_wait_seconds", Kind.MOST, (), "How long the first of them has waited.")
JOURNAL = Figure(
    "nova_journal_operations",
    Kind.MOST,
    ("place", "operation", "state"),
    "Open operations: held (somebody is at it), due (nobody is) or stuck (past its deadline).",
)
JOURNAL_OLDEST = Figure(
    "nova_journal_oldest_seconds", Kind.MOST, ("place", "state"), "Age of the oldest open operation of a state."
)
RPC_CLIENT = Figure(
    "nova_rpc_client_seconds", Kind.SECONDS, ("topic", "method", "kind", "outcome"), "Messages sent, answers included."
)
RPC_SERVER = Figure("nova_rpc_server_seconds", Kind.SECONDS, ("method", "outcome"), "Messages handled.")
HTTP_CLIENT = Figure(
    "nova_http_client_seconds", Kind.SECONDS, ("service", "method", "status"), "Requests to other services."
)
STATEMENTS = Figure("nova_db_statements_total", Kind.COUNTER, ("database",), "SQL statements executed.")
POOL = Figure(
    "nova_db_pool_connections",
    Kind.SUM,
    ("database", "state"),
    "Connections of the pool: size (kept open at most), checked_out (in use), overflow (beyond size).",
)
SCHEDULING = Figure("nova_scheduling_seconds", Kind.SECONDS, ("outcome",), "Choice of hosts for one request.")
REJECTIONS = Figure("nova_scheduler_rejections_total", Kind.COUNTER, ("filter",), "Hosts that fell, by filter.")
CONSOLES = Figure(
    "nova_console_connections_total",
    Kind.COUNTER,
    ("outcome",),
    "Browsers that asked for a console: opened, refused, unreachable.",
)
HEALTH = Figure("nova_health", Kind.LEAST, ("check",), "1 while a check of /health is passed, else 0.")

FIGURES = (
    API_REQUESTS,
    OPERATIONS,
    OPERATIONS_RUNNING,
    OPERATIONS_ENDED,
    STEPS,
    MESSAGE_AGE,
    BUILDS_WAITING,
    BUILDS_OLDEST,
    JOURNAL,
    JOURNAL_OLDEST,
    RPC_CLIENT,
    RPC_SERVER,
    HTTP_CLIENT,
    STATEMENTS,
    POOL,
    SCHEDULING,
    REJECTIONS,
    CONSOLES,
    HEALTH,
)


class Recorder(Protocol):
    """Who keeps the figures; none of its methods waits for anything."""

    def add(self, figure: Figure, amount: float, labels: tuple[str, ...]) -> None:
        """More of a counter; more or less of a gauge."""

    def set(self, figure: Figure, value: float, labels: tuple[str, ...]) -> None:
        """The level of a gauge."""

    def observe(self, figure: Figure, seconds: float, labels: tuple[str, ...]) -> None:
        """One duration."""


class _Plugged:
    """The recorder of this process, and who is asked for levels before they are read."""

    def __init__(self) -> None:
        self.recorder: Recorder | None = None
        self.samplers: list[Callable[[], None]] = []


_PLUGGED = _Plugged()


def plug(recorder: Recorder | None) -> None:
    """Count from now on, with this recorder; None ends it."""
    _PLUGGED.recorder = recorder
    _PLUGGED.samplers.clear()


def is_on() -> bool:
    """True when somebody counts; for callers whose figures cost something to find."""
    return _PLUGGED.recorder is not None


def add(figure: Figure, *labels: str, amount: float = 1) -> None:
    """Count something, or change a gauge by an amount."""
    if _PLUGGED.recorder is not None:
        _PLUGGED.recorder.add(figure, amount, labels)


def level(figure: Figure, value: float, *labels: str) -> None:
    """Set a gauge."""
    if _PLUGGED.recorder is not None:
        _PLUGGED.recorder.set(figure, value, labels)


def observe(figure: Figure, seconds: float, *labels: str) -> None:
    """Note one duration."""
    if _PLUGGED.recorder is not None:
        _PLUGGED.recorder.observe(figure, seconds, labels)


def sample(sampler: Callable[[], None]) -> None:
    """Have a function called every few seconds, to set its gauges. It must neither wait nor raise."""
    if _PLUGGED.recorder is not None:
        _PLUGGED.samplers.append(sampler)


def samplers() -> Iterator[Callable[[], None]]:
    """Those who want to be asked."""
    return iter(tuple(_PLUGGED.samplers))


class Levels:
    """Gauges of one figure that come and go: what is not named any more falls to 0."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._known: set[tuple[str, ...]] = set()

    def show(self, found: Mapping[tuple[str, ...], float]) -> None:
        """Set all levels at once, by labels."""
        self._known |= found.keys()
        for labels in self._known:
            level(self._figure, found.get(labels, 0), *labels)


class Timed:
    """Times a block. The last label is its outcome: `outcome` if the block sets it, "done", or the error's class."""

    __slots__ = ("_begun", "_figure", "_labels", "outcome")

    def __init__(self, figure: Figure, *labels: str) -> None:
        self._figure = figure
        self._labels = labels
        self._begun = 0.0
        self.outcome: str | None = None

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        outcome = self.outcome or (DONE if kind is None else kind.__name__)
        observe(self._figure, time.monotonic() - self._begun, *self._labels, outcome)

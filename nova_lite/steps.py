# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The steps that operations are made of, as data, and the one way to run one.

A daemon that dies before, in or after any step must leave a server that the journal brings to an end. Tests kill
daemons at every step of this table, metrics time them, and code that runs a step which is not in it fails.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

API, CONDUCTOR, SCHEDULER, COMPUTE = "nova-api", "nova-conductor", "nova-scheduler", "nova-compute"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of an operation on one daemon that is done or not done when that daemon dies."""

    operation: str
    daemon: str
    name: str

    def __str__(self) -> str:
        return f"{self.operation}/{self.daemon}/{self.name}"


STEPS: tuple[Step, ...] = (
    Step("create", API, "record"),
    Step("create", API, "send"),
    Step("create", CONDUCTOR, "take"),
    Step("create", CONDUCTOR, "select"),
    Step("create", SCHEDULER, "claim"),
    Step("create", CONDUCTOR, "write"),
    Step("create", CONDUCTOR, "map"),
    Step("create", CONDUCTOR, "send"),
    Step("create", COMPUTE, "network"),
    Step("create", COMPUTE, "spawn"),
    Step("create", COMPUTE, "finish"),
    Step("delete", API, "record"),
    Step("delete", API, "send"),
    Step("delete", COMPUTE, "guest"),
    Step("delete", COMPUTE, "network"),
    Step("delete", COMPUTE, "allocations"),
    Step("delete", COMPUTE, "finish"),
)
_KNOWN = {(step.operation, step.daemon, step.name): step for step in STEPS}

# before(step) and after(step, seconds) of those who watch.
Before = Callable[[Step], None]
After = Callable[[Step, float], None]
_watchers: list[tuple[Before, After]] = []


def watch(before: Before, after: After) -> None:
    """Be told of every step of this process. Watchers must not raise."""
    _watchers.append((before, after))


@contextlib.contextmanager
def step(operation: str, daemon: str, name: str) -> Iterator[None]:
    """Run one step; raises KeyError for one that is not in the table. A step that raises has not ended."""
    found = _KNOWN[operation, daemon, name]
    for before, _ in _watchers:
        before(found)
    begun = time.monotonic()
    yield
    seconds = time.monotonic() - begun
    for _, after in _watchers:
        after(found, seconds)

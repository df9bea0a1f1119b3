# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of what a daemon depends on, each in a thread of its own, so that one that hangs delays no answer."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nova_lite import concurrency, exception
from nova_lite.conf import CONF

HANGS_S = 5.0


@dataclass(frozen=True, slots=True)
class Check:
    """Something that /health reports. probe: returns None when all is well, else the reason; it may raise, or wait."""

    name: str
    probe: Callable[[], str | None]


@dataclass(slots=True)
class _Run:
    """The last result of a check, and since when it is being looked at again; times of the monotonic clock."""

    reason: str | None = "not looked at yet"
    began_at: float | None = None
    ended_at: float | None = None


class Checks:
    """The checks of one process, looked at every [metrics_http]check_interval."""

    def __init__(self) -> None:
        self._runs: dict[str, _Run] = {}
        self._stopping = threading.Event()

    def add(self, check: Check) -> None:
        """Look at it from now on."""
        self._runs[check.name] = run = _Run()
        concurrency.spawn(self._repeat, check, run)

    def stop(self) -> None:
        """Look no more; does not wait."""
        self._stopping.set()

    def _repeat(self, check: Check, run: _Run) -> None:
        wait_s = 0.0
        while not self._stopping.wait(wait_s):
            run.began_at = time.monotonic()
            run.reason = _ask(check)
            run.began_at, run.ended_at = None, time.monotonic()
            wait_s = CONF.metrics_http.check_interval

    def results(self) -> list[dict[str, Any]]:
        """Per check: check, ok, reason (None when ok), age_s (seconds since it was looked at; None before)."""
        now = time.monotonic()
        found = []
        for name, run in self._runs.items():
            reason, began_at, ended_at = run.reason, run.began_at, run.ended_at
            if began_at is not None and now - began_at > HANGS_S:
                reason = f"no answer for {now - began_at:.0f} s"
            age_s = None if ended_at is None else round(now - ended_at, 1)
            found.append({"check": name, "ok": reason is None, "reason": reason, "age_s": age_s})
        return found


def _ask(check: Check) -> str | None:
    """What a probe says, in one line."""
    try:
        return check.probe()
    except exception.NovaException as error:
        return " ".join(error.format_message().split())
    except Exception as error:
        return " ".join(f"{type(error).__name__}: {error}".split())

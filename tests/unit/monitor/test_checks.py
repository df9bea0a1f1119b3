# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Checks, good, bad and hanging ones."""

import threading
from collections.abc import Iterator

import pytest

from nova_lite import concurrency, exception
from nova_lite.conf import CONF
from nova_lite.monitor import checks
from nova_lite.monitor.checks import Check, Checks


@pytest.fixture
def made() -> Iterator[Checks]:
    CONF.set_override("check_interval", 1, "metrics_http")
    found = Checks()
    yield found
    found.stop()
    CONF.clear_override("check_interval", "metrics_http")


def result(made: Checks, name: str) -> tuple[bool, str | None]:
    (found,) = [one for one in made.results() if one["check"] == name]
    return found["ok"], found["reason"]


def raising(error: Exception) -> Check:
    def probe() -> None:
        raise error

    return Check(type(error).__name__, probe)


def test_what_a_probe_says_or_raises(made: Checks) -> None:
    for check in (
        Check("good", lambda: None),
        Check("bad", lambda: "it is broken"),
        raising(exception.DatabaseUnavailable(reason="no\nroute")),
        raising(OSError("refused")),
    ):
        made.add(check)
    assert concurrency.wait_until(lambda: all(one["age_s"] is not None for one in made.results()), 5, 0.01)
    assert result(made, "good") == (True, None)
    assert result(made, "bad") == (False, "it is broken")
    ok, reason = result(made, "DatabaseUnavailable")
    assert not ok and "no route" in str(reason)
    assert result(made, "OSError") == (False, "OSError: refused")


def test_a_probe_that_hangs_is_told_and_forgiven(made: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "HANGS_S", 0.05)
    gate, asked = threading.Event(), []

    def probe() -> None:
        asked.append(1)
        gate.wait(30)

    made.add(Check("slow", probe))
    assert concurrency.wait_until(lambda: "no answer for" in str(result(made, "slow")[1]), 5, 0.01)
    assert len(asked) == 1 and result(made, "slow")[0] is False
    gate.set()
    assert concurrency.wait_until(lambda: result(made, "slow")[0], 5, 0.01)


def test_checks_are_looked_at_again_until_they_stop(made: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    again = threading.Event()

    def probe() -> None:
        asked.append(1)
        if len(asked) == 2:
            made.stop()
            again.set()

    made.add(Check("twice", probe))
    assert again.wait(10)
    concurrency.sleep(1.2)
    assert len(asked) == 2

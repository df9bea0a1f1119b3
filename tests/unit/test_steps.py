# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Steps are known, timed and told."""

import pytest

from nova_lite import steps
from nova_lite.steps import STEPS, Step


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(steps, "_watchers", [])
    steps.watch(lambda step: found.append(f"before {step}"), lambda step, seconds: found.append(f"after {step}"))
    return found


def test_watchers_hear_of_both_ends(told: list[str]) -> None:
    with steps.step("create", steps.COMPUTE, "spawn"):
        told.append("work")
    assert told == ["before create/nova-compute/spawn", "work", "after create/nova-compute/spawn"]


def test_failed_step_has_no_end(told: list[str]) -> None:
    with pytest.raises(ValueError), steps.step("delete", steps.COMPUTE, "guest"):
        raise ValueError
    assert told == ["before delete/nova-compute/guest"]


def test_unknown_step_is_refused() -> None:
    with pytest.raises(KeyError), steps.step("create", steps.COMPUTE, "dance"):
        pass


def test_steps_are_listed_once() -> None:
    assert len(set(STEPS)) == len(STEPS)
    assert {step.daemon for step in STEPS} == {steps.API, steps.CONDUCTOR, steps.SCHEDULER, steps.COMPUTE}
    assert str(Step("a", "b", "c")) == "a/b/c"

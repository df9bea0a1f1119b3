# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The table of figures, and the calls that feed it."""

from pathlib import Path

import pytest

from nova_lite import figures
from tests.unit.counting import Counted

README = Path(__file__).parents[2] / "README.md"


def test_nothing_is_counted_before_somebody_wants_it() -> None:
    assert not figures.is_on()
    figures.add(figures.STATEMENTS, "nova")
    figures.level(figures.BUILDS_WAITING, 3)
    figures.sample(lambda: pytest.fail("nobody asks"))
    with figures.Timed(figures.SCHEDULING):
        pass
    assert list(figures.samplers()) == []


def test_what_is_counted_timed_and_set(counted: Counted) -> None:
    assert figures.is_on()
    figures.add(figures.STATEMENTS, "nova")
    figures.add(figures.STATEMENTS, "nova", amount=2)
    figures.level(figures.BUILDS_WAITING, 3)
    figures.observe(figures.STEPS, 0.5, "create", "spawn")
    assert counted.of(figures.STATEMENTS) == {("nova",): 3}
    assert counted.of(figures.BUILDS_WAITING) == {(): 3}
    assert counted.durations == {(figures.STEPS, ("create", "spawn")): [0.5]}


def test_a_block_is_timed_with_its_outcome(counted: Counted) -> None:
    with figures.Timed(figures.SCHEDULING):
        pass
    with pytest.raises(KeyError), figures.Timed(figures.SCHEDULING):
        raise KeyError
    with pytest.raises(KeyError), figures.Timed(figures.SCHEDULING) as timed:
        timed.outcome = "late"
        raise KeyError
    assert counted.of(figures.SCHEDULING) == {("done",): 1, ("KeyError",): 1, ("late",): 1}


def test_samplers_are_asked_while_somebody_counts(counted: Counted) -> None:
    figures.sample(lambda: figures.level(figures.BUILDS_WAITING, 7))
    for sampler in figures.samplers():
        sampler()
    assert counted.of(figures.BUILDS_WAITING) == {(): 7}


def test_levels_that_are_not_named_any_more_fall_to_nothing(counted: Counted) -> None:
    levels = figures.Levels(figures.JOURNAL)
    levels.show({("cell1", "create", "held"): 2})
    levels.show({("cell1", "delete", "held"): 1})
    assert counted.of(figures.JOURNAL) == {("cell1", "create", "held"): 0, ("cell1", "delete", "held"): 1}


def test_names_follow_prometheus() -> None:
    endings = {
        figures.Kind.COUNTER: "_total",
        figures.Kind.SECONDS: "_seconds",
    }
    names = [one.name for one in figures.FIGURES]
    assert len(set(names)) == len(names)
    assert [one for one in figures.FIGURES if not one.name.endswith(endings.get(one.kind, ""))] == []


def test_the_operators_list_is_complete() -> None:
    text = README.read_text()
    rows = [f"| `{one.name}` | {', '.join(one.labels) or '-'} |" for one in figures.FIGURES]
    assert [row for row in rows if row not in text] == []

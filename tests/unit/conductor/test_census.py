# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What is said of the journal after each sweep."""

from types import SimpleNamespace

import pytest

from nova_lite import figures
from nova_lite.conductor import census
from nova_lite.conductor.census import Census
from nova_lite.conductor.sweep import Sweep
from nova_lite.conductor.tasks.create import CreateTasks
from nova_lite.db.journal import CELL, DUE, HELD, STUCK, Crowd
from tests.unit.clock import Clock
from tests.unit.control_plane import Plane
from tests.unit.counting import Counted


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock.of(census, monkeypatch)


def look(made: Census, monkeypatch: pytest.MonkeyPatch, *crowds: Crowd) -> None:
    monkeypatch.setattr(census.journal, "census", lambda session, table: list(crowds))
    made.look(SimpleNamespace(), CELL, "cell1")  # type: ignore[arg-type]


def test_open_operations_are_counted_and_those_that_end_leave(
    monkeypatch: pytest.MonkeyPatch, counted: Counted
) -> None:
    made = Census()
    look(made, monkeypatch, Crowd("create", HELD, 3, 7.0), Crowd("delete", HELD, 1, 9.0), Crowd("create", DUE, 2, 50.0))
    assert counted.of(figures.JOURNAL) == {
        ("cell1", "create", "held"): 3,
        ("cell1", "delete", "held"): 1,
        ("cell1", "create", "due"): 2,
    }
    assert counted.of(figures.JOURNAL_OLDEST) == {("cell1", "held"): 9.0, ("cell1", "due"): 50.0}
    look(made, monkeypatch)
    assert set(counted.of(figures.JOURNAL).values()) == set(counted.of(figures.JOURNAL_OLDEST).values()) == {0}


def test_what_stays_past_its_deadline_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, counted: Counted, clock: Clock
) -> None:
    made = Census()
    stuck = Crowd("create", STUCK, 2, 4000.0)
    look(made, monkeypatch, stuck)
    assert made.reason() is None, "this sweep ends it"
    clock.now += 16
    look(made, monkeypatch, stuck)
    assert made.reason() == "2 operation(s) of cell1 are past their deadline and do not end"
    look(made, monkeypatch)
    assert made.reason() is None
    look(made, monkeypatch, stuck)
    assert made.reason() is None, "others than before"


def test_a_place_that_is_not_swept_any_more_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, counted: Counted, clock: Clock
) -> None:
    made = Census()
    assert made.reason() is None
    look(made, monkeypatch)
    clock.now += 61
    assert made.reason() == "cell1 was not swept for 61 s"


def test_nothing_is_asked_while_nobody_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census.journal, "census", lambda session, table: pytest.fail("a statement too many"))
    Census().look(SimpleNamespace(), CELL, "cell1")  # type: ignore[arg-type]


def test_a_sweep_looks_everywhere(plane: Plane, counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[str] = []
    made = Sweep(CreateTasks())
    monkeypatch.setattr(made.census, "look", lambda session, table, place: places.append(place))
    made.run(plane.admin)
    assert sorted(places) == ["api database", "cell0", "cell1"]

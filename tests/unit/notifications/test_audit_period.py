# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Which period a usage audit is about."""

import datetime

import pytest

from nova_lite.notifications import audit_period

NOW = datetime.datetime(2026, 1, 20, 10, 30, 5, 7)


@pytest.mark.parametrize(
    ("unit", "begin", "end"),
    [
        ("hour", (2026, 1, 20, 9), (2026, 1, 20, 10)),
        ("hour@45", (2026, 1, 20, 8, 45), (2026, 1, 20, 9, 45)),
        ("day", (2026, 1, 19), (2026, 1, 20)),
        ("day@11", (2026, 1, 18, 11), (2026, 1, 19, 11)),
        ("month", (2025, 12, 1), (2026, 1, 1)),
        ("month@15", (2025, 12, 15), (2026, 1, 15)),
        ("month@25", (2025, 11, 25), (2025, 12, 25)),
        ("year", (2025, 1, 1), (2026, 1, 1)),
        ("year@6", (2024, 6, 1), (2025, 6, 1)),
    ],
)
def test_last_completed(unit: str, begin: tuple[int, ...], end: tuple[int, ...]) -> None:
    wanted = (datetime.datetime(*begin), datetime.datetime(*end))  # type: ignore[arg-type]
    assert audit_period.last_completed(NOW, unit) == wanted


def test_a_month_is_the_default_and_now_the_moment() -> None:
    begin, end = audit_period.last_completed()
    assert (begin.day, end.day) == (1, 1)
    assert end < datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    assert 28 <= (end - begin).days <= 31


def test_the_boundary_itself_belongs_to_the_period_before() -> None:
    first = datetime.datetime(2026, 2, 1)
    before = (datetime.datetime(2025, 12, 1), datetime.datetime(2026, 1, 1))
    assert audit_period.last_completed(first, "month") == before

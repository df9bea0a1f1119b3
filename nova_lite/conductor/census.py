# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the journal holds, counted at each sweep for /metrics and /health; while these are off nothing is counted."""

import threading
import time
from dataclasses import dataclass

from nova_lite import figures
from nova_lite.conf import CONF
from nova_lite.db import journal
from nova_lite.db.session import Session

# A sweep ends what is past its deadline: what is still there some sweeps later is stuck for good.
SWEEPS = 3


@dataclass(frozen=True, slots=True)
class _Look:
    """What was seen at one place: when, how many were past their deadline, and since when that has been so."""

    seen_at: float
    stuck: int
    stuck_since: float


class Census:
    """The open operations of all places (the API database, each cell). Any thread may call any method."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks: dict[str, _Look] = {}
        self._counts: dict[str, figures.Levels] = {}
        self._ages: dict[str, figures.Levels] = {}

    def look(self, session: Session, table: journal.Table, place: str) -> None:
        """Count the open operations of one place."""
        if not figures.is_on():
            return
        found = journal.census(session, table)
        counts: dict[tuple[str, ...], float] = {(place, one.kind, one.state): float(one.number) for one in found}
        ages: dict[tuple[str, ...], float] = {}
        for one in found:
            ages[place, one.state] = max(ages.get((place, one.state), 0.0), one.age_s)
        stuck, now = sum(one.number for one in found if one.state == journal.STUCK), time.monotonic()
        with self._lock:
            last = self._looks.get(place)
            since = last.stuck_since if last is not None and last.stuck else now
            self._looks[place] = _Look(now, stuck, since)
            self._counts.setdefault(place, figures.Levels(figures.JOURNAL)).show(counts)
            self._ages.setdefault(place, figures.Levels(figures.JOURNAL_OLDEST)).show(ages)

    def reason(self) -> str | None:
        """What is wrong with the journal of some place, for /health."""
        now, patience_s = time.monotonic(), SWEEPS * CONF.journal.sweep_interval
        with self._lock:
            looks = sorted(self._looks.items())
        for place, look in looks:
            if look.stuck and now - look.stuck_since > patience_s:
                return f"{look.stuck} operation(s) of {place} are past their deadline and do not end"
            if now - look.seen_at > max(60, patience_s):
                return f"{place} was not swept for {now - look.seen_at:.0f} s"
        return None

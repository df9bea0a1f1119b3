# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of a run: quantiles, one table for people, one JSON file for comparing with the next run."""

import json
import platform
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# Digits after the point, by the least size that needs no more.
_DIGITS = ((100, 0), (10, 1), (1, 2))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which that share of an ascending list lies (nearest rank)."""
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Columns side by side; numbers to the right, with as many digits as they deserve."""
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max(len(line[at]) for line in [list(columns), *texts]) for at in range(len(columns))]
    lines = [list(columns), ["-" * width for width in widths], *texts]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _text(cell: Any) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        digits = next((digits for least, digits in _DIGITS if abs(cell) >= least), 3)
        return f"{cell:.{digits}f}"
    return str(cell)


def ratios(now: Mapping[str, Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]], key: str) -> dict[str, float]:
    """How many times less than the reference each measurement took; above 1 is better."""
    return {
        name: before[name][key] / values[key]
        for name, values in now.items()
        if before.get(name, {}).get(key) and values.get(key)
    }


def save(path: str, kind: str, figures: Mapping[str, Any]) -> None:
    """Write a run's figures with the machine and the moment."""
    about = {"kind": kind, "machine": platform.node(), "python": platform.python_version(), "at": time.time()}
    Path(path).write_text(json.dumps({"about": about, **figures}, indent=1) + "\n")


def load(path: str) -> dict[str, Any]:
    """What save() wrote."""
    found: dict[str, Any] = json.loads(Path(path).read_text())
    return found

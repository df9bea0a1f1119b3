# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Text that nova-manage prints: framed tables, and URLs without their passwords. Pure."""

import re
from collections.abc import Sequence

PASSWORD = re.compile(r"(?<=:)[^@:/,]+(?=@)")


def table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A framed table with left-aligned cells."""
    cells = [[str(cell) for cell in row] for row in [titles, *rows]]
    widths = [max(len(row[index]) for row in cells) for index in range(len(titles))]
    frame = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    return "\n".join([frame, lines[0], frame, *lines[1:], *([frame] if rows else [])])


def without_password(url: str) -> str:
    """A database or message broker URL, which may name several hosts, with every password as ****."""
    return PASSWORD.sub("****", url)

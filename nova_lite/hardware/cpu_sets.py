# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Sets of CPUs as options, extra specs and image properties write them: 0-3,^2. Pure functions."""

from nova_lite import exception


def parse(text: str, count: int | None = None) -> set[int]:
    """The CPUs of a text; with a count only those below it, and a text of exclusions alone means all others.

    Raises InvalidInput for what is no such text.
    """
    chosen: set[int] = set()
    excluded: set[int] = set()
    words = [word.strip() for word in text.split(",") if word.strip()]
    for word in words:
        first, _, last = word.lstrip("^").partition("-")
        try:
            numbers = range(int(first), int(last or first) + 1)
        except ValueError as error:
            raise exception.InvalidInput(reason=f"'{text}' is no set of CPUs") from error
        wanted = (number for number in numbers if count is None or number < count)
        (excluded if word.startswith("^") else chosen).update(wanted)
    if words and count is not None and all(word.startswith("^") for word in words):
        chosen = set(range(count))
    return chosen - excluded

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Lists of name=weight, as options of weighers have them. Pure."""

from collections.abc import Iterable

from nova_lite import exception


def ratios(entries: Iterable[str]) -> dict[str, float]:
    """Weight by name; a name alone weighs 1. Raises ConfigInvalid for what is no number."""
    found = {}
    for entry in entries:
        name, _, weight = entry.partition("=")
        try:
            found[name.strip()] = float(weight) if weight.strip() else 1.0
        except ValueError as error:
            raise exception.ConfigInvalid(reason=f"'{entry}' is not name=weight") from error
    return {name: weight for name, weight in found.items() if name}

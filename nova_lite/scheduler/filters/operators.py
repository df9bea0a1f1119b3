# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The comparison language of extra specs: operator first, then the wanted value ("s== x", "<in> x", ">= 2")."""

import operator
from collections.abc import Callable


def _numeric(compare: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def matches(value: str, wanted: str) -> bool:
        try:
            return compare(float(value), float(wanted))
        except ValueError:
            return False

    return matches


_BINARY: dict[str, Callable[[str, str], bool]] = {
    "=": _numeric(operator.ge),
    "==": _numeric(operator.eq),
    "!=": _numeric(operator.ne),
    ">=": _numeric(operator.ge),
    "<=": _numeric(operator.le),
    "s==": operator.eq,
    "s!=": operator.ne,
    "s<": operator.lt,
    "s<=": operator.le,
    "s>": operator.gt,
    "s>=": operator.ge,
}


def match(value: str, requirement: str) -> bool:
    """True when `value` satisfies `requirement`; without an operator both must be equal."""
    words = requirement.split()
    if not words:
        return value == requirement
    first, rest = words[0], words[1:]
    if first in _BINARY and rest:
        return _BINARY[first](value, rest[0])
    if first == "<in>" and rest:
        return rest[0] in value
    if first == "<all-in>":
        return all(word in value for word in rest)
    if first == "<or>":
        return value in [word for word in rest if word != "<or>"]
    return value == requirement

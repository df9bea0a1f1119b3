# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""JsonFilter: the hint query is a small expression over the host's figures, such as [">=", "$free_ram_mb", 1024]."""

import json
import operator
from collections.abc import Callable
from typing import Any

from nova_lite.objects.request_spec import RequestSpec
from nova_lite.scheduler.host_state import HostState


class JsonFilter:
    """Rejects hosts for which the expression is false."""

    once_per_request = False

    def rejects(self, host: HostState, spec: RequestSpec) -> str | None:
        """The expression when it does not hold, or what is wrong with it."""
        text = next(iter(spec.scheduler_hints.get("query", [])), "")
        if not text:
            return None
        try:
            holds = _evaluate(json.loads(text), host)
        except (ValueError, KeyError, RecursionError) as error:
            return f"the hint query cannot be evaluated: {error}"
        # "not" gives a list of answers; one is enough.
        holds = any(holds) if isinstance(holds, list) else bool(holds)
        return None if holds else f"the hint query does not hold: {text}"


def _evaluate(expression: Any, host: HostState) -> Any:
    """Lists are an operator with its arguments, texts beginning with $ are figures of the host, the rest is itself."""
    if isinstance(expression, list):
        if not expression:
            return True
        name, *arguments = expression
        return _OPERATORS[name]([_evaluate(item, host) for item in arguments])
    if isinstance(expression, str) and expression.startswith("$"):
        return host.look_up(expression[1:].split("."))
    return expression


def _first_with_rest(compare: Callable[[Any, Any], bool]) -> Callable[[list[Any]], bool]:
    """True when the first argument compares so with each of the others; unlike kinds never do."""

    def matches(arguments: list[Any]) -> bool:
        if len(arguments) < 2 or None in arguments:
            return False
        try:
            return all(compare(arguments[0], other) for other in arguments[1:])
        except TypeError:
            return False

    return matches


def _negated(arguments: list[Any]) -> list[bool]:
    return [not item for item in arguments]


_OPERATORS: dict[Any, Callable[[list[Any]], Any]] = {
    "=": _first_with_rest(operator.eq),
    "<": _first_with_rest(operator.lt),
    ">": _first_with_rest(operator.gt),
    "<=": _first_with_rest(operator.le),
    ">=": _first_with_rest(operator.ge),
    "in": lambda arguments: len(arguments) > 1 and arguments[0] in arguments[1:],
    "not": _negated,
    "or": any,
    "and": all,
}

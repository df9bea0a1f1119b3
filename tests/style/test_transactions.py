# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever writes to a database is tried again when it loses a deadlock: no user and no operation sees one."""

import ast

from tests.style import source

# nova-manage is run by an operator, who runs it again.
BY_HAND = "nova_lite/cmd/"
RETRY = "retry_on_deadlock"


def _writes(function: source.Function) -> bool:
    return any(
        isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Attribute)
        and item.context_expr.func.attr == "writer"
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        for item in node.items
    )


def _is_retried(function: source.Function) -> bool:
    return any(isinstance(one, ast.Name) and one.id == RETRY for one in function.decorator_list)


def test_writers_are_tried_again() -> None:
    bad = [
        f"{module.name}:{function.lineno} {function.name}: decorate it with {RETRY}"
        for module in source.product()
        if not module.name.startswith(BY_HAND)
        for function in module.functions()
        if _writes(function) and not _is_retried(function)
    ]
    assert not bad, "\n".join(bad)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""vm_state and task_state have one writer: nova_lite/objects/instance.py."""

import ast

from tests.style import source

FIELDS = frozenset({"vm_state", "task_state"})
WRITER = "nova_lite/objects/instance.py"


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return [part for target in node.targets for part in _flat(target)]
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return _flat(node.target)
    return []


def _flat(target: ast.expr) -> list[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        return [part for element in target.elts for part in _flat(element)]
    return [target]


def _sets_state(node: ast.AST) -> bool:
    if any(isinstance(target, ast.Attribute) and target.attr in FIELDS for target in _targets(node)):
        return True
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "setattr"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
        and node.args[1].value in FIELDS
    )


def test_states_have_one_writer() -> None:
    writers = [
        f"{module.name}:{node.lineno} sets a state: use begin(), step(), finish() or revert() of Instance"
        for module in source.product()
        if module.name != WRITER
        for node in ast.walk(module.tree)
        if isinstance(node, ast.stmt | ast.Call) and _sets_state(node)
    ]
    assert not writers, "\n".join(writers)

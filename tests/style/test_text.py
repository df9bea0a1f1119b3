# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Headers, docstrings, comments, and where imports and catch-alls may stand."""

import ast
import re

from tests.style import source

HEADER = "# SPDX-FileCopyrightText: Nova Lite authors\n# SPDX-License-Identifier: Apache-2.0\n"
LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
ISSUE = re.compile(r"\bissue \d+|#\d+")
SHEBANG = re.compile(r"\A#![^\n]*\n")


def test_every_module_has_the_licence_header() -> None:
    bare = [
        f"{module.name}: begin with the two SPDX lines"
        for module in source.modules()
        if not SHEBANG.sub("", module.text).startswith(HEADER)
    ]
    assert not bare, "\n".join(bare)


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        f"{module.name}: add a module docstring: what it is for and what it must not do"
        for module in source.modules()
        if not ast.get_docstring(module.tree)
    ]
    assert not silent, "\n".join(silent)


def test_work_left_for_later_names_its_issue() -> None:
    open_ends = [
        f"{module.name}:{line}: name the issue (or do it now): {comment.strip()}"
        for module in source.modules()
        for line, comment in module.comments()
        if LATER.search(comment) and not ISSUE.search(comment)
    ]
    assert not open_ends, "\n".join(open_ends)


def test_imports_stand_at_the_top() -> None:
    hidden = [
        f"{module.name}:{node.lineno}: import at the top; if that makes a cycle, move the code"
        for module in source.modules()
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, "\n".join(hidden)


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")


TELLERS = frozenset({"LOG", "traceback"})


def _says_so(handler: ast.ExceptHandler) -> bool:
    """It logs, raises, prints the traceback, or hands the error it caught to somebody."""
    for node in ast.walk(handler):
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in {*TELLERS, handler.name}:
            return True
    return False


def test_no_error_vanishes() -> None:
    lost = [
        f"{module.name}:{node.lineno}: an error of any kind vanishes here; name the kind, or log it and go on"
        for module in source.modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node) and not _says_so(node)
    ]
    assert not lost, "\n".join(lost)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Reads every module of the tree once, as text and as syntax tree, for the rules in this folder.

It runs no code of the project, so that a broken module fails one rule and not all of them.
"""

import ast
import functools
import io
import pathlib
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nova_lite"
TESTS = ROOT / "tests"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file. `name` is its path from the top of the repository."""

    path: pathlib.Path
    name: str
    text: str
    tree: ast.Module

    @property
    def in_package(self) -> bool:
        """Whether it belongs to the product, not to the tests."""
        return self.name.startswith("nova_lite/")

    def functions(self) -> Iterator[Function]:
        """All functions and methods, nested ones included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def classes(self) -> Iterator[ast.ClassDef]:
        """All classes, nested ones included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef):
                yield node

    def comments(self) -> Iterator[tuple[int, str]]:
        """Line number and text of each comment."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def folders() -> list[pathlib.Path]:
    """Every folder of the product and of the tests, except links and caches."""
    return list(_walk(PACKAGE)) + list(_walk(TESTS))


def _walk(top: pathlib.Path) -> Iterator[pathlib.Path]:
    yield top
    for path in sorted(top.iterdir()):
        if path.is_dir() and not path.is_symlink() and path.name != "__pycache__":
            yield from _walk(path)


@functools.cache
def modules() -> tuple[Module, ...]:
    """Every Python file of nova_lite/ and tests/."""
    found = []
    for folder in folders():
        for path in sorted(folder.glob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.append(Module(path, str(path.relative_to(ROOT)), text, ast.parse(text, str(path))))
    return tuple(found)


def product() -> list[Module]:
    """Every Python file of nova_lite/."""
    return [module for module in modules() if module.in_package]

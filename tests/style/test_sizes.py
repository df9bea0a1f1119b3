# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing grows past the size at which a reader loses the thread. There is no list of exemptions."""

import ast

from tests.style import source

MODULE_LINES = 800
FUNCTION_LINES = 80
PARAMETERS = 7
PUBLIC_METHODS = 20
FOLDER_FILES = 60
PROTOCOL_METHODS = 12


def _parameters(function: source.Function) -> int:
    """Parameters that a caller may give; self and cls do not count."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return sum(argument.arg not in ("self", "cls") for argument in every)


def _methods(node: ast.ClassDef) -> list[str]:
    return [item.name for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_modules_are_short() -> None:
    long = [
        f"{module.name} has {lines} lines: split it along verbs or nouns so that none exceeds {MODULE_LINES}"
        for module in source.modules()
        if (lines := module.text.count("\n")) > MODULE_LINES
    ]
    assert not long, "\n".join(long)


def test_functions_are_short() -> None:
    long = [
        f"{module.name}:{function.lineno} {function.name}() has {lines} lines: name its steps and call them"
        f" (at most {FUNCTION_LINES})"
        for module in source.modules()
        for function in module.functions()
        if (lines := (function.end_lineno or function.lineno) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_functions_take_few_parameters() -> None:
    wide = [
        f"{module.name}:{function.lineno} {function.name}() takes {count} parameters: pass a frozen dataclass"
        f" (at most {PARAMETERS})"
        for module in source.modules()
        for function in module.functions()
        if (count := _parameters(function)) > PARAMETERS
    ]
    assert not wide, "\n".join(wide)


def test_classes_have_few_public_methods() -> None:
    big = [
        f"{module.name}:{node.lineno} {node.name} has {count} public methods: give some of its work to another class"
        f" (at most {PUBLIC_METHODS})"
        for module in source.modules()
        for node in module.classes()
        if (count := sum(not name.startswith("_") for name in _methods(node))) > PUBLIC_METHODS
    ]
    assert not big, "\n".join(big)


def test_driver_interfaces_are_small() -> None:
    big = [
        f"{module.name}:{node.lineno} {node.name} has {len(_methods(node))} methods: split the capability"
        f" (at most {PROTOCOL_METHODS})"
        for module in source.product()
        if module.name.startswith("nova_lite/virt/")
        for node in module.classes()
        if any(ast.unparse(base).split(".")[-1] == "Protocol" for base in node.bases)
        and len(_methods(node)) > PROTOCOL_METHODS
    ]
    assert not big, "\n".join(big)


def test_folders_hold_few_files() -> None:
    full = [
        f"{folder.relative_to(source.ROOT)} holds {count} files: make subfolders (at most {FOLDER_FILES})"
        for folder in source.folders()
        if (count := sum(path.is_file() for path in folder.iterdir())) > FOLDER_FILES
    ]
    assert not full, "\n".join(full)

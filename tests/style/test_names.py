# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Names say what a thing does. A module or class for everything says nothing."""

import ast
import re

from tests.style import source

VAGUE_MODULES = frozenset({"utils", "util", "common", "helpers", "helper", "misc", "manager"})
VAGUE_CLASS = re.compile(r"(Manager|Helper|Helpers|Utils|Util|Handler\d)$")
VAGUE_FUNCTION = re.compile(r"^_*do_|_inner$|_helper$")
OUR_WORDS = re.compile(r"(^|_)tenants?(_|$)")


def test_no_vague_modules_inside_packages() -> None:
    vague = [
        f"{module.name}: name it for what its functions do (only nova_lite/utils.py may be called so)"
        for module in source.modules()
        if module.path.stem in VAGUE_MODULES and module.name != "nova_lite/utils.py"
    ]
    assert not vague, "\n".join(vague)


def test_no_vague_classes() -> None:
    vague = [
        f"{module.name}:{node.lineno} {node.name}: name the class for what it is"
        for module in source.modules()
        for node in module.classes()
        if VAGUE_CLASS.search(node.name)
    ]
    assert not vague, "\n".join(vague)


def test_no_vague_functions() -> None:
    vague = [
        f"{module.name}:{function.lineno} {function.name}(): a verb that says what it does, without do_ and _inner"
        for module in source.product()
        for function in module.functions()
        if VAGUE_FUNCTION.search(function.name) and not function.name.startswith("do_GET")
    ]
    assert not vague, "\n".join(vague)


def test_projects_are_called_projects() -> None:
    old = [
        f"{module.name}:{node.lineno} {node.arg}: say project (tenant only stands in strings that go over the wire)"
        for module in source.product()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.arg) and OUR_WORDS.search(node.arg)
    ]
    assert not old, "\n".join(old)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""tests/unit repeats the tree of nova_lite: each module has its test file, and each test file its module.

Only modules without behaviour need none, and they are recognised, not listed: package __init__ files, modules that
declare data (no function, no class with methods), option sections (one test reads them all) and table definitions
(one test holds them against the migrations).
"""

import ast

from tests.style import source


def _has_behaviour(module: source.Module) -> bool:
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return True
        if isinstance(node, ast.ClassDef) and any(_is_real(item) for item in node.body):
            return True
    return False


def _is_real(node: ast.stmt) -> bool:
    """A method that does something; a Protocol's have only a docstring or an ellipsis."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    return any(
        not (isinstance(part, ast.Pass) or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)))
        for part in node.body
    )


def _is_option_section(module: source.Module) -> bool:
    return module.path.parent == source.PACKAGE / "conf" and "\nOPTIONS = " in module.text


def _is_table_definition(module: source.Module) -> bool:
    return module.name.startswith("nova_lite/db/") and "mapped_column(" in module.text


def _expected(module: source.Module) -> str:
    inside = module.path.relative_to(source.PACKAGE)
    return str("tests/unit" / inside.parent / f"test_{inside.name}")


def test_every_module_has_its_test() -> None:
    missing = [
        f"{module.name} has no test: write {_expected(module)}"
        for module in source.product()
        if module.path.name != "__init__.py"
        and _has_behaviour(module)
        and not _is_option_section(module)
        and not _is_table_definition(module)
        and not (source.ROOT / _expected(module)).exists()
    ]
    assert not missing, "\n".join(missing)


def test_every_unit_test_has_its_module() -> None:
    lost = []
    for path in sorted((source.TESTS / "unit").rglob("test_*.py")):
        inside = path.relative_to(source.TESTS / "unit")
        target = source.PACKAGE / inside.parent / inside.name.removeprefix("test_")
        package = source.PACKAGE / inside.parent
        whole_package = path.stem.removeprefix("test_") == package.name and package.is_dir()
        if not (target.exists() or target.with_suffix("").is_dir() or whole_package):
            lost.append(
                f"{path.relative_to(source.ROOT)}: there is no {target.relative_to(source.ROOT)}; rename or move it"
            )
    assert not lost, "\n".join(lost)


def test_every_test_folder_is_a_package() -> None:
    bare = [
        f"{folder.relative_to(source.ROOT)} has test files and no __init__.py: add one with header and docstring"
        for folder in source.folders()
        if folder.is_relative_to(source.TESTS) and any(folder.glob("*.py")) and not (folder / "__init__.py").exists()
    ]
    assert not bare, "\n".join(bare)

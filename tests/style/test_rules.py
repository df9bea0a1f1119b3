# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The rules themselves: each one, shown a bad example, fails and says what to do."""

import pathlib
from collections.abc import Callable

import pytest

from tests.style import source, test_mirror, test_names, test_sizes, test_states, test_text, test_transactions

DOC = '"""What it is for."""\n'
GOOD = test_text.HEADER + DOC
LONG_FUNCTION = GOOD + "def f() -> None:\n" + "    print()\n" * 90
MANY_PARAMETERS = GOOD + "def f(a, b, c, d, e, g, h, i): ...\n"
MANY_METHODS = GOOD + "class A:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(21))
HIDDEN_IMPORT = GOOD + "def f():\n    import os\n"
LOST_ERROR = GOOD + "try:\n    x = 1\nexcept Exception:\n    x = 2\n"
LONELY_WRITER = GOOD + "def f(): \n    with database().writer() as session:\n        save(session)\n"
STATE = GOOD + "instance.task_state, other = None, 1\n"

BAD = [
    (GOOD + "x = 1\n" * 801, test_sizes.test_modules_are_short),
    (LONG_FUNCTION, test_sizes.test_functions_are_short),
    (MANY_PARAMETERS, test_sizes.test_functions_take_few_parameters),
    (MANY_METHODS, test_sizes.test_classes_have_few_public_methods),
    (GOOD + "def f():\n    return 1\n", test_mirror.test_every_module_has_its_test),
    (GOOD + "class GuestManager: ...\n", test_names.test_no_vague_classes),
    (GOOD + "def do_boot(): ...\n", test_names.test_no_vague_functions),
    (GOOD + "def f(tenant_id): ...\n", test_names.test_projects_are_called_projects),
    (STATE, test_states.test_states_have_one_writer),
    (GOOD + "setattr(instance, 'vm_state', 'active')\n", test_states.test_states_have_one_writer),
    (DOC, test_text.test_every_module_has_the_licence_header),
    (test_text.HEADER + "x = 1\n", test_text.test_every_module_says_what_it_is_for),
    (GOOD + "x = 1  # TO" + "DO later\n", test_text.test_work_left_for_later_names_its_issue),
    (HIDDEN_IMPORT, test_text.test_imports_stand_at_the_top),
    (LOST_ERROR, test_text.test_no_error_vanishes),
    (LONELY_WRITER, test_transactions.test_writers_are_tried_again),
]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Callable[[str], None]:
    """Make the rules see one module with the given text, nova_lite/odd/thing.py, and nothing else."""

    def show(text: str) -> None:
        path = tmp_path / "nova_lite" / "odd" / "thing.py"
        path.parent.mkdir(parents=True)
        path.write_text(text)
        monkeypatch.setattr(source, "ROOT", tmp_path)
        monkeypatch.setattr(source, "PACKAGE", tmp_path / "nova_lite")
        monkeypatch.setattr(source, "TESTS", tmp_path / "tests")
        (tmp_path / "tests").mkdir()
        monkeypatch.setattr(source, "modules", source.modules.__wrapped__)

    return show


@pytest.mark.parametrize(("text", "rule"), BAD, ids=[rule.__name__ for _, rule in BAD])
def test_rule_rejects(shown: Callable[[str], None], text: str, rule: Callable[[], None]) -> None:
    shown(text)
    with pytest.raises(AssertionError, match=r"nova_lite/odd/thing\.py"):
        rule()


@pytest.mark.parametrize("rule", dict.fromkeys(rule for _, rule in BAD), ids=lambda rule: rule.__name__)
def test_rule_accepts(shown: Callable[[str], None], rule: Callable[[], None]) -> None:
    shown(GOOD + "LIMIT = 3\n")
    rule()

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Regular expressions of libraries, compiled when they are first used and not when the library is loaded.

oslo.utils has some 450 of them to mask passwords and rfc3986 a dozen to judge addresses: a sixth of what nova-compute
needed to start, and a daemon uses few of them or none.
"""

import importlib
import re
import sys
from functools import cached_property
from typing import Any

MODULES = ("oslo_utils.strutils", "rfc3986.misc")
_LETTERS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s", re.VERBOSE: "x", re.ASCII: "a"}
_compile = re.compile


class Pattern(str):
    """A regular expression, its flags written into its text. Has the methods of a compiled one.

    Being text, it is also taken where re takes a compiled one, as in re.sub(pattern, ...).
    """

    @classmethod
    def of(cls, text: str, flags: int = 0) -> "Pattern":
        """What re.compile(text, flags) stands for; an expression that is wrong is found when it is used."""
        letters = "".join(letter for flag, letter in _LETTERS.items() if flags & flag)
        return cls(f"(?{letters}){text}" if letters else text)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return _compile(str(self))

    def split(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Of the compiled one: the only name that text has too."""
        return self._compiled.split(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled, name)


def load() -> None:
    """Load MODULES with expressions that wait; those that are loaded already stay as they are."""

    def compile_later(pattern: Any, flags: int = 0) -> Any:
        by = sys._getframe(1).f_globals.get("__name__")
        later = by in MODULES and isinstance(pattern, str) and not flags & ~sum(_LETTERS)
        return Pattern.of(pattern, flags) if later else _compile(pattern, flags)

    re.compile = compile_later
    try:
        for name in MODULES:
            importlib.import_module(name)
    finally:
        re.compile = _compile

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Libraries loaded without what a daemon never uses of them: a fifth of what nova-compute needed to start.

Regular expressions wait for their first use: oslo.utils has some 450 of them to mask passwords, others dozens to judge
addresses and cookies. kombu is told that there is no YAML, since all messages are JSON.
"""

import contextlib
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from typing import Any

# Modules whose expressions wait.
WAITING = (
    "http.cookiejar",
    "http.cookies",
    "netaddr.strategy.eui48",
    "netaddr.strategy.eui64",
    "oslo_utils.strutils",
    "rfc3986.misc",
    "urllib3.util.url",
)
# Modules by what they can do without.
SPARED = {"yaml": "kombu.serialization"}
_LETTERS = {
    re.ASCII: "a",
    re.DOTALL: "s",
    re.IGNORECASE: "i",
    re.MULTILINE: "m",
    re.UNICODE: "u",
    re.VERBOSE: "x",
}
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
    """Load these modules; those that are loaded already stay as they are."""
    for name, user in SPARED.items():
        with _absent(name):
            importlib.import_module(user)
    with _compiling_later():
        for name in WAITING:
            importlib.import_module(name)


@contextlib.contextmanager
def _absent(name: str) -> Iterator[None]:
    """A library that cannot be imported meanwhile, unless it was."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


@contextlib.contextmanager
def _compiling_later() -> Iterator[None]:
    """What the modules of WAITING compile meanwhile, waits."""

    def compile_later(pattern: Any, flags: int = 0) -> Any:
        by = sys._getframe(1).f_globals.get("__name__")
        later = by in WAITING and isinstance(pattern, str) and not flags & ~sum(_LETTERS)
        return Pattern.of(pattern, flags) if later else _compile(pattern, flags)

    re.compile = compile_later
    try:
        yield
    finally:
        re.compile = _compile

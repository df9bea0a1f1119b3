# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Libraries loaded without what a daemon never uses of them: a fifth of what nova-compute needed to start.

Regular expressions wait for their first use: oslo.utils has some 450 of them to mask passwords, others dozens to judge
addresses and cookies. Whole modules wait that libraries import for what few daemons ask of them. kombu is told that
there is no YAML, since all messages are JSON, and requests that nobody guesses the encoding of text: JSON has but one.
"""

import contextlib
import importlib
import importlib.util
import re
import sys
import threading
import types
import warnings
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

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
SPARED = {"yaml": "kombu.serialization", "charset_normalizer": "requests"}
# Modules that wait themselves.
LATER = ("asyncio", "bcrypt", "jinja2", "psutil", "yaml")
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


class Later(types.ModuleType):
    """A module that is loaded when something of it, or within it, is used for the first time.

    importlib's own LazyLoader loads it when it is imported for the second time.
    """

    _lock = threading.RLock()
    _begun: ClassVar[set[str]] = set()

    @classmethod
    def stands_for(cls, name: str) -> None:
        """Put one in the place of a module, unless that is loaded already or not installed."""
        spec = None if name in sys.modules else importlib.util.find_spec(name)
        if spec is None:
            return
        module = importlib.util.module_from_spec(spec)
        module.__dict__.pop("__path__", None)  # what is in a package is looked for there
        module.__class__ = cls
        sys.modules[name] = module

    def __getattr__(self, name: str) -> Any:
        with Later._lock:
            if self.__name__ not in Later._begun:
                Later._begun.add(self.__name__)
                self._load()
        # While it is loaded, what it has not made yet is missing as in any module.
        return types.ModuleType.__getattribute__(self, name) if type(self) is Later else getattr(self, name)

    def _load(self) -> None:
        spec: Any = self.__spec__
        if spec.submodule_search_locations is not None:
            self.__path__ = spec.submodule_search_locations
        spec.loader.exec_module(self)
        self.__class__ = types.ModuleType  # type: ignore[assignment]


def wait() -> None:
    """Have the modules of LATER wait for their use; call it before anything else is imported."""
    for name in LATER:
        Later.stands_for(name)


def load() -> None:
    """Load these modules; those that are loaded already stay as they are."""
    with _compiling_later():
        for name in WAITING:
            importlib.import_module(name)
    for name, user in SPARED.items():
        with _absent(name):
            importlib.import_module(user)


@contextlib.contextmanager
def _absent(name: str) -> Iterator[None]:
    """A library that cannot be imported meanwhile, unless it was; whoever warns of that is not heard."""
    kept = sys.modules.get(name)
    if kept is not None and type(kept) is not Later:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        if kept is None:
            del sys.modules[name]
        else:
            sys.modules[name] = kept


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

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How commands of nova-manage are described, and how descriptions become a command line. Knows no command itself."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nova_lite.conf import CONF

# oslo.config would take an argument named like one of its options, or "name", for something else.
PREFIX = "given_"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its flag, or its name when it goes by position, and argparse's keywords for it."""

    flag: str
    help: str
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def spellings(self) -> list[str]:
        """Flags with dashes and with underscores mean the same."""
        if not self.flag.startswith("--"):
            return [self.flag]
        name = self.flag.removeprefix("--")
        return list(dict.fromkeys((self.flag, "--" + name.replace("-", "_"), "--" + name.replace("_", "-"))))

    @property
    def key(self) -> str:
        """Its name in the parsed arguments."""
        return self.flag.removeprefix("--").replace("-", "_")

    @property
    def place(self) -> str:
        """Its name in the namespace that argparse fills; a positional argument is its own."""
        return PREFIX + self.key if self.flag.startswith("--") else self.flag

    @property
    def stored(self) -> dict[str, str]:
        """argparse's keyword for that, which it refuses for positional arguments."""
        return {"dest": self.place} if self.flag.startswith("--") else {}


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its names, what it does, and the function that does it and returns the exit code."""

    category: str
    name: str
    run: Callable[[argparse.Namespace], int]
    help: str
    arguments: tuple[Argument, ...] = ()


def flag(name: str, text: str) -> Argument:
    """An argument that is on or off."""
    return Argument(name, text, {"action": "store_true"})


def add_parsers(categories: Any, commands: Sequence[Command]) -> None:
    """Put all commands under their categories; a category alone prints its help and ends with code 2."""
    groups: dict[str, Any] = {}
    for command in commands:
        if command.category not in groups:
            parser = categories.add_parser(command.category)
            groups[command.category] = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
        parser = groups[command.category].add_parser(command.name, help=command.help, description=command.help)
        for argument in command.arguments:
            parser.add_argument(*argument.spellings, help=argument.help, **argument.stored, **argument.options)
        parser.set_defaults(command=command)


def arguments_of(command: Command, parsed: Any) -> argparse.Namespace:
    """The arguments of a command by their own names."""
    return argparse.Namespace(**{argument.key: getattr(parsed, argument.place) for argument in command.arguments})


def chosen() -> tuple[Command, argparse.Namespace]:
    """The command on the parsed command line with its arguments."""
    command: Command = CONF.category.command
    return command, arguments_of(command, CONF.category)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Descriptions of commands become command lines."""

import argparse

import pytest

from nova_lite.cmd.manage import commands
from nova_lite.cmd.manage.commands import Argument, Command, flag


def show(args: argparse.Namespace) -> int:
    return 0


COMMAND = Command(
    "things",
    "show",
    show,
    "Show a thing.",
    (Argument("version", "positional", {"nargs": "?"}), Argument("--max-count", "how many"), flag("--by_name", "sort")),
)


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    commands.add_parsers(parser.add_subparsers(dest="category", required=True), [COMMAND])
    return parser.parse_args(words)


@pytest.mark.parametrize("spelling", ["--max-count", "--max_count"])
def test_dashes_and_underscores_mean_the_same(spelling: str) -> None:
    parsed = parse("things", "show", "7", spelling, "3", "--by-name")
    assert parsed.command is COMMAND
    assert commands.arguments_of(COMMAND, parsed) == argparse.Namespace(version="7", max_count="3", by_name=True)


def test_absent_arguments() -> None:
    found = commands.arguments_of(COMMAND, parse("things", "show"))
    assert found == argparse.Namespace(version=None, max_count=None, by_name=False)


def test_a_category_alone_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("things")
    assert "usage" in capsys.readouterr().err


def test_the_chosen_command_comes_from_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = parse("things", "show", "7")
    monkeypatch.setattr(commands, "CONF", argparse.Namespace(category=parsed))
    assert commands.chosen() == (COMMAND, argparse.Namespace(version="7", max_count=None, by_name=False))

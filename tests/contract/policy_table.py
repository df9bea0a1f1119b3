# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What access control has to look like, from the tables in expected/: rules, routes, and who passes which default.

Nothing here reads the rules of the product; the tests beside compare them with this.
"""

import csv
import pathlib
from dataclasses import dataclass

FOLDER = pathlib.Path(__file__).parent / "expected"

PROJECT = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
OTHER_PROJECT = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
USER = "the-owner"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token: roles as Identity expands them."""

    name: str
    roles: tuple[str, ...]
    project: str = PROJECT
    user: str = "somebody"


CALLERS = (
    Caller("no role", ()),
    Caller("other project", ("manager", "member", "reader"), OTHER_PROJECT),
    Caller("reader", ("reader",)),
    Caller("member", ("member", "reader")),
    Caller("owner", ("member", "reader"), user=USER),
    Caller("manager", ("manager", "member", "reader")),
    Caller("admin", ("admin", "manager", "member", "reader"), OTHER_PROJECT),
    Caller("service", ("service",), OTHER_PROJECT),
)

# Who passes a default on things of PROJECT that belong to USER.
ON_PROJECT = {
    "ANY": {"no role", "other project", "reader", "member", "owner", "manager", "admin", "service"},
    "READER": {"reader", "member", "owner", "manager", "admin"},
    "MEMBER": {"member", "owner", "manager", "admin"},
    "MANAGER": {"manager", "admin"},
    "ADMIN": {"admin"},
    "SERVICE": {"admin", "service"},
    "USER": {"owner", "admin"},
    "NOBODY": set(),
}
# Everybody acts on things of the own project.
ON_OWN = {
    **ON_PROJECT,
    "READER": {*ON_PROJECT["READER"], "other project"},
    "MEMBER": {*ON_PROJECT["MEMBER"], "other project"},
    "MANAGER": {*ON_PROJECT["MANAGER"], "other project"},
    "USER": ON_PROJECT["ANY"],
}
# Things of nobody: only roles that need no project count.
ON_NOTHING = {**ON_PROJECT, "READER": {"admin"}, "MEMBER": {"admin"}, "MANAGER": {"admin"}, "USER": {"admin"}}

ALLOWED = {
    "server": ON_PROJECT,
    "group": ON_PROJECT,
    "url": ON_PROJECT,
    "own": ON_OWN,
    "user": ON_OWN,
    "nothing": ON_NOTHING,
}

CHECKS = {
    "ANY": "@",
    "NOBODY": "!",
    "ADMIN": "rule:context_is_admin",
    "MANAGER": "rule:project_manager_or_admin",
    "MEMBER": "rule:project_member_or_admin",
    "READER": "rule:project_reader_or_admin",
    "SERVICE": "rule:service_or_admin",
    "USER": "(rule:context_is_admin) or user_id:%(user_id)s",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its default (a key of CHECKS), the requests it guards, the older rule's name and default or ''."""

    name: str
    default: str
    operations: tuple[str, ...]
    older: str
    older_default: str


@dataclass(frozen=True, slots=True)
class Gate:
    """What guards a route: the rules that may stand at its gate, and what they are judged on (a key of ALLOWED)."""

    judged_on: str
    rules: tuple[str, ...]


def rules() -> dict[str, Rule]:
    """All rules by name."""
    found = {}
    for name, default, operations, older in _rows("policies.csv"):
        parent, _, parent_default = older.partition(" = ")
        full = f"os_compute_api:{parent}" if parent else ""
        found[name] = Rule(name, default, tuple(operations.split("; ")), full, parent_default)
    return found


def gates() -> dict[str, Gate]:
    """All routes by "METHOD path action"; ids in paths are {}."""
    return {route: Gate(judged_on, tuple(names.split())) for route, judged_on, names in _rows("gates.csv")}


def _rows(name: str) -> list[list[str]]:
    with (FOLDER / name).open(newline="") as file:
        return list(csv.reader(file, delimiter="|"))[1:]

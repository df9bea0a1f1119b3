# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the common operations cost, counted: no number here may rise.

One server without network, all daemons in one process on SQLite. Messages are those within the control plane and to
the host; a call counts once. What the host says to the store is a method call here, and in life two messages for a
create, one for a delete: the end, and the node's record, of which there is one a second at most. Heartbeats, the sweep
of the journal and what a host says of work that takes longer than a second are not counted.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from nova_lite import concurrency
from nova_lite.compute.leases import Leases
from nova_lite.db.engine import DATABASES
from nova_lite.rpc import compute, conductor, scheduler
from tests.functional.stack import Stack

BUDGETS: dict[str, dict[str, int]] = {
    "create": {"sql": 28, "messages": 4, "placement": 2, "neutron": 0, "glance": 1},
    "show": {"sql": 2, "messages": 0, "placement": 0, "neutron": 0, "glance": 0},
    "list of 1": {"sql": 5, "messages": 0, "placement": 0, "neutron": 0, "glance": 0},
    "list of 4": {"sql": 5, "messages": 0, "placement": 0, "neutron": 0, "glance": 0},
    "delete": {"sql": 26, "messages": 2, "placement": 1, "neutron": 1, "glance": 0},
}
# The record of a node is written at most once a second, which makes it one or two for a create; leases of what takes
# long are renewed by the clock, in the whole process also those that other tests left.
UNCOUNTED = (
    *("BEGIN", "PRAGMA", "UPDATE services", "SELECT operations"),
    *("UPDATE operations SET lease", "UPDATE compute_nodes"),
)
# By then the host has reported what it gathers.
REPORTED_S = 1.5


class Cost(Counter[str]):
    """How many of each, and which statements."""

    statements: list[str]


@contextlib.contextmanager
def counted(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cost]:
    """Count statements, messages and requests inside the block."""
    found = Cost()
    found.statements = []

    ours = {database.url for database in DATABASES._found.values()}

    def on_statement(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # Placement runs in this process too, on a database of its own.
        if str(connection.engine.url) in ours and not statement.startswith(UNCOUNTED):
            found["sql"] += 1
            found.statements.append(statement)

    def counting(send: Any) -> Any:
        def wrapped(context: Any, topic: str, method: Any, *args: Any, **options: Any) -> Any:
            found["messages"] += 1
            return send(context, topic, method, *args, **options)

        return wrapped

    services = {name: getattr(stack.cloud, name) for name in ("placement", "neutron", "glance")}
    before = {name: service.total() for name, service in services.items()}
    event.listen(Engine, "before_cursor_execute", on_statement)
    with monkeypatch.context() as patch:
        for module in (compute, conductor, scheduler):
            patch.setattr(module, "send", counting(module.send))
        patch.setattr(Leases, "to_renew", lambda *_: [])
        yield found
        concurrency.sleep(REPORTED_S)
    event.remove(Engine, "before_cursor_execute", on_statement)
    for name, service in services.items():
        found[name] = service.total() - before[name]


def check(name: str, found: Cost) -> None:
    over = {key: found[key] for key, most in BUDGETS[name].items() if found[key] > most}
    shown = "\n".join(found.statements)
    assert not over, f"{name} costs more than its budget: {over}, allowed {BUDGETS[name]}\n{shown}"


def test_costs(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """One operation after the other, each within its budget."""
    warm = stack.boot("warm")
    stack.wait_for(warm, "ACTIVE")
    # What the host reports of this server is none of the next one's cost.
    concurrency.sleep(REPORTED_S)
    with counted(stack, monkeypatch) as found:
        uuid = stack.boot("counted")
        assert concurrency.wait_until(lambda: uuid in stack.driver.list_instance_uuids(), 10, 0.05)
    check("create", found)
    stack.wait_for(uuid, "ACTIVE")
    with counted(stack, monkeypatch) as found:
        stack.show(uuid)
    check("show", found)
    with counted(stack, monkeypatch) as found:
        stack.request("GET", "/servers/detail?limit=1")
    check("list of 1", found)
    more = [stack.boot(f"more{number}") for number in range(2)]
    for one in more:
        stack.wait_for(one, "ACTIVE")
    concurrency.sleep(REPORTED_S)
    with counted(stack, monkeypatch) as found:
        stack.request("GET", "/servers/detail")
    check("list of 4", found)
    with counted(stack, monkeypatch) as found:
        stack.request("DELETE", f"/servers/{uuid}")
        assert concurrency.wait_until(lambda: uuid not in stack.driver.list_instance_uuids(), 10, 0.05)
    check("delete", found)

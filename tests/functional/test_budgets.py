# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What the common operations cost, counted: no number here may rise.

One server without network, all daemons in one process on SQLite. Messages are those within the control plane and to
the host; a call counts once. What the host says to the store is a method call here, and in life one message for a
create and one for a delete: the end, which brings the node's record along. Heartbeats, the sweep of the journal, the
servers that a host names to the schedulers once a second and what it says of work that takes longer than that are not
counted.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from nova_lite import concurrency
from nova_lite.compute.leases import Leases
from nova_lite.conf import CONF
from nova_lite.db.engine import DATABASES
from nova_lite.rpc import compute, conductor, scheduler
from tests.functional.stack import Stack

BUDGETS: dict[str, dict[str, int]] = {
    "create": {"sql": 27, "messages": 3, "placement": 2, "neutron": 0, "glance": 1},
    "show": {"sql": 2, "messages": 0, "placement": 0, "neutron": 0, "glance": 0},
    "list of 1": {"sql": 5, "messages": 0, "placement": 0, "neutron": 0, "glance": 0},
    "list of 4": {"sql": 5, "messages": 0, "placement": 0, "neutron": 0, "glance": 0},
    "delete": {"sql": 27, "messages": 2, "placement": 1, "neutron": 0, "glance": 0},
}
# 100 servers of one request, all of them together.
MANY = 100
BUDGETS_OF_MANY: dict[str, dict[str, int]] = {
    "no network": {"sql": 529, "messages": 102, "placement": 2, "neutron": 0, "glance": 1},
    "one network": {"sql": 629, "messages": 102, "placement": 2, "neutron": 404, "glance": 1},
}
# The record of a node is written once a second at most, which makes it one for a create, or two when a build takes
# longer; leases of what takes long are renewed by the clock, in the whole process also those that other tests left.
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


def check(name: str, found: Cost, budgets: dict[str, dict[str, int]] = BUDGETS) -> None:
    over = {key: found[key] for key, most in budgets[name].items() if found[key] > most}
    shown = "\n".join(found.statements)
    assert not over, f"{name} costs more than its budget: {over}, allowed {budgets[name]}\n{shown}"


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


@pytest.mark.parametrize("kind", BUDGETS_OF_MANY)
def test_costs_of_many_at_once(stack: Stack, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """One request for a hundred servers; claims are made in one request, rows in a few statements."""
    for limit in ("instances", "cores", "ram"):
        CONF.set_override(limit, -1, "quota")
    CONF.set_override("vif_plugging_timeout", 0)  # Neutron's own requests are not among what is counted
    network = stack.cloud.neutron.add_network("private", stack.cloud.demo.project_id, ["10.0.0.0/16"])
    networks: Any = "none" if kind == "no network" else [{"uuid": network["id"]}]
    stack.wait_for(stack.boot("warm"), "ACTIVE")
    concurrency.sleep(REPORTED_S)
    values = {"name": "many", "flavorRef": "1", "imageRef": stack.image, "networks": networks, "min_count": MANY}
    with counted(stack, monkeypatch) as found:
        assert stack.request("POST", "/servers", {"server": values}).status_code == 202
        assert concurrency.wait_until(lambda: len(stack.driver.list_instance_uuids()) > MANY, 60, 0.05)
    check(kind, found, BUDGETS_OF_MANY)

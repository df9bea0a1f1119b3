# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What must hold once no operation runs: servers are final, and everybody says the same of them.

Guests, ports and allocations belong to the active servers, each once and on the server's host; a server in error has
nothing but its place in the quota and its records. For a stack of fragile processes, and servers with a port each.
"""

from collections import Counter
from typing import Any

import sqlalchemy

from tests.functional.processes.fragile import Fragile
from tests.functional.processes.harness import COMPUTES
from tests.functional.processes.stack import Stack

FINAL = ("ACTIVE", "ERROR")
OPEN = "SELECT uuid, kind, instance_uuid, owner, attempt FROM operations WHERE outcome IS NULL"
IN_CELL = "SELECT uuid FROM instances WHERE deleted = 0"
# Rows that every server has exactly one of, by name: databases and query.
RECORDS = {
    "mappings": (("api",), "SELECT instance_uuid FROM instance_mappings WHERE NOT queued_for_delete"),
    "request specs": (("api",), "SELECT instance_uuid FROM request_specs"),
    "rows in cells": (("cell0", "cell1"), IN_CELL),
}
# Rows that nobody has.
NONE = {
    "build requests": (("api",), "SELECT instance_uuid FROM build_requests"),
    "open operations": (("api", "cell1"), OPEN),
}

Server = dict[str, Any]


def is_final(server: Server | None) -> bool:
    """True for a server that is gone, active or in error, with nothing going on."""
    return server is None or (server["status"] in FINAL and server["OS-EXT-STS:task_state"] is None)


def servers(stack: Stack) -> list[Server]:
    """All servers of all projects."""
    found: list[Server] = stack.api.get("/servers/detail?all_tenants=1")["servers"]
    return found


def violations(stack: Stack) -> dict[str, object]:
    """What does not hold, by name, with what was found or the difference (surplus, missing). Empty when all is well."""
    known = servers(stack)
    everyone = Counter(server["id"] for server in known)
    active = [server for server in known if server["status"] == "ACTIVE"]
    ours, placed = Counter(one["id"] for one in active), Counter(_placed(one) for one in active)
    hosts = [(name, stack.processes[name]) for name in COMPUTES]
    guests = Counter((host, uuid) for host, one in hosts if isinstance(one, Fragile) for uuid in one.guests())
    found = {
        "not final": [_text(server) for server in known if not is_final(server)],
        "without fault": [_text(one) for one in known if one["status"] == "ERROR" and not one.get("fault")],
        "guests": _difference(guests, placed),
        "ports": _difference(Counter(port["device_id"] for port in stack.cloud.neutron.all_ports()), ours),
        "allocations": _difference(Counter(stack.consumers()), placed),
        "quota": _quota(stack, known),
        **{name: _difference(Counter(_rows(stack, *source)), everyone) for name, source in RECORDS.items()},
        **{name: _rows(stack, *source) for name, source in NONE.items()},
    }
    return {name: value for name, value in found.items() if value}


def _placed(server: Server) -> tuple[str, str]:
    return server["OS-EXT-SRV-ATTR:host"], server["id"]


def _text(server: Server) -> str:
    return f"{server['name']} {server['id']} {server['status']} {server['OS-EXT-STS:task_state']}"


def _difference(is_there: Counter[Any], wanted: Counter[Any]) -> dict[str, list[Any]]:
    parts = {"surplus": list((is_there - wanted).elements()), "missing": list((wanted - is_there).elements())}
    return {name: part for name, part in parts.items() if part}


def _quota(stack: Stack, known: list[Server]) -> dict[str, tuple[int, int]]:
    """Projects whose use (first) is not the number of their servers (second). What never got a host does not count."""
    counted = set(_rows(stack, ("cell1",), IN_CELL))
    wanted = Counter(server["tenant_id"] for server in known if server["id"] in counted)
    projects = {stack.cloud.admin.project_id, stack.cloud.demo.project_id, *wanted}
    used = {one: stack.api.get(f"/os-quota-sets/{one}/detail")["quota_set"]["instances"]["in_use"] for one in projects}
    return {one: (used[one], wanted[one]) for one in projects if used[one] != wanted[one]}


def _rows(stack: Stack, databases: tuple[str, ...], query: str) -> list[Any]:
    """Rows of a query in some databases, plain values for a single column."""
    found: list[Any] = []
    for database in databases:
        engine = sqlalchemy.create_engine(stack.around.urls[database])
        try:
            with engine.connect() as connection:
                rows = [tuple(row) for row in connection.exec_driver_sql(query)]
        finally:
            engine.dispose()
        found += [row[0] if len(row) == 1 else row for row in rows]
    return found

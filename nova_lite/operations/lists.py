# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Lists of servers over all cells: those that wait for a host first, then the cells' rows, merged in order."""

import datetime
import functools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nova_lite import cells, exception
from nova_lite.context import RequestContext
from nova_lite.db.api import build_requests
from nova_lite.db.engine import api_database
from nova_lite.db.main import faults, instance_lists, instances, services
from nova_lite.objects import database
from nova_lite.objects.instance import Instance
from nova_lite.operations import find

Sort = Sequence[tuple[str, str]]
STATES_WITH_FAULT = frozenset({"error", "deleted"})


@dataclass(slots=True)
class Page:
    """Servers in order, with what a detailed view shows besides: faults by server, service rows by host."""

    servers: list[Instance] = field(default_factory=list)
    faults: dict[str, Any] = field(default_factory=dict)
    services: dict[str, Any] = field(default_factory=dict)
    down_cells: list[str] = field(default_factory=list)


def page(
    context: RequestContext,
    filters: Mapping[str, Any],
    sort: Sort,
    limit: int | None,
    marker: str | None,
    detailed: bool,
) -> Page:
    """One page. `filters` are those of db.main.instance_lists plus ip and ip6 (regular expressions).

    A fixed number of queries per cell, whatever the number of servers. Raises MarkerNotFound.
    """
    after = _marker(context, marker, filters) if marker else None
    result = Page()
    if limit == 0:
        return result
    waiting = _waiting(context, filters, sort) if after is None or after.get("waiting") else []
    if after is not None and after.get("waiting"):
        place = next((index for index, one in enumerate(waiting) if one.uuid == marker), len(waiting) - 1)
        waiting, after = waiting[place + 1 :], None
    result.servers = waiting[:limit]
    room = None if limit is None else limit - len(result.servers)
    if room != 0:
        seen = {one.uuid for one in result.servers}
        work = functools.partial(_read, filters=filters, sort=sort, limit=room, marker=after, detailed=detailed)
        parts = cells.scatter(context, work, cells.all_cells(with_cell0=True, with_disabled=True))
        for uuid, part in parts.items():
            if isinstance(part, Exception):
                result.down_cells.append(uuid)
                continue
            result.servers += [one for one in part.servers if one.uuid not in seen]
            result.faults.update(part.faults)
            result.services.update(part.services)
        head = result.servers[: len(seen)]
        result.servers = head + _sorted(result.servers[len(seen) :], sort)[:room]
    return result


def _sorted(servers: list[Instance], sort: Sort) -> list[Instance]:
    """Merge rows of several cells; each column in its direction, nulls first ascending."""
    keys = [*sort, ("uuid", sort[-1][1] if sort else "asc")]

    def compare(one: Instance, other: Instance) -> int:
        for name, direction in keys:
            left, right = getattr(one, name), getattr(other, name)
            if left == right:
                continue
            smaller = right is not None and (left is None or left < right)
            return -1 if smaller == (direction == "asc") else 1
        return 0

    return sorted(servers, key=functools.cmp_to_key(compare))


def _read(
    context: RequestContext,
    filters: Mapping[str, Any],
    sort: Sort,
    limit: int | None,
    marker: Mapping[str, Any] | None,
    detailed: bool,
) -> Page:
    """One cell's rows with their satellites."""
    addresses = [(version, filters[key]) for key, version in (("ip", 4), ("ip6", 6)) if key in filters]
    plain = {key: value for key, value in filters.items() if key not in ("ip", "ip6")}
    kinds = None if detailed else ["network_info"] if addresses else []
    result = Page()
    with cells.database(context).reader() as session:
        while limit is None or len(result.servers) < limit:
            rows = instance_lists.page(session, plain, sort, limit, marker)
            satellites = instances.satellites(session, [row.uuid for row in rows], kinds)
            found = [database.instance_from_row(row, satellites) for row in rows]
            result.servers += [one for one in found if _has_address(one, addresses)]
            if not addresses or limit is None or len(rows) < limit:
                break
            marker = rows[-1]._mapping
        if limit is not None:
            result.servers = result.servers[:limit]
        if detailed:
            wanted = [one.uuid for one in result.servers if one.vm_state in STATES_WITH_FAULT]
            result.faults = faults.latest(session, wanted)
            if any(one.host for one in result.servers):
                result.services = {str(row.host): row for row in services.listed(session, binary="nova-compute")}
    return result


def _has_address(instance: Instance, wanted: list[tuple[int, str]]) -> bool:
    """True when every pattern matches some fixed address of its version."""
    fixed = [
        (ip["version"], ip["address"])
        for vif in instance.network_info
        for subnet in vif["network"]["subnets"]
        for ip in subnet["ips"]
    ]
    return all(any(number == version and re.search(text, ip) for number, ip in fixed) for version, text in wanted)


def _waiting(context: RequestContext, filters: Mapping[str, Any], sort: Sort) -> list[Instance]:
    """Servers that have no cell yet and pass the filters, sorted."""
    if filters.get("deleted") is True or {"changes_since", "ip", "ip6", "host", "node"} & set(filters):
        return []
    project_id = filters.get("project_id")
    with api_database().reader() as session:
        rows = build_requests.listed(session, project_id if isinstance(project_id, str) else None)
    found = [find.from_build_request(str(row.instance)) for row in rows]
    return _sorted([one for one in found if matches(one, filters)], sort)


def matches(instance: Instance, filters: Mapping[str, Any]) -> bool:
    """The filters on one server in memory; what a waiting server cannot have does not match."""
    for name, value in filters.items():
        if name in instance_lists.EXACT:
            wanted = value if isinstance(value, list | tuple | set | frozenset) else [value]
            if getattr(instance, name, None) not in wanted:
                return False
        elif name in instance_lists.REGEX:
            column = "display_name" if name == "name" else name
            if not re.search(str(value), getattr(instance, column) or ""):
                return False
        elif name in _IN_MEMORY and not _IN_MEMORY[name](instance, value):
            return False
    return True


_IN_MEMORY: dict[str, Any] = {
    "locked": lambda one, value: one.locked is value,
    "metadata": lambda one, value: value.items() <= one.metadata.items(),
    "tags": lambda one, value: set(value) <= set(one.tags),
    "tags_any": lambda one, value: bool(set(value) & set(one.tags)),
    "not_tags": lambda one, value: not set(value) <= set(one.tags),
    "not_tags_any": lambda one, value: not set(value) & set(one.tags),
    "not_vm_state": lambda one, value: one.vm_state not in value,
    "changes_before": lambda one, value: (one.updated_at or one.created_at or datetime.datetime.min) <= value,
}


def _marker(context: RequestContext, uuid: str, filters: Mapping[str, Any]) -> dict[str, Any]:
    """The row that a page begins after; raises MarkerNotFound."""
    try:
        found = find.server(context, uuid)
    except exception.InstanceNotFound as error:
        raise exception.MarkerNotFound(marker=uuid) from error
    values = {name: getattr(found.instance, name, None) for name in found.instance.fields}
    return {**values, "waiting": not found.placed}


def request_spec_of(text: str | None) -> dict[str, Any]:
    """Scheduler hints and pinned zone from a request spec's JSON."""
    data = json.loads(text)["nova_object.data"] if text else {}
    return {"hints": data.get("scheduler_hints") or {}, "zone": data.get("availability_zone")}

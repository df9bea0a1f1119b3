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
from nova_lite.db.main import faults, instance_lists
from nova_lite.db.main.instance_lists import HostService
from nova_lite.objects import server_record
from nova_lite.objects.server_record import AnyServer
from nova_lite.operations import find

Sort = Sequence[tuple[str, str]]
STATES_WITH_FAULT = frozenset({"error", "deleted"})


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a view of whole servers needs: keys of the system metadata (None: all), services of the hosts."""

    system_keys: tuple[str, ...] | None = None
    services: bool = True


EVERYTHING = Extent()


@dataclass(slots=True)
class Page:
    """Servers in order, with what a detailed view shows besides: faults by server, services by host."""

    servers: list[AnyServer] = field(default_factory=list)
    faults: dict[str, Any] = field(default_factory=dict)
    services: dict[str, HostService] = field(default_factory=dict)
    down_cells: list[str] = field(default_factory=list)


def page(
    context: RequestContext,
    filters: Mapping[str, Any],
    sort: Sort,
    limit: int | None,
    marker: str | None,
    detailed: bool,
    extent: Extent = EVERYTHING,
) -> Page:
    """One page. `filters` are those of db.main.instance_lists plus ip and ip6 (regular expressions).

    Without `detailed` the servers have the names, states and what the list is sorted by; else what `extent` says too.

    A fixed number of queries per cell, whatever the number of servers. Raises MarkerNotFound.
    """
    after = _marker(context, marker) if marker else None
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
        work = functools.partial(
            _read, filters=filters, sort=sort, limit=room, marker=after, extent=extent if detailed else None
        )
        parts = cells.scatter(context, work, cells.all_cells(with_cell0=True, with_disabled=True))
        filled = 0
        for uuid, part in parts.items():
            if isinstance(part, Exception):
                result.down_cells.append(uuid)
                continue
            result.servers += [one for one in part.servers if one.uuid not in seen]
            filled += bool(part.servers)
            result.faults.update(part.faults)
            result.services.update(part.services)
        head = result.servers[: len(seen)]
        rest = result.servers[len(seen) :]
        result.servers = head + (_sorted(rest, sort) if filled > 1 else rest)[:room]
    return result


def _sorted(servers: list[AnyServer], sort: Sort) -> list[AnyServer]:
    """Rows of several cells in one order; each column in its direction, nulls first ascending."""
    found = list(servers)
    for name, direction in reversed([*sort, ("uuid", sort[-1][1] if sort else "asc")]):
        found.sort(key=functools.partial(_key, name), reverse=direction == "desc")
    return found


def _key(name: str, server: AnyServer) -> tuple[bool, Any]:
    value = getattr(server, name)
    return value is not None, value


def _read(
    context: RequestContext,
    filters: Mapping[str, Any],
    sort: Sort,
    limit: int | None,
    marker: Mapping[str, Any] | None,
    extent: Extent | None,
) -> Page:
    """One cell's servers, whole ones where there is an extent."""
    addresses = [(version, filters[key]) for key, version in (("ip", 4), ("ip6", 6)) if key in filters]
    plain = {key: value for key, value in filters.items() if key not in ("ip", "ip6")}
    result = Page()
    with cells.database(context).reader() as session:
        found: list[AnyServer] = []
        while limit is None or len(found) < limit:
            if extent is None:
                rows = instance_lists.brief(session, plain, sort, limit, marker)
            else:
                rows = instance_lists.whole(session, plain, sort, limit, marker, extent.system_keys)
            names = rows[0]._fields if rows else ()
            records = [server_record.from_row(names, row) for row in rows]
            found += [one for one in records if not addresses or _has_address(one, addresses)]
            if not addresses or limit is None or len(rows) < limit:
                break
            marker = rows[-1]._mapping
        result.servers = found[:limit]
        if extent is not None:
            result.faults = faults_of(session, result.servers)
            if extent.services:
                result.services = instance_lists.host_services(
                    session, {one.host for one in result.servers if one.host}
                )
    return result


def faults_of(session: Any, servers: list[AnyServer]) -> dict[str, Any]:
    """The latest faults of those servers, all in the session's cell, that show one."""
    return faults.latest(session, [one.uuid for one in servers if one.vm_state in STATES_WITH_FAULT])


def _has_address(instance: AnyServer, wanted: list[tuple[int, str]]) -> bool:
    """True when every pattern matches some fixed address of its version."""
    fixed = [
        (ip["version"], ip["address"])
        for vif in instance.network_info
        for subnet in vif["network"]["subnets"]
        for ip in subnet["ips"]
    ]
    return all(any(number == version and re.search(text, ip) for number, ip in fixed) for version, text in wanted)


def _waiting(context: RequestContext, filters: Mapping[str, Any], sort: Sort) -> list[AnyServer]:
    """Servers that have no cell yet and pass the filters, sorted."""
    if filters.get("deleted") is True or {"changes_since", "ip", "ip6", "host", "node"} & set(filters):
        return []
    project_id = filters.get("project_id")
    with api_database().reader() as session:
        rows = build_requests.listed(session, project_id if isinstance(project_id, str) else None)
    found = [find.from_build_request(str(row.instance)) for row in rows]
    return _sorted([one for one in found if matches(one, filters)], sort)


def matches(instance: AnyServer, filters: Mapping[str, Any]) -> bool:
    """The filters on one server in memory; what a waiting server cannot have does not match."""
    for name, value in filters.items():
        if name in instance_lists.EXACT:
            wanted = value if isinstance(value, list | tuple | set | frozenset) else [value]
            if getattr(instance, name, None) not in wanted:
                return False
        elif name in instance_lists.REGEX:
            column = "display_name" if name == "name" else name
            text = getattr(instance, column, None)
            if text is None or not re.search(str(value), str(text)):
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


def _marker(context: RequestContext, uuid: str) -> dict[str, Any]:
    """The row that a page begins after, perhaps one that was deleted since; raises MarkerNotFound.

    Another project's server is one for administrators only: its place in the order tells what its columns hold.
    """
    try:
        found = find.server(context, uuid, with_deleted=True)
    except exception.InstanceNotFound as error:
        raise exception.MarkerNotFound(marker=uuid) from error
    values = {name: getattr(found.instance, name, None) for name in found.instance.fields}
    return {**values, "waiting": not found.placed}


def request_spec_of(text: str | None) -> dict[str, Any]:
    """Scheduler hints and pinned zone from a request spec's JSON."""
    data = json.loads(text)["nova_object.data"] if text else {}
    return {"hints": data.get("scheduler_hints") or {}, "zone": data.get("availability_zone")}

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers as the API shows them: one query of plain rows for any mix of filters, sorted and paged, or for one server.

What hangs on servers comes with the row, or for all of them in one more query. Nothing here becomes an object.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from oslo_utils import strutils
from sqlalchemy import Enum, Select, String, bindparam, cast, exists, literal, or_, select, union_all
from sqlalchemy.orm import Session

from nova_lite.db import paging
from nova_lite.db.main.models import (
    Instance,
    InstanceExtra,
    InstanceInfoCache,
    InstanceMetadata,
    InstanceSystemMetadata,
    Service,
    Tag,
)

COLUMNS = tuple(Instance.__table__.columns)
# What is shown of a whole server, and what lists may be sorted by.
WHOLE = (
    *(
        getattr(Instance, name)
        for name in (
            "id",
            "uuid",
            "project_id",
            "user_id",
            "created_at",
            "updated_at",
            "launched_at",
            "terminated_at",
            "display_name",
            "display_description",
            "vm_state",
            "task_state",
            "power_state",
            "progress",
            "host",
            "node",
            "hostname",
            "image_ref",
            "kernel_id",
            "ramdisk_id",
            "access_ip_v4",
            "access_ip_v6",
            "auto_disk_config",
            "availability_zone",
            "config_drive",
            "key_name",
            "launch_index",
            "reservation_id",
            "root_device_name",
            "user_data",
            "locked",
        )
    ),
    InstanceExtra.flavor,
    InstanceExtra.trusted_certs,
    InstanceInfoCache.network_info,
)
WHOLE_NAMES = tuple(column.key for column in WHOLE)
UUID_AT = WHOLE_NAMES.index("uuid")
METADATA, SYSTEM, TAGS = "m", "s", "t"

# Filters that compare a column: name of the filter -> column. Lists mean "one of"; values may be text as in a URL.
EXACT: dict[str, Any] = {
    name: getattr(Instance, name)
    for name in (
        *("uuid", "project_id", "user_id", "host", "image_ref", "vm_state", "task_state", "instance_type_id"),
        *("auto_disk_config", "locked_by"),
    )
}
# Filters whose value is a regular expression; numbers and times are searched as text.
REGEX: dict[str, Any] = {
    "name": Instance.display_name,
    **{
        name: getattr(Instance, name)
        for name in (
            *("display_name", "display_description", "hostname", "key_name", "reservation_id", "availability_zone"),
            *("node", "kernel_id", "ramdisk_id", "root_device_name", "config_drive", "access_ip_v4", "access_ip_v6"),
            *("power_state", "progress", "launch_index", "created_at", "launched_at", "terminated_at"),
        )
    },
}
REGEX_CHARACTERS = frozenset("\\^$.|?*+()[]{}")


def page(
    session: Session,
    filters: Mapping[str, Any],
    sort: Sequence[tuple[str, str]],
    limit: int | None = None,
    marker: Mapping[str, Any] | None = None,
) -> Sequence[Any]:
    """Rows of instances. `sort`: (column, direction) pairs; uuid is added. `marker`: the last row seen, by column.

    Filters beyond EXACT and REGEX: deleted (True, False or "any"), changes_since, changes_before, locked, metadata,
    tags, tags_any, not_tags, not_tags_any, hidden rows are never listed.
    """
    return session.execute(_paged(select(*COLUMNS), filters, sort, limit, marker)).all()


def _paged(
    query: Select[Any],
    filters: Mapping[str, Any],
    sort: Sequence[tuple[str, str]],
    limit: int | None,
    marker: Mapping[str, Any] | None,
) -> Select[Any]:
    order = [(getattr(Instance, name), direction) for name, direction in sort]
    if not any(name == "uuid" for name, _ in sort):
        order.append((Instance.uuid, order[-1][1] if order else "asc"))
    query = conditions(query.where(Instance.hidden.is_not(True)), filters)
    after = None if marker is None else [marker[column.key] for column, _ in order]
    return paging.page(query, order, after, limit)


def whole(
    session: Session,
    filters: Mapping[str, Any],
    sort: Sequence[tuple[str, str]],
    limit: int | None = None,
    marker: Mapping[str, Any] | None = None,
) -> tuple[tuple[str, ...], Sequence[Any]]:
    """As page(), but the columns of whole servers, WHOLE and those that are sorted by; their names, then the rows."""
    more = tuple(name for name in dict.fromkeys(name for name, _ in sort) if name not in WHOLE_NAMES)
    query = _joined(select(*WHOLE, *(getattr(Instance, name) for name in more)))
    return WHOLE_NAMES + more, session.execute(_paged(query, filters, sort, limit, marker)).all()


def one(session: Session, uuid: str) -> Any:
    """The row of one server that is not deleted, with the columns WHOLE; None without one."""
    return session.execute(_one(), {"uuid": uuid}).first()


@functools.cache
def _one() -> Select[Any]:
    """Statements of reads that every request makes are built once."""
    return _joined(select(*WHOLE)).where(Instance.uuid == bindparam("uuid"), Instance.deleted == 0)


def _joined(query: Select[Any]) -> Select[Any]:
    extra, cache = InstanceExtra, InstanceInfoCache
    return (
        query.select_from(Instance)
        .outerjoin(extra, extra.instance_uuid == Instance.uuid)
        .outerjoin(cache, cache.instance_uuid == Instance.uuid)
    )


def items(session: Session, uuids: list[str], system_keys: Sequence[str] | None = None) -> dict[str, Any]:
    """Metadata, system metadata (named keys, or all) and tags of servers: {uuid: {kind: {key: value}}}, one query."""
    if not uuids:
        return {}
    values = {"uuids": uuids} if system_keys is None else {"uuids": uuids, "keys": list(system_keys)}
    found: dict[str, Any] = {}
    for kind, uuid, key, value in session.execute(_items(system_keys is not None), values):
        found.setdefault(uuid, {}).setdefault(kind, {})[key] = value
    return found


@functools.cache
def _items(some_keys: bool) -> Any:
    meta, system, tag = InstanceMetadata, InstanceSystemMetadata, Tag
    uuids: Any = bindparam("uuids", expanding=True)
    of_system = select(literal(SYSTEM), system.instance_uuid, system.key, system.value).where(
        system.instance_uuid.in_(uuids), system.deleted == 0
    )
    if some_keys:
        of_system = of_system.where(system.key.in_(bindparam("keys", expanding=True)))
    return union_all(
        select(literal(METADATA), meta.instance_uuid, meta.key, meta.value).where(
            meta.instance_uuid.in_(uuids), meta.deleted == 0
        ),
        of_system,
        select(literal(TAGS), tag.resource_id, tag.tag, literal("")).where(tag.resource_id.in_(uuids)),
    )


def host_services(session: Session, hosts: set[str]) -> dict[str, Any]:
    """Rows of the nova-compute services of hosts: forced_down, disabled, last_seen_up, created_at."""
    if not hosts:
        return {}
    table = Service
    query = select(table.host, table.forced_down, table.disabled, table.last_seen_up, table.created_at).where(
        table.host.in_(sorted(hosts)), table.binary == "nova-compute", table.deleted == 0
    )
    return {str(row.host): row for row in session.execute(query)}


def conditions(query: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    """Add the WHERE clauses of all filters."""
    deleted = filters.get("deleted", False)
    if deleted != "any":
        query = query.where(Instance.deleted != 0 if deleted else Instance.deleted == 0)
    for name, value in filters.items():
        if name in EXACT:
            query = query.where(_equals(EXACT[name], value))
        elif name in REGEX:
            query = query.where(_matches(REGEX[name], str(value)))
        elif name in _SPECIAL:
            query = query.where(*_SPECIAL[name](value))
    return query


def _equals(column: Any, value: Any) -> Any:
    wanted = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    condition = column.in_([one for item in wanted if item is not None for one in _converted(column.type, item)])
    return or_(condition, column.is_(None)) if None in wanted else condition


def _converted(kind: Any, value: Any) -> list[Any]:
    """The value as the column's type holds it; nothing for text that is no such value, which thus matches no row."""
    if isinstance(kind, Enum):
        return [value] if value in kind.enums else []
    if kind.python_type is not bool or not isinstance(value, str):
        return [value]
    try:
        return [strutils.bool_from_string(value, strict=True)]
    except ValueError:
        return []


def _matches(column: Any, pattern: str) -> Any:
    """Case is ignored. A plain word is a substring search that every database does; else it is a regular expression."""
    text = column if isinstance(column.type, String) else cast(column, String)
    if REGEX_CHARACTERS.isdisjoint(pattern):
        return text.icontains(pattern, autoescape=True)
    return text.regexp_match(f"(?i){pattern}")


def _tag_exists(tag: str) -> Any:
    return exists().where(Tag.resource_id == Instance.uuid, Tag.tag == tag)


def _any_tag(tags: Sequence[str]) -> Any:
    return exists().where(Tag.resource_id == Instance.uuid, Tag.tag.in_(list(tags)))


def _metadata(wanted: Mapping[str, str]) -> list[Any]:
    item = InstanceMetadata
    return [
        exists().where(item.instance_uuid == Instance.uuid, item.deleted == 0, item.key == key, item.value == value)
        for key, value in wanted.items()
    ]


_SPECIAL: dict[str, Any] = {
    "changes_since": lambda moment: [Instance.updated_at >= moment],
    "changes_before": lambda moment: [Instance.updated_at <= moment],
    "locked": lambda locked: [Instance.locked.is_(True) if locked else Instance.locked.is_not(True)],
    "metadata": _metadata,
    "tags": lambda tags: [_tag_exists(tag) for tag in tags],
    "tags_any": lambda tags: [_any_tag(tags)],
    "not_tags": lambda tags: [or_(*(~_tag_exists(tag) for tag in tags))],
    "not_tags_any": lambda tags: [~_any_tag(tags)],
    "not_vm_state": lambda states: [or_(Instance.vm_state.not_in(list(states)), Instance.vm_state.is_(None))],
}

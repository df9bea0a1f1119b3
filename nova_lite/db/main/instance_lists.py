# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers as the API shows them: one query of plain rows for any mix of filters, sorted and paged, or for one server.

What hangs on a server comes in its row, as the text of JSON objects that the database makes. Nothing here becomes an
object.
"""

import datetime
import functools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from oslo_utils import strutils
from sqlalchemy import Enum, Select, String, bindparam, cast, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

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
from nova_lite.db.session import Session

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
# What is shown of a server in short lists.
BRIEF = (Instance.uuid, Instance.display_name)

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


def _paged(
    query: Select[Any],
    filters: Mapping[str, Any],
    sort: Sequence[tuple[str, str]],
    limit: int | None,
    marker: Mapping[str, Any] | None,
) -> Select[Any]:
    if marker is None:
        return _first_page(query, tuple((name, _fixed(value)) for name, value in filters.items()), tuple(sort), limit)
    order = _order(sort)
    return paging.page(_filtered(query, filters), order, [marker[column.key] for column, _ in order], limit)


@functools.lru_cache(maxsize=32)
def _first_page(
    query: Select[Any], filters: Sequence[tuple[str, Any]], sort: Sequence[tuple[str, str]], limit: int | None
) -> Select[Any]:
    """Clients ask for the same first page again and again."""
    return paging.page(_filtered(query, dict(filters)), _order(sort), None, limit)


def _filtered(query: Select[Any], filters: Mapping[str, Any]) -> Select[Any]:
    return conditions(query.where(Instance.hidden.is_not(True)), filters)


def _order(sort: Sequence[tuple[str, str]]) -> list[tuple[Any, str]]:
    """Columns to sort by; the last of them is unique."""
    order = [(getattr(Instance, name), direction) for name, direction in sort]
    if not any(name == "uuid" for name, _ in sort):
        order.append((Instance.uuid, order[-1][1] if order else "asc"))
    return order


def _fixed(value: Any) -> Any:
    """A filter's value as one that can be the key of a cache."""
    if isinstance(value, Mapping):
        return tuple(value.items())
    return tuple(value) if isinstance(value, list | set) else value


class HostService(NamedTuple):
    """The nova-compute service of a host. seen_at: when it reported last, or was made."""

    forced_down: bool
    disabled: bool
    seen_at: datetime.datetime


class _Collected(FunctionElement[str]):
    """Rows of keys and values as the text of one JSON object; null or an empty object without rows."""

    type = String()
    inherit_cache = True


@compiles(_Collected)
def _collected(element: Any, compiler: Any, **options: Any) -> str:
    return f"JSON_OBJECTAGG({compiler.process(element.clauses, **options)})"


@compiles(_Collected, "sqlite")
def _collected_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_group_object({compiler.process(element.clauses, **options)})"


@compiles(_Collected, "postgresql")
def _collected_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(json_object_agg({compiler.process(element.clauses, **options)}) AS TEXT)"


def brief(
    session: Session,
    filters: Mapping[str, Any],
    sort: Sequence[tuple[str, str]],
    limit: int | None = None,
    marker: Mapping[str, Any] | None = None,
) -> Sequence[Any]:
    """Rows of servers: the columns BRIEF, network_info, and those that are sorted by.

    `sort`: (column, direction) pairs; uuid is added. `marker`: the last row seen, by column. Filters beyond EXACT and
    REGEX: deleted (True, False or "any"), changes_since, changes_before, locked, metadata, tags, tags_any, not_tags,
    not_tags_any, not_vm_state; hidden rows are never listed.
    """
    return session.execute(_paged(_brief(tuple(sort)), filters, sort, limit, marker)).all()


def whole(
    session: Session,
    filters: Mapping[str, Any],
    sort: Sequence[tuple[str, str]],
    limit: int | None = None,
    marker: Mapping[str, Any] | None = None,
    system_keys: Sequence[str] | None = None,
) -> Sequence[Any]:
    """As brief(), but whole servers: the columns WHOLE and those that are sorted by, metadata, system_metadata (all, or
    the named keys) and tags.
    """
    query = _whole(tuple(sort), None if system_keys is None else tuple(system_keys))
    return session.execute(_paged(query, filters, sort, limit, marker)).all()


# Statements, or their greater parts, that many requests ask for are built once.
@functools.lru_cache
def _brief(sort: Sequence[tuple[str, str]]) -> Select[Any]:
    return _joined(select(*_with_sorted(BRIEF, sort), InstanceInfoCache.network_info))


@functools.lru_cache
def _whole(sort: Sequence[tuple[str, str]], system_keys: Sequence[str] | None) -> Select[Any]:
    return _joined(select(*_with_sorted(WHOLE, sort), *_items(system_keys)))


def _with_sorted(columns: Sequence[Any], sort: Sequence[tuple[str, str]]) -> list[Any]:
    """The columns, and those of `sort` that are not among them."""
    known = {column.key for column in columns}
    return [
        *columns,
        *(getattr(Instance, name) for name in dict.fromkeys(name for name, _ in sort if name not in known)),
    ]


def one(session: Session, uuid: str, system_keys: Sequence[str] | None = None) -> Any:
    """The row of one server that is not deleted, as of whole(), and what HostService has of its host, whose seen_at is
    None for a host without service; None without such a server.
    """
    keys = None if system_keys is None else tuple(system_keys)
    return session.execute(_one(keys), {"uuid": uuid}).first()


@functools.cache
def _one(system_keys: tuple[str, ...] | None) -> Select[Any]:
    service = Service
    of_host = (service.forced_down, service.disabled, _seen_at())
    return (
        _joined(select(*WHOLE, *_items(system_keys), *of_host))
        .outerjoin(service, _serves(service.host == Instance.host))
        .where(Instance.uuid == bindparam("uuid"), Instance.deleted == 0)
    )


def _joined(query: Select[Any]) -> Select[Any]:
    """With the flavor, and with the interfaces of servers that are not deleted: their ports are others' since."""
    extra, cache = InstanceExtra, InstanceInfoCache
    return (
        query.select_from(Instance)
        .outerjoin(extra, extra.instance_uuid == Instance.uuid)
        .outerjoin(cache, (cache.instance_uuid == Instance.uuid) & (cache.deleted == 0))
    )


def _items(system_keys: Sequence[str] | None) -> list[Any]:
    """Columns for what hangs on a server by keys; tags are the keys of the last."""
    meta, system = InstanceMetadata, InstanceSystemMetadata
    named = () if system_keys is None else (system.key.in_(system_keys),)
    return [
        _collect("metadata", meta.key, meta.value, meta.instance_uuid == Instance.uuid, meta.deleted == 0),
        _collect(
            "system_metadata",
            system.key,
            system.value,
            system.instance_uuid == Instance.uuid,
            system.deleted == 0,
            *named,
        ),
        _collect("tags", Tag.tag, Tag.tag, Tag.resource_id == Instance.uuid),
    ]


def _collect(name: str, key: Any, value: Any, *where: Any) -> Any:
    return select(_Collected(key, value)).where(*where).correlate(Instance).scalar_subquery().label(name)


def _seen_at() -> Any:
    return func.coalesce(Service.last_seen_up, Service.created_at).label("seen_at")


def _serves(host: Any) -> Any:
    """The condition for the rows of nova-compute services, of which a host has one."""
    return host & (Service.binary == "nova-compute") & (Service.deleted == 0)


def host_services(session: Session, hosts: set[str]) -> dict[str, HostService]:
    """The nova-compute services of hosts."""
    if not hosts:
        return {}
    rows = session.execute(_of_hosts(), {"hosts": sorted(hosts)})
    return {str(host): HostService(*rest) for host, *rest in rows}


@functools.cache
def _of_hosts() -> Select[Any]:
    query = select(Service.host, Service.forced_down, Service.disabled, _seen_at())
    return query.where(_serves(Service.host.in_(bindparam("hosts", expanding=True))))


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


def _metadata(wanted: Mapping[str, str] | Sequence[tuple[str, str]]) -> list[Any]:
    item = InstanceMetadata
    return [
        exists().where(item.instance_uuid == Instance.uuid, item.deleted == 0, item.key == key, item.value == value)
        for key, value in dict(wanted).items()
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

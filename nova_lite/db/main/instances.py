# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers of a cell: create, read with satellites, compare-and-swap update, soft delete, counts."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from nova_lite import exception
from nova_lite.db import key_values, soft_delete, statements
from nova_lite.db.main import models
from nova_lite.db.model_base import utcnow
from nova_lite.db.session import Session

DELETING = "deleting"


@dataclass(slots=True)
class Satellites:
    """What hangs on servers, by uuid. Read in a fixed number of queries, whatever the number of servers."""

    metadata: dict[str, dict[str, str]] = field(default_factory=dict)
    system_metadata: dict[str, dict[str, str]] = field(default_factory=dict)
    extra: dict[str, models.InstanceExtra] = field(default_factory=dict)
    network_info: dict[str, str] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)


def create(session: Session, values: Mapping[str, Any], satellites: Mapping[str, Any]) -> int:
    """Insert a server; returns its id. Satellites as for create_all()."""
    return create_all(session, [values], [satellites])[0]


def create_all(
    session: Session, rows: Sequence[Mapping[str, Any]], satellites: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert servers, one statement a table; returns their ids in order.

    A server's satellites: metadata and system_metadata (dicts), extra (columns of instance_extra), network_info (JSON),
    tags.
    """
    uuids = [str(row["uuid"]) for row in rows]
    pairs = list(zip(uuids, satellites, strict=True))
    ids = _insert_rows(session, _alike(rows))
    for model, key in ((models.InstanceMetadata, "metadata"), (models.InstanceSystemMetadata, "system_metadata")):
        statements.insert_all(
            session,
            model,
            [
                {"instance_uuid": uuid, "key": name, "value": text}
                for uuid, found in pairs
                for name, text in found.get(key, {}).items()
            ],
        )
    statements.insert_all(
        session,
        models.InstanceExtra,
        _alike([{"instance_uuid": uuid, **found.get("extra", {})} for uuid, found in pairs]),
    )
    statements.insert_all(
        session,
        models.InstanceInfoCache,
        [{"instance_uuid": uuid, "network_info": found.get("network_info", "[]")} for uuid, found in pairs],
    )
    statements.insert_all(
        session,
        models.Tag,
        [{"resource_id": uuid, "tag": tag} for uuid, found in pairs for tag in found.get("tags", ())],
    )
    return ids


def _insert_rows(session: Session, rows: list[dict[str, Any]]) -> list[int]:
    if len(rows) == 1:
        return [statements.insert_one(session, models.Instance, rows[0])]
    statements.insert_all(session, models.Instance, rows)
    table = models.Instance
    query = select(table.uuid, table.id).where(table.uuid.in_([row["uuid"] for row in rows]))
    ids = {row.uuid: row.id for row in session.execute(query)}
    return [int(ids[row["uuid"]]) for row in rows]


def _alike(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the same keys each, as one statement needs them."""
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    return [{name: row.get(name) for name in names} for row in listed]


def get(session: Session, uuid: str, read_deleted: bool = False) -> models.Instance:
    """One server's row; raises InstanceNotFound."""
    query = select(models.Instance).where(models.Instance.uuid == uuid)
    if not read_deleted:
        query = query.where(models.Instance.deleted == 0)
    row = session.first(models.Instance, query)
    if row is None:
        raise exception.InstanceNotFound(instance_id=uuid)
    return row


def by_host(
    session: Session, host: str | None, uuids: Iterable[str] | None = None, read_deleted: bool = False
) -> list[models.Instance]:
    """Servers on a host, or exactly those of `uuids`."""
    query = select(models.Instance)
    query = (
        query.where(models.Instance.host == host)
        if uuids is None
        else query.where(models.Instance.uuid.in_(list(uuids)))
    )
    if not read_deleted:
        query = query.where(models.Instance.deleted == 0)
    return session.all(models.Instance, query)


def uuids_with_host(session: Session, only: str | None = None) -> list[str]:
    """Servers that are on some host, in order of their ids; just one if given."""
    one = models.Instance
    query = select(one.uuid).where(one.deleted == 0, one.host.is_not(None)).order_by(one.id)
    return list(session.scalars(query if only is None else query.where(one.uuid == only)))


def uuids_without_host(session: Session) -> list[str]:
    """Servers that are on no host: being built, buried or shelved."""
    one = models.Instance
    return list(session.scalars(select(one.uuid).where(one.deleted == 0, one.host.is_(None))))


def on_hosts(session: Session, hosts: Iterable[str]) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Servers by host as (uuid, project, image), for several hosts in one query; hosts without servers are absent."""
    wanted = list(hosts)
    found: dict[str, list[tuple[str, str | None, str | None]]] = {}
    if not wanted:
        return found
    one = models.Instance
    query = select(one.host, one.uuid, one.project_id, one.image_ref)
    for host, uuid, project_id, image_ref in session.execute(query.where(one.host.in_(wanted), one.deleted == 0)):
        found.setdefault(str(host), []).append((str(uuid), project_id, image_ref))
    return found


def satellites(session: Session, uuids: list[str], wanted: Iterable[str] | None = None) -> Satellites:
    """Satellites of several servers: one query for each wanted kind (all five by default)."""
    kinds = set(wanted) if wanted is not None else {"metadata", "system_metadata", "extra", "network_info", "tags"}
    found = Satellites()
    if "metadata" in kinds:
        found.metadata = key_values.read(session, models.InstanceMetadata, models.InstanceMetadata.instance_uuid, uuids)
    if "system_metadata" in kinds:
        found.system_metadata = key_values.read(
            session, models.InstanceSystemMetadata, models.InstanceSystemMetadata.instance_uuid, uuids
        )
    if "extra" in kinds and uuids:
        query = select(models.InstanceExtra).where(models.InstanceExtra.instance_uuid.in_(uuids))
        found.extra = {row.instance_uuid: row for row in session.all(models.InstanceExtra, query)}
    if "network_info" in kinds and uuids:
        cache = models.InstanceInfoCache
        pairs = session.execute(select(cache.instance_uuid, cache.network_info).where(cache.instance_uuid.in_(uuids)))
        found.network_info = {uuid: text or "[]" for uuid, text in pairs}
    if "tags" in kinds and uuids:
        tag = models.Tag
        for uuid, name in session.execute(select(tag.resource_id, tag.tag).where(tag.resource_id.in_(uuids))):
            found.tags.setdefault(uuid, []).append(name)
    return found


def save(
    session: Session,
    uuid: str,
    values: Mapping[str, Any],
    expected_task_state: Iterable[str | None] | None = None,
    expected_vm_state: Iterable[str | None] | None = None,
) -> None:
    """Change columns in one statement, only if the present states are among the expected ones.

    Raises InstanceNotFound, UnexpectedTaskState, UnexpectedDeletingTaskState or UnexpectedVMState.
    """
    expected = (("task_state", expected_task_state), ("vm_state", expected_vm_state))
    states = {name: list(among) for name, among in expected if among is not None}
    where = {"uuid": uuid, "deleted": 0, **states}
    if not statements.change(session, models.Instance, where, {"updated_at": utcnow(), **values}):
        _explain(session, uuid, expected_task_state, expected_vm_state)


def _explain(
    session: Session,
    uuid: str,
    expected_task_state: Iterable[str | None] | None,
    expected_vm_state: Iterable[str | None] | None,
) -> None:
    """Raise what fits the state that refused the update."""
    row = get(session, uuid)
    if expected_task_state is not None and row.task_state not in list(expected_task_state):
        kind = exception.UnexpectedDeletingTaskState if row.task_state == DELETING else exception.UnexpectedTaskState
        raise kind(
            instance_uuid=uuid,
            expected={"task_state": list(expected_task_state)},
            actual={"task_state": row.task_state},
        )
    if expected_vm_state is not None and row.vm_state not in list(expected_vm_state):
        raise exception.UnexpectedVMState(
            instance_uuid=uuid, expected={"vm_state": list(expected_vm_state)}, actual={"vm_state": row.vm_state}
        )


def show_progress(session: Session, uuid: str, task_state: str, instead_of: list[str]) -> None:
    """Move the task_state on if it is still one of `instead_of`; no error when it is not."""
    where = {"uuid": uuid, "deleted": 0, "task_state": instead_of}
    statements.change(session, models.Instance, where, {"task_state": task_state, "updated_at": utcnow()})


def save_extra(session: Session, uuid: str, values: Mapping[str, Any]) -> None:
    """Change columns of instance_extra."""
    statements.change(session, models.InstanceExtra, {"instance_uuid": uuid}, values)


def save_network_info(session: Session, uuid: str, network_info: str) -> None:
    """Write the network info cache (JSON text)."""
    values = {"network_info": network_info, "updated_at": utcnow()}
    statements.change(session, models.InstanceInfoCache, {"instance_uuid": uuid, "deleted": 0}, values)


def destroy(session: Session, uuid: str, values: Mapping[str, Any] | None = None) -> bool:
    """Mark a server and its satellites deleted; False when it was deleted already. Faults and actions stay."""
    now = utcnow()
    changes = {**(values or {}), "deleted_at": now, "updated_at": now}
    live = {"uuid": uuid, "deleted": 0}
    if not statements.change(session, models.Instance, live, changes, (soft_delete.DELETED,)):
        return False
    for model in (
        models.InstanceMetadata,
        models.InstanceSystemMetadata,
        models.InstanceExtra,
        models.InstanceInfoCache,
        models.BlockDeviceMapping,
    ):
        soft_delete.mark(session, model, {"instance_uuid": uuid})
    statements.remove(session, models.Tag, {"resource_id": uuid})
    return True


def usage(session: Session, project_id: str, user_id: str | None = None) -> dict[str, int]:
    """Live servers of a project (of one user of it): instances, cores, ram in MiB."""
    named = {"project_id": project_id} if user_id is None else {"project_id": project_id, "user_id": user_id}
    count, cores, ram = session.execute(_usage(tuple(named)), named).one()
    return {"instances": int(count or 0), "cores": int(cores or 0), "ram": int(ram or 0)}


@functools.cache
def _usage(owners: tuple[str, ...]) -> Select[Any]:
    table = models.Instance
    query = select(func.count(table.id), func.sum(table.vcpus), func.sum(table.memory_mb)).where(
        table.deleted == 0, table.vm_state != "soft-delete", table.hidden.is_not(True)
    )
    return query.where(*(getattr(table, name) == bindparam(name) for name in owners))


def set_metadata(session: Session, uuid: str, metadata: Mapping[str, str]) -> None:
    """Make the server's metadata exactly these."""
    key_values.replace(session, models.InstanceMetadata, models.InstanceMetadata.instance_uuid, uuid, metadata)


def set_system_metadata(session: Session, uuid: str, items: Mapping[str, Any]) -> None:
    """Make the server's system metadata exactly these."""
    key_values.replace(session, models.InstanceSystemMetadata, models.InstanceSystemMetadata.instance_uuid, uuid, items)


def names_in_use(session: Session, name: str, project_id: str | None) -> bool:
    """True when a live server bears that host name (case ignored), in the project if one is given."""
    table = models.Instance
    query = select(table.id).where(table.deleted == 0, func.lower(table.hostname) == name.lower()).limit(1)
    if project_id is not None:
        query = query.where(table.project_id == project_id)
    return session.execute(query).first() is not None


def uncleaned(session: Session, host: str) -> list[models.Instance]:
    """Deleted servers whose host has not removed their files yet."""
    table = models.Instance
    return session.all(table, select(table).where(table.host == host, table.deleted != 0, table.cleaned == 0))


def mark_cleaned(session: Session, uuid: str) -> None:
    """The host holds nothing of a deleted server any more."""
    table = models.Instance
    statement = update(table).where(table.uuid == uuid).values(cleaned=1, updated_at=table.updated_at)
    session.execute(statement)

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The Store on databases, and the step between rows and wire objects. Never imported by nova-compute.

The cell is that of the context (db_url), or this process's own when the context names none.
"""

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from oslo_utils import timeutils, uuidutils

from nova_lite import concurrency, figures
from nova_lite.conf import CONF
from nova_lite.context import RequestContext
from nova_lite.db import journal
from nova_lite.db.api import instance_mappings, request_specs, server_groups
from nova_lite.db.engine import api_database, cell_database, retry_on_deadlock, retry_on_duplicate
from nova_lite.db.main import (
    actions,
    block_devices,
    compute_nodes,
    console_tokens,
    faults,
    instances,
    models,
    services,
)
from nova_lite.lifecycle import BUILD_TASKS, DELETE, FAULT_CODE, Outcome
from nova_lite.objects.base import WireObject, utcnow
from nova_lite.objects.block_device import BlockDevice
from nova_lite.objects.compute_node import ComputeNode
from nova_lite.objects.device_metadata import DeviceMetadata
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.host_database import HostDatabase
from nova_lite.objects.instance import NETWORK_ALLOCATED, Instance
from nova_lite.objects.lease import Beginning, Ending, Lease, renewed
from nova_lite.objects.service import Service

# Fields of Instance that are no column of `instances`; the first group goes to tables of its own.
EXTRA = ("flavor", "trusted_certs", "device_metadata")
SATELLITES = ("metadata", "system_metadata", "network_info", "tags", "security_groups", *EXTRA)
MOMENTS = frozenset({"created_at", "updated_at", "deleted_at", "launched_at", "terminated_at"})
GROUPS_KEY = "security_groups"
FIRST_STEP, RETRY_STEP = "sent", "retry"
# So long a heartbeat waits for those of other hosts: a thousand hosts then cost a few transactions a second.
HEARTBEATS_S = 0.1


def columns_of(model: Any, source: WireObject, complete: bool = False) -> dict[str, Any]:
    """The set fields of an object that are columns of a table, `deleted` left out; all fields of it for a new row."""
    names = {column.key for column in model.__table__.columns} - {"deleted", "deleted_at"}
    values = {name: getattr(source, name) for name in source.fields} if complete else source.values()
    return {
        name: _moment(value) if name in MOMENTS else value
        for name, value in values.items()
        if name in names and not (complete and value is None)
    }


def _fields(cls: type[WireObject], row: Any) -> dict[str, Any]:
    """Values of a row for the fields of a wire class; nulls of fields that allow none are left out."""
    found = {}
    for name, field in cls.fields.items():
        value = getattr(row, name, None)
        if value is not None or (field.nullable and hasattr(row, name)):
            found[name] = value
    return found


def from_row(cls: type[Any], row: Any) -> Any:
    """A wire object with the columns of a row, without changes."""
    made = cls(**_fields(cls, row))
    made.obj_reset_changes()
    return made


def instance_from_row(row: Any, found: instances.Satellites) -> Instance:
    """A server from its row and satellites (those that were read)."""
    values = _fields(Instance, row)
    uuid = values["uuid"]
    values["deleted"] = bool(row.deleted)
    values["cleaned"] = bool(row.cleaned)
    values["metadata"] = found.metadata.get(uuid, {})
    system: dict[str, str | None] = dict(found.system_metadata.get(uuid, {}))
    values["security_groups"] = json.loads(system.pop(GROUPS_KEY, None) or "[]")
    values["system_metadata"] = system
    values["tags"] = sorted(found.tags.get(uuid, []))
    values["network_info"] = json.loads(found.network_info.get(uuid) or "[]")
    extra = found.extra.get(uuid)
    if extra is not None:
        values["flavor"] = Flavor.from_primitive(json.loads(extra.flavor)["cur"]) if extra.flavor else None
        values["trusted_certs"] = json.loads(extra.trusted_certs) if extra.trusted_certs else None
        known = json.loads(extra.device_metadata or "[]")
        values["device_metadata"] = [DeviceMetadata.from_primitive(device) for device in known]
    made = Instance(**values)
    made.obj_reset_changes(recursive=True)
    return made


def extra_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of instance_extra from fields of Instance."""
    found: dict[str, str | None] = {}
    if values.get("flavor") is not None:
        found["flavor"] = json.dumps({"cur": values["flavor"].to_primitive(), "old": None, "new": None})
    if "trusted_certs" in values:
        found["trusted_certs"] = json.dumps(values["trusted_certs"]) if values["trusted_certs"] else None
    if "device_metadata" in values:
        devices = [device.to_primitive() for device in values["device_metadata"]]
        found["device_metadata"] = json.dumps(devices) if devices else None
    return found


def insert_instance(session: Any, instance: Instance) -> None:
    """Write a new server with everything that hangs on it."""
    insert_instances(session, [instance])


def insert_instances(session: Any, new: list[Instance]) -> None:
    """Write new servers with everything that hangs on them, one statement a table; sets the id of each object."""
    rows, satellites = [], []
    for instance in new:
        row = columns_of(models.Instance, instance, complete=True)
        row.pop("id", None)
        row["cleaned"] = int(bool(row.get("cleaned")))
        rows.append(row)
        system: dict[str, str | None] = dict(instance.system_metadata)
        if instance.security_groups:
            system[GROUPS_KEY] = json.dumps(instance.security_groups)
        satellites.append(
            {
                "metadata": instance.metadata,
                "system_metadata": system,
                "extra": extra_columns(instance.values()),
                "network_info": json.dumps(instance.network_info),
                "tags": instance.tags,
            }
        )
    for instance, new_id in zip(new, instances.create_all(session, rows, satellites), strict=True):
        instance.id = new_id
        instance.obj_reset_changes(recursive=True)


class DatabaseStore(HostDatabase):
    """nova_lite.objects.store.Store on the database of the context's cell; each method is one transaction."""

    def get_instance(self, context: RequestContext, uuid: str, read_deleted: bool = False) -> Instance:
        """One server with all satellites."""
        with self._cell(context).reader() as session:
            row = instances.get(session, uuid, read_deleted)
            return instance_from_row(row, instances.satellites(session, [uuid]))

    def get_instances_by_host(
        self, context: RequestContext, host: str, uuids: list[str] | None = None, read_deleted: bool = False
    ) -> list[Instance]:
        """Servers on a host, or those of `uuids`."""
        with self._cell(context).reader() as session:
            return self._with_satellites(session, instances.by_host(session, host, uuids, read_deleted))

    @staticmethod
    def _with_satellites(session: Any, rows: Iterable[Any]) -> list[Instance]:
        found = list(rows)
        satellites = instances.satellites(session, [row.uuid for row in found])
        return [instance_from_row(row, satellites) for row in found]

    @retry_on_deadlock
    def save_instance(
        self, context: RequestContext, uuid: str, updates: dict[str, Any], expectations: dict[str, Any]
    ) -> None:
        """Compare and swap of columns and satellites in one transaction."""
        with self._cell(context).writer() as session:
            self._swap(session, uuid, updates, expectations)

    @retry_on_deadlock
    def begin_operation(
        self,
        context: RequestContext,
        uuid: str,
        updates: dict[str, Any],
        expectations: dict[str, Any],
        beginning: Beginning,
    ) -> None:
        """save_instance(), action, event and journal."""
        with self._cell(context).writer() as session:
            self._swap(session, uuid, updates, expectations)
            start_action(session, context, uuid, beginning.action)
            if beginning.event is not None and beginning.host is not None:
                actions.start_event(session, uuid, context.request_id, beginning.event, beginning.host)
            if beginning.lease is not None:
                row = journal_row(context, beginning.lease, beginning.host, beginning.deadline_s, beginning.arguments)
                journal.create(session, journal.CELL, [row])

    @retry_on_deadlock
    def take_operation(self, context: RequestContext, lease: Lease, host: str) -> Lease:
        """The next attempt of an operation."""
        with self._cell(context).writer() as session:
            if not journal.take(session, journal.CELL, lease.uuid, lease.attempt, host, CONF.journal.lease):
                raise lease.taken()
        return renewed(lease, lease.attempt + 1)

    @retry_on_deadlock
    def renew_operations(self, context: RequestContext, leases: list[Lease], progress: dict[str, str]) -> list[str]:
        """Leases and visible task states in one transaction."""
        with self._cell(context).writer() as session:
            held = [(lease.uuid, lease.attempt) for lease in leases]
            kept = journal.renew(session, journal.CELL, held, CONF.journal.lease)
            for uuid, task_state in progress.items():
                instances.show_progress(session, uuid, task_state, sorted(BUILD_TASKS))
        return [lease.uuid for lease in leases if lease.uuid not in kept]

    @retry_on_deadlock
    def finish_operation(
        self,
        context: RequestContext,
        uuid: str,
        updates: dict[str, Any],
        expectations: dict[str, Any],
        ending: Ending,
    ) -> None:
        """Server, block devices, fault, event and journal."""
        with self._cell(context).writer() as session:
            _leave(session, context, ending)
            if updates:
                self._swap(session, uuid, updates, expectations)
            _save_devices(session, ending.devices)
            _note_ending(session, context, uuid, ending)
        if ending.lease is not None and ending.outcome is not None:
            figures.add(figures.OPERATIONS_ENDED, ending.lease.kind, ending.outcome)

    def _swap(self, session: Any, uuid: str, updates: dict[str, Any], expectations: dict[str, Any]) -> None:
        values = dict(updates)
        special = {name: values.pop(name) for name in SATELLITES if name in values}
        columns: dict[str, Any] = {name: _moment(value) if name in MOMENTS else value for name, value in values.items()}
        if "cleaned" in columns:
            columns["cleaned"] = int(columns["cleaned"])
        columns.pop("updated_at", None)
        instances.save(session, uuid, columns, expectations.get("task_state"), expectations.get("vm_state"))
        self._save_satellites(session, uuid, special)

    @staticmethod
    def _save_satellites(session: Any, uuid: str, special: dict[str, Any]) -> None:
        if "metadata" in special:
            instances.set_metadata(session, uuid, special["metadata"])
        if "system_metadata" in special or "security_groups" in special:
            _save_system_metadata(session, uuid, special)
        if "network_info" in special:
            instances.save_network_info(session, uuid, json.dumps(special["network_info"]))
        if extra := extra_columns(special):
            instances.save_extra(session, uuid, extra)

    @retry_on_deadlock
    def destroy_instance(self, context: RequestContext, uuid: str, ending: Ending | None = None) -> None:
        """Mark the server deleted; its request spec goes and its mapping is marked. Idempotent.

        With an ending, its host has removed everything; whatever else was under way for the server is over too.
        """
        values = {"vm_state": "deleted", "task_state": None, "power_state": 0, "terminated_at": utcnow()}
        if ending is not None:
            values["cleaned"] = 1
        # The journal closes last, in the cell: what breaks off before is asked for again.
        if CONF.api_database.connection:
            with api_database().writer() as session:
                instance_mappings.queue_for_delete(session, uuid)
                request_specs.destroy(session, uuid)
                server_groups.remove_member(session, uuid)
        with self._cell(context).writer() as session:
            console_tokens.remove(session, uuid)
            if not instances.destroy(session, uuid, values) and ending is not None:
                instances.mark_cleaned(session, uuid)
            journal.close_all(session, journal.CELL, uuid, Outcome.DONE)
            if ending is not None:
                _note_ending(session, context, uuid, ending)
        figures.add(figures.OPERATIONS_ENDED, DELETE.name, Outcome.DONE)

    @retry_on_deadlock
    def record_fault(
        self, context: RequestContext, uuid: str, host: str, code: int, message: str, details: str
    ) -> None:
        """Add a fault."""
        with self._cell(context).writer() as session:
            faults.create(
                session, instance_uuid=uuid, host=host, code=code, message=message[:255], details=details[:65535]
            )

    def get_block_devices(self, context: RequestContext, uuid: str) -> list[BlockDevice]:
        """Block devices of a server."""
        with self._cell(context).reader() as session:
            rows = block_devices.of_instances(session, [uuid])[uuid]
        return [from_row(BlockDevice, row) for row in rows]

    @retry_on_deadlock
    def save_block_devices(self, context: RequestContext, devices: list[BlockDevice]) -> None:
        """Change rows by uuid."""
        with self._cell(context).writer() as session:
            _save_devices(session, devices)

    @retry_on_deadlock
    @retry_on_duplicate
    def register_service(self, context: RequestContext, host: str, binary: str, topic: str, version: int) -> Service:
        """Get or create the service record, with this version."""
        with self._cell(context).writer() as session:
            row = services.find(session, host, binary)
            if row is None:
                disabled = binary == "nova-compute" and not CONF.enable_new_services
                reason = "New compute service disabled due to config option." if disabled else None
                row = services.create(
                    session, host, binary, topic, version=version, disabled=disabled, disabled_reason=reason
                )
            services.save(session, row.id, {"version": version, "last_seen_up": utcnow()})
            row = services.get(session, row.id)
        return from_row(Service, row)

    def report_service(self, context: RequestContext, service_id: int) -> None:
        """One heartbeat, written with those that come within HEARTBEATS_S."""
        _HEARTBEATS.join(context.db_url, (context, service_id))

    @retry_on_deadlock
    def save_compute_node(self, context: RequestContext, node: ComputeNode) -> ComputeNode:
        """Create or change the node of this uuid."""
        with self._cell(context).writer() as session:
            _save_node(session, node)
        node.obj_reset_changes()
        return node

    def get_compute_nodes(self, context: RequestContext, host: str, uuid: str) -> list[ComputeNode]:
        """Nodes of the host and the node of this uuid."""
        with self._cell(context).reader() as session:
            rows = {row.id: row for row in compute_nodes.by_host(session, host)}
            own = compute_nodes.find(session, uuid)
        if own is not None:
            rows[own.id] = own
        return [from_row(ComputeNode, row) for row in rows.values()]

    def get_group_hosts(self, context: RequestContext, instance_uuid: str) -> dict[str, Any] | None:
        """Policy, rules and members' hosts of the server's group."""
        with api_database().reader() as session:
            group = server_groups.of_member(session, instance_uuid)
        if group is None:
            return None
        with self._cell(context).reader() as session:
            rows = instances.by_host(session, None, group.members)
        hosts = {row.uuid: row.host for row in rows if row.host}
        return {"policy": group.policy, "rules": group.rules, "hosts": hosts}

    @retry_on_deadlock
    def save_console_token(self, context: RequestContext, values: dict[str, Any]) -> None:
        """Record a console authorisation."""
        with self._cell(context).writer() as session:
            console_tokens.create(session, **values)

    @retry_on_deadlock
    def delete_expired_console_tokens(self, context: RequestContext) -> None:
        """Remove authorisations whose time is over."""
        with self._cell(context).writer() as session:
            console_tokens.clean(session)

    def get_uncleaned_instances(self, context: RequestContext, host: str) -> list[Instance]:
        """Deleted servers that the host has not cleaned up."""
        with self._cell(context).reader() as session:
            return self._with_satellites(session, instances.uncleaned(session, host))

    @retry_on_deadlock
    def mark_cleaned(self, context: RequestContext, uuid: str) -> None:
        """The host holds nothing of the deleted server any more."""
        with self._cell(context).writer() as session:
            instances.mark_cleaned(session, uuid)


def _save_devices(session: Any, devices: Iterable[BlockDevice]) -> None:
    for device in devices:
        values = columns_of(models.BlockDeviceMapping, device)
        uuid = values.pop("uuid")
        for name in ("id", "created_at"):
            values.pop(name, None)
        block_devices.save(session, uuid, values)


def _save_node(session: Any, node: ComputeNode) -> None:
    """Create or change the node of this uuid, and set its id."""
    values = columns_of(models.ComputeNode, node, complete=node.id is None)
    for name in ("id", "created_at", "updated_at", "uuid", "mapped"):
        values.pop(name, None)
    if node.id is None or not compute_nodes.change(session, node.id, values):
        node.id = compute_nodes.save(session, node.uuid, values)


def _leave(session: Any, context: RequestContext, ending: Ending) -> None:
    """Close the journal's row, or hand it on; raises OperationTaken when the lease was lost."""
    lease = ending.lease
    if lease is None:
        return
    if ending.outcome is not None:
        held = journal.finish(session, journal.CELL, lease.uuid, lease.attempt, ending.outcome)
    else:
        values = {
            "owner": ending.handed_to,
            "attempt": lease.attempt + 1,
            "step": RETRY_STEP,
            "lease": journal.after(CONF.journal.lease),
            "arguments": json.dumps({"asked_by": asked_by(context), **(ending.arguments or {})}),
        }
        held = journal.change(session, journal.CELL, lease.uuid, lease.attempt, values)
    if not held:
        raise lease.taken()


def _note_ending(session: Any, context: RequestContext, uuid: str, ending: Ending) -> None:
    """The fault, the end of the event, and what became of the host."""
    if ending.fault is not None:
        faults.create(
            session,
            instance_uuid=uuid,
            host=ending.host,
            code=FAULT_CODE,
            message=ending.fault[:255],
            details=(ending.fault_details or "")[:65535],
        )
    if ending.event is not None and ending.host is not None:
        actions.finish_event(session, uuid, context.request_id, ending.event, ending.host, ending.failure)
    if ending.node is not None:
        _save_node(session, ending.node)


def journal_row(
    context: RequestContext, lease: Lease, owner: str | None, deadline_s: int, arguments: dict[str, Any]
) -> dict[str, Any]:
    """A row of the journal for a new operation, with who asked for it."""
    return {
        "uuid": lease.uuid,
        "request_id": context.request_id,
        "instance_uuid": lease.instance_uuid,
        "kind": lease.kind,
        "arguments": json.dumps({**arguments, "asked_by": asked_by(context)}),
        "step": FIRST_STEP,
        "owner": owner,
        "attempt": lease.attempt,
        "lease": journal.after(CONF.journal.lease),
        "deadline": journal.after(deadline_s),
    }


def asked_by(context: RequestContext) -> dict[str, Any]:
    """Who asked, without token: a later attempt acts with the service's own credentials."""
    return {
        "user_id": context.user_id,
        "project_id": context.project_id,
        "roles": list(context.roles),
        "request_id": context.request_id,
        "global_request_id": context.global_request_id,
        "is_admin": bool(context.is_admin),
    }


def context_of(row: journal.Row) -> RequestContext:
    """The context of whoever asked for an operation, without token."""
    asked = json.loads(row.arguments or "{}").get("asked_by", {})
    asked.setdefault("request_id", row.request_id)
    return RequestContext(**asked, overwrite=False)


@retry_on_deadlock
def _report_all(heartbeats: list[tuple[RequestContext, int]]) -> None:
    with cell_database(heartbeats[0][0].db_url).writer() as session:
        services.report(session, [service_id for _, service_id in heartbeats])


_HEARTBEATS = concurrency.Batches(_report_all, gather_s=HEARTBEATS_S)


def _moment(value: Any) -> datetime.datetime | None:
    """A time that may have crossed the bus as text."""
    if isinstance(value, str):
        parsed: datetime.datetime = timeutils.normalize_time(timeutils.parse_isotime(value))
        return parsed.replace(tzinfo=None)
    return value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else None


def _save_system_metadata(session: Any, uuid: str, special: dict[str, Any]) -> None:
    """Write system metadata; security groups live in it under a key of their own, and that it may have ports stays."""
    current = instances.satellites(session, [uuid], ["system_metadata"]).system_metadata[uuid]
    if "system_metadata" in special:
        kept = {key: current[key] for key in (GROUPS_KEY, NETWORK_ALLOCATED) if key in current}
        if kept.get(NETWORK_ALLOCATED) == "False":
            del kept[NETWORK_ALLOCATED]  # whoever saves may know of an interface by now
        current = {**special["system_metadata"], **kept}
    if "security_groups" in special:
        current = {**current, GROUPS_KEY: json.dumps(special["security_groups"])}
    instances.set_system_metadata(session, uuid, current)


def start_action(session: Any, context: RequestContext, uuid: str, action: str) -> None:
    """Record the start of an action of a request, inside the caller's transaction."""
    actions.start(session, uuid, action, **request_of(context))


def request_of(context: RequestContext) -> dict[str, Any]:
    """What an action says of its request."""
    return {"request_id": context.request_id, "user_id": context.user_id, "project_id": context.project_id}


def block_device_rows(devices: Iterable[BlockDevice], instance_uuid: str) -> list[dict[str, Any]]:
    """Rows of new block devices for a server; all with the same keys, so that one statement inserts them."""
    names = [column.key for column in models.BlockDeviceMapping.__table__.columns]
    skipped = {"id", "created_at", "updated_at", "deleted", "deleted_at"}
    rows = []
    for device in devices:
        values = device.values()
        row = {name: values.get(name) for name in names if name not in skipped and not name.startswith("encrypt")}
        row["delete_on_termination"] = device.delete_on_termination
        row.update(uuid=values.get("uuid") or uuidutils.generate_uuid(), instance_uuid=instance_uuid)
        rows.append(row)
    return rows

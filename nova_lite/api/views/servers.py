# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers as JSON: one row per key, with the microversion from which it is shown."""

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nova_lite.api.request import ApiRequest
from nova_lite.api.views import addresses
from nova_lite.api.views.times import plain, zulu
from nova_lite.hardware.image_properties import STANDARD
from nova_lite.lifecycle import (
    HARD_REBOOT_TASKS,
    REBUILD_TASKS,
    RESIZING_TASKS,
    SOFT_REBOOT_TASKS,
    TaskState,
    VmState,
)
from nova_lite.objects.flavor import Flavor
from nova_lite.objects.server_record import AnyServer

_RESIZE = dict.fromkeys(RESIZING_TASKS, "RESIZE")
_REBUILD = dict.fromkeys(REBUILD_TASKS, "REBUILD")
_MIGRATING = {TaskState.MIGRATING: "MIGRATING"}
STATUS: dict[str, tuple[str, dict[TaskState, str]]] = {
    VmState.ACTIVE: (
        "ACTIVE",
        {
            **dict.fromkeys(SOFT_REBOOT_TASKS, "REBOOT"),
            **dict.fromkeys(HARD_REBOOT_TASKS, "HARD_REBOOT"),
            TaskState.UPDATING_PASSWORD: "PASSWORD",
            **_REBUILD,
            **_MIGRATING,
            **_RESIZE,
        },
    ),
    VmState.BUILDING: ("BUILD", {}),
    VmState.STOPPED: ("SHUTOFF", {**_RESIZE, **_REBUILD}),
    VmState.RESIZED: ("VERIFY_RESIZE", {TaskState.RESIZE_REVERTING: "REVERT_RESIZE"}),
    VmState.PAUSED: ("PAUSED", _MIGRATING),
    VmState.SUSPENDED: ("SUSPENDED", {}),
    VmState.RESCUED: ("RESCUE", {}),
    VmState.ERROR: ("ERROR", _REBUILD),
    VmState.DELETED: ("DELETED", {}),
    VmState.SOFT_DELETED: ("SOFT_DELETED", {}),
    VmState.SHELVED: ("SHELVED", {}),
    VmState.SHELVED_OFFLOADED: ("SHELVED_OFFLOADED", {}),
}
WITH_PROGRESS = frozenset({"ACTIVE", "BUILD", "REBUILD", "RESIZE", "VERIFY_RESIZE", "MIGRATING"})
WITH_FAULT = frozenset({"ERROR", "DELETED"})


@dataclass(slots=True)
class Facts:
    """What a view needs besides the record.

    attributes, flavor_specs, admin: what the policy lets the caller see. host_state: text or None (hidden).
    groups: security group names. fault: a row or None. spec: hints and pinned zone. server_groups: uuids.
    shared: views of what several servers of a list have in common.
    """

    attributes: bool = False
    flavor_specs: bool = True
    admin: bool = False
    host_state: str | None = None
    groups: list[str] = field(default_factory=list)
    fault: Any = None
    spec: dict[str, Any] = field(default_factory=dict)
    server_groups: list[str] = field(default_factory=list)
    volumes: list[dict[str, Any]] = field(default_factory=list)
    shared: dict[Any, Any] = field(default_factory=dict)


Value = Callable[[ApiRequest, AnyServer, Facts], Any]
ABSENT = object()

SHOW, DETAIL, UPDATE = "S", "D", "U"


@dataclass(frozen=True, slots=True)
class Row:
    """A key of the server: where (S, D, U) and from which microversion. `late`: from when U has it."""

    key: str
    value: Value
    since: tuple[int, int] = (2, 1)
    where: str = "SDU"
    late: tuple[int, int] | None = None


def status(instance: AnyServer) -> str:
    """The status word of a server."""
    word, tasks = STATUS.get(str(instance.vm_state), ("UNKNOWN", {}))
    task = instance.task_state
    return word if task is None else tasks.get(TaskState(task), word)


def states_of(words: list[str]) -> tuple[set[str], set[str | None]]:
    """vm_states and task_states that may show as one of the status words (case ignored)."""
    wanted = {word.lower() for word in words}
    vm_states: set[str] = set()
    tasks: set[str | None] = set()
    for vm_state, (default, exceptions) in STATUS.items():
        if default.lower() in wanted:
            vm_states.add(str(vm_state))
            tasks.add("default")
        for task, word in exceptions.items():
            if word.lower() in wanted:
                vm_states.add(str(vm_state))
                tasks.add(str(task))
    return vm_states, tasks


def host_id(instance: AnyServer) -> str:
    """An id of the host that differs between projects, empty without host."""
    if not instance.host:
        return ""
    return _hashed(f"{instance.project_id}{instance.host}")


@functools.lru_cache(maxsize=10_000)
def _hashed(text: str) -> str:
    return hashlib.sha224(text.encode()).hexdigest()


def _image(req: ApiRequest, instance: AnyServer, facts: Facts) -> Any:
    if not instance.image_ref:
        return ""
    shown: dict[str, Any] = _known(req, facts, instance.image_ref, _new_image, instance.image_ref)
    if req.version >= (2, 98):
        system = instance.system_metadata
        stored = {key.removeprefix("image_"): value for key, value in system.items() if key.startswith("image_")}
        return {**shown, "properties": {key: value for key, value in stored.items() if key in STANDARD}}
    return shown


def _new_image(req: ApiRequest, facts: Facts, ident: str) -> dict[str, Any]:
    return {"id": ident, "links": [{"rel": "bookmark", "href": req.bookmark("images", ident)}]}


def _flavor(req: ApiRequest, instance: AnyServer, facts: Facts) -> Any:
    return {} if instance.flavor is None else _known(req, facts, id(instance.flavor), _new_flavor, instance.flavor)


def _known(req: ApiRequest, facts: Facts, key: Any, make: Callable[[ApiRequest, Facts, Any], Any], thing: Any) -> Any:
    """What `make` shows of a thing that many servers of a list have in common, made once for the list."""
    if key not in facts.shared:
        facts.shared[key] = make(req, facts, thing)
    return facts.shared[key]


def _new_flavor(req: ApiRequest, facts: Facts, flavor: Flavor) -> dict[str, Any]:
    if req.version < (2, 47):
        return {
            "id": flavor.flavorid,
            "links": [{"rel": "bookmark", "href": req.bookmark("flavors", flavor.flavorid)}],
        }
    shown: dict[str, Any] = {
        "vcpus": flavor.vcpus,
        "ram": flavor.memory_mb,
        "disk": flavor.root_gb,
        "ephemeral": flavor.ephemeral_gb,
        "swap": flavor.swap,
        "original_name": flavor.name,
    }
    if facts.flavor_specs:
        shown["extra_specs"] = dict(flavor.extra_specs or {})
    return shown


def _addresses(req: ApiRequest, instance: AnyServer, facts: Facts) -> Any:
    return {} if instance.vm_state == VmState.BUILDING else addresses.by_network(instance)


def _progress(req: ApiRequest, instance: AnyServer, facts: Facts) -> Any:
    return (instance.progress or 0) if status(instance) in WITH_PROGRESS else ABSENT


def _fault(req: ApiRequest, instance: AnyServer, facts: Facts) -> Any:
    fault = facts.fault
    if fault is None or status(instance) not in WITH_FAULT:
        return ABSENT
    shown = {"code": fault.code, "created": zulu(fault.created_at), "message": fault.message}
    if fault.details and (facts.admin or fault.code != 500):
        shown["details"] = fault.details
    return shown


def _volumes(req: ApiRequest, instance: AnyServer, facts: Facts) -> Any:
    keys = ("id", "delete_on_termination") if req.version >= (2, 3) else ("id",)
    return [{key: volume[key] for key in keys} for volume in facts.volumes]


def _column(name: str) -> Value:
    return lambda req, instance, facts: getattr(instance, name)


def _moment(name: str) -> Value:
    return lambda req, instance, facts: plain(getattr(instance, name))


def _attribute(name: str) -> Value:
    return lambda req, instance, facts: getattr(instance, name) if facts.attributes else ABSENT


def _hostname(req: ApiRequest, instance: AnyServer, facts: Facts) -> Any:
    return instance.hostname if facts.attributes or req.version >= (2, 90) else ABSENT


LATE = (2, 75)
ROWS = (
    Row("id", _column("uuid")),
    Row("name", _column("display_name")),
    Row("links", lambda req, one, facts: req.links("servers", one.uuid)),
    Row("status", lambda req, one, facts: status(one)),
    Row("tenant_id", lambda req, one, facts: one.project_id or ""),
    Row("user_id", lambda req, one, facts: one.user_id or ""),
    Row("created", lambda req, one, facts: zulu(one.created_at)),
    Row("updated", lambda req, one, facts: zulu(one.updated_at or one.created_at)),
    Row("hostId", lambda req, one, facts: host_id(one)),
    Row("accessIPv4", lambda req, one, facts: one.access_ip_v4 or ""),
    Row("accessIPv6", lambda req, one, facts: one.access_ip_v6 or ""),
    Row("addresses", _addresses),
    Row("metadata", lambda req, one, facts: dict(one.metadata)),
    Row("image", _image),
    Row("flavor", _flavor),
    Row("progress", _progress),
    Row("fault", _fault),
    Row("OS-DCF:diskConfig", lambda req, one, facts: "AUTO" if one.auto_disk_config else "MANUAL"),
    Row("OS-EXT-AZ:availability_zone", lambda req, one, facts: one.availability_zone or "", late=LATE),
    Row("config_drive", lambda req, one, facts: one.config_drive or "", late=LATE),
    Row("key_name", _column("key_name"), late=LATE),
    Row("OS-SRV-USG:launched_at", _moment("launched_at"), late=LATE),
    Row("OS-SRV-USG:terminated_at", _moment("terminated_at"), late=LATE),
    Row(
        "security_groups",
        lambda req, one, facts: [{"name": name} for name in facts.groups] if facts.groups else ABSENT,
        late=LATE,
    ),
    Row("OS-EXT-STS:task_state", _column("task_state"), late=LATE),
    Row("OS-EXT-STS:vm_state", _column("vm_state"), late=LATE),
    Row("OS-EXT-STS:power_state", lambda req, one, facts: one.power_state or 0, late=LATE),
    Row("os-extended-volumes:volumes_attached", _volumes, late=LATE),
    Row("OS-EXT-SRV-ATTR:host", _attribute("host"), late=LATE),
    Row("OS-EXT-SRV-ATTR:instance_name", _attribute("name"), late=LATE),
    Row("OS-EXT-SRV-ATTR:hypervisor_hostname", _attribute("node"), late=LATE),
    Row("OS-EXT-SRV-ATTR:hostname", _hostname, (2, 3), late=LATE),
    Row("OS-EXT-SRV-ATTR:kernel_id", _attribute("kernel_id"), (2, 3), late=LATE),
    Row("OS-EXT-SRV-ATTR:launch_index", _attribute("launch_index"), (2, 3), late=LATE),
    Row("OS-EXT-SRV-ATTR:ramdisk_id", _attribute("ramdisk_id"), (2, 3), late=LATE),
    Row("OS-EXT-SRV-ATTR:reservation_id", _attribute("reservation_id"), (2, 3), late=LATE),
    Row("OS-EXT-SRV-ATTR:root_device_name", _attribute("root_device_name"), (2, 3), late=LATE),
    Row("OS-EXT-SRV-ATTR:user_data", _attribute("user_data"), (2, 3), late=LATE),
    Row("locked", lambda req, one, facts: bool(one.locked), (2, 9)),
    Row(
        "host_status",
        lambda req, one, facts: ABSENT if facts.host_state is None else facts.host_state,
        (2, 16),
        late=LATE,
    ),
    Row("description", _column("display_description"), (2, 19)),
    Row("tags", lambda req, one, facts: sorted(one.tags), (2, 26)),
    Row("trusted_image_certificates", _column("trusted_certs"), (2, 63)),
    Row("server_groups", lambda req, one, facts: facts.server_groups, (2, 71), "SU"),
    Row(
        "locked_reason",
        lambda req, one, facts: one.system_metadata.get("locked_reason") if one.locked else None,
        (2, 73),
    ),
    Row("pinned_availability_zone", lambda req, one, facts: facts.spec.get("zone"), (2, 96)),
    Row("scheduler_hints", lambda req, one, facts: facts.spec.get("hints", {}), (2, 100)),
)

_compiled: dict[tuple[tuple[int, int], str], tuple[Row, ...]] = {}


def rows(version: tuple[int, int], where: str) -> tuple[Row, ...]:
    """Rows that a view shows at a microversion; computed once for each."""
    key = (version, where)
    if key not in _compiled:
        _compiled[key] = tuple(
            row
            for row in ROWS
            if where in row.where
            and version >= (max(row.since, row.late or row.since) if where == UPDATE else row.since)
        )
    return _compiled[key]


def full(req: ApiRequest, instance: AnyServer, facts: Facts, where: str = SHOW) -> dict[str, Any]:
    """The whole server."""
    shown = {}
    for row in rows(req.version, where):
        value = row.value(req, instance, facts)
        if value is not ABSENT:
            shown[row.key] = value
    return shown


def brief(req: ApiRequest, instance: AnyServer) -> dict[str, Any]:
    """An item of the short list."""
    return {
        "id": instance.uuid,
        "name": instance.display_name,
        "links": req.links("servers", instance.uuid),
    }

# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Servers as JSON: one row per key, with its schema and the microversion from which it is shown."""

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from nova_lite.api import versions
from nova_lite.api.request import ApiRequest
from nova_lite.api.schemas import answers
from nova_lite.api.views import addresses
from nova_lite.api.views.fields import ABSENT, Changing, Field, View, always, column, moment
from nova_lite.api.views.times import zulu
from nova_lite.hardware.image_properties import STANDARD
from nova_lite.lifecycle import (
    HARD_REBOOT_TASKS,
    REBUILD_TASKS,
    RESIZING_TASKS,
    SOFT_REBOOT_TASKS,
    PowerState,
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
    shared: dict[Any, Any] = field(default_factory=dict)


Value = Callable[[ApiRequest, AnyServer, Facts], Any]


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


@functools.lru_cache(maxsize=10_000)
def host_id(project_id: str | None, host: str | None) -> str:
    """An id of the host that differs between projects, empty without host."""
    return hashlib.sha224(f"{project_id}{host}".encode()).hexdigest() if host else ""


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


def _attribute(name: str) -> Value:
    return lambda req, instance, facts: getattr(instance, name) if facts.attributes else ABSENT


def _hostname(req: ApiRequest, instance: AnyServer, facts: Facts) -> Any:
    return instance.hostname if facts.attributes or req.version >= (2, 90) else ABSENT


# ---- schemas of values that are objects ------------------------------------------------------------------------------

STATUSES = answers.word(
    *dict.fromkeys(one for word, tasks in STATUS.values() for one in (word, *tasks.values())), "UNKNOWN"
)
_REFERENCE = {"id": answers.TEXT, "links": answers.BOOKMARK}
_PROPERTIES = answers.keyed(answers.TEXT_OR_NULL)
IMAGE = Changing(
    ("2.1", answers.either(answers.word(""), answers.record(_REFERENCE))),
    ("2.98", answers.either(answers.word(""), answers.record({**_REFERENCE, "properties": _PROPERTIES}))),
)
_SIZES = dict.fromkeys(("vcpus", "ram", "disk", "ephemeral", "swap"), answers.COUNT)
_FLAVOR = {**_SIZES, "original_name": answers.TEXT, "extra_specs": answers.keyed(answers.TEXT_OR_NULL)}
FLAVOR = Changing(
    ("2.1", answers.either(answers.record(_REFERENCE), answers.NOTHING)),
    ("2.47", answers.either(answers.record(_FLAVOR, optional=("extra_specs",)), answers.NOTHING)),
)
_FAULT = {"code": answers.INTEGER, "created": answers.ZULU, "message": answers.TEXT, "details": answers.TEXT}

# ---- the tables ------------------------------------------------------------------------------------------------------

_ATTRIBUTE = "OS-EXT-SRV-ATTR:"


def _hidden(key: str, name: str, schema: answers.Schema, since: str = "2.1") -> Field:
    """A key that policy shows to some."""
    return Field(_ATTRIBUTE + key, schema, _attribute(name), since, optional=True)


_ALWAYS = (
    Field("id", answers.UUID, column("uuid")),
    Field("name", answers.TEXT, column("display_name")),
    Field("links", answers.LINKS, lambda req, one, *rest: req.links("servers", one.uuid)),
    Field("status", STATUSES, lambda req, one, facts: status(one)),
    Field("tenant_id", answers.TEXT, lambda req, one, facts: one.project_id or ""),
    Field("user_id", answers.TEXT, lambda req, one, facts: one.user_id or ""),
    Field("created", answers.ZULU, lambda req, one, facts: zulu(one.created_at)),
    Field("updated", answers.ZULU, lambda req, one, facts: zulu(one.updated_at or one.created_at)),
    Field("hostId", answers.TEXT, lambda req, one, facts: host_id(one.project_id, one.host)),
    Field("accessIPv4", answers.TEXT, lambda req, one, facts: one.access_ip_v4 or ""),
    Field("accessIPv6", answers.TEXT, lambda req, one, facts: one.access_ip_v6 or ""),
    Field("metadata", answers.TEXTS, lambda req, one, facts: dict(one.metadata)),
    Field("image", IMAGE, _image),
    Field("flavor", FLAVOR, _flavor),
    Field("progress", answers.COUNT, _progress, optional=True),
    Field("fault", answers.record(_FAULT, optional=("details",)), _fault, optional=True),
    Field(
        "OS-DCF:diskConfig",
        answers.word("AUTO", "MANUAL"),
        lambda req, one, facts: "AUTO" if one.auto_disk_config else "MANUAL",
    ),
    Field("locked", answers.BOOLEAN, lambda req, one, facts: bool(one.locked), "2.9"),
    Field("description", answers.TEXT_OR_NULL, column("display_description"), "2.19"),
    Field("tags", answers.listed(answers.TEXT), lambda req, one, facts: sorted(one.tags), "2.26"),
    Field(
        "trusted_image_certificates",
        answers.either(answers.listed(answers.TEXT), answers.NULL),
        column("trusted_certs"),
        "2.63",
    ),
    Field(
        "locked_reason",
        answers.TEXT_OR_NULL,
        lambda req, one, facts: one.system_metadata.get("locked_reason") if one.locked else None,
        "2.73",
    ),
    Field("pinned_availability_zone", answers.TEXT_OR_NULL, lambda req, one, facts: facts.spec.get("zone"), "2.96"),
    Field(
        "scheduler_hints",
        answers.either(answers.keyed(answers.listed(answers.TEXT)), answers.NULL),
        lambda req, one, facts: facts.spec.get("hints", {}),
        "2.100",
    ),
)
# What the answer to an update has from LATE on only.
LATE = "2.75"
_EXTENDED = (
    Field("OS-EXT-AZ:availability_zone", answers.TEXT, lambda req, one, facts: one.availability_zone or ""),
    Field("config_drive", answers.word("", "True"), lambda req, one, facts: one.config_drive or ""),
    Field("key_name", answers.TEXT_OR_NULL, column("key_name")),
    Field("OS-SRV-USG:launched_at", answers.PLAIN_TIME_OR_NULL, moment("launched_at")),
    Field("OS-SRV-USG:terminated_at", answers.PLAIN_TIME_OR_NULL, moment("terminated_at")),
    Field(
        "security_groups",
        answers.listed(answers.record({"name": answers.TEXT})),
        lambda req, one, facts: [{"name": name} for name in facts.groups] if facts.groups else ABSENT,
        optional=True,
    ),
    Field("OS-EXT-STS:task_state", answers.word(*TaskState, None), column("task_state")),
    Field("OS-EXT-STS:vm_state", answers.word(*VmState), column("vm_state")),
    Field("OS-EXT-STS:power_state", answers.word(*PowerState), lambda req, one, facts: one.power_state or 0),
    Field("os-extended-volumes:volumes_attached", answers.EMPTY_LIST, always([])),
    _hidden("host", "host", answers.TEXT_OR_NULL),
    _hidden("instance_name", "name", answers.TEXT),
    _hidden("hypervisor_hostname", "node", answers.TEXT_OR_NULL),
    Field(_ATTRIBUTE + "hostname", answers.TEXT_OR_NULL, _hostname, "2.3", "2.89", optional=True),
    Field(_ATTRIBUTE + "hostname", answers.TEXT_OR_NULL, _hostname, "2.90"),
    _hidden("kernel_id", "kernel_id", answers.TEXT_OR_NULL, "2.3"),
    _hidden("launch_index", "launch_index", answers.INTEGER_OR_NULL, "2.3"),
    _hidden("ramdisk_id", "ramdisk_id", answers.TEXT_OR_NULL, "2.3"),
    _hidden("reservation_id", "reservation_id", answers.TEXT_OR_NULL, "2.3"),
    _hidden("root_device_name", "root_device_name", answers.TEXT_OR_NULL, "2.3"),
    _hidden("user_data", "user_data", answers.TEXT_OR_NULL, "2.3"),
    Field(
        "host_status",
        answers.word("UP", "UNKNOWN", "DOWN", "MAINTENANCE", ""),
        lambda req, one, facts: ABSENT if facts.host_state is None else facts.host_state,
        "2.16",
        optional=True,
    ),
)
_ADDRESSES = Field("addresses", addresses.EXTENDED, _addresses)
_SHORT_ADDRESSES = Field(
    "addresses",
    addresses.PLAIN,
    lambda req, one, facts: {} if one.vm_state == VmState.BUILDING else addresses.by_network(one, extended=False),
    until="2.74",
)
_GROUPS = Field("server_groups", answers.listed(answers.UUID), lambda req, one, facts: facts.server_groups, "2.71")


def _late(row: Field) -> Field:
    return replace(row, since=max(row.since, LATE, key=versions.parse))


# Each is called with the record and the facts.
full = View("Server", *_ALWAYS, _ADDRESSES, *_EXTENDED, _GROUPS)
detail = View("ServerInDetail", *_ALWAYS, _ADDRESSES, *_EXTENDED)
updated = View("UpdatedServer", *_ALWAYS, _SHORT_ADDRESSES, *map(_late, (_ADDRESSES, *_EXTENDED)), _GROUPS)
brief = View("ServerOfList", *_ALWAYS[:3])

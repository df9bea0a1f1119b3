# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies of server requests, by microversion. Each field says from when to when it exists."""

from dataclasses import dataclass
from typing import Any

from nova_lite.api import versions
from nova_lite.api.schemas import types
from nova_lite.api.schemas.types import Schema


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a body within a range of microversions."""

    name: str
    schema: Schema
    since: str = versions.MINIMUM
    until: str = versions.MAXIMUM


BUSES = ("fdc", "ide", "sata", "scsi", "usb", "virtio", "xen", "lxc", "uml")
COUNT = types.integer(1)
FLAVOR_REF: Schema = {"anyOf": [types.text(1, 255), {"type": "integer"}]}
IMAGE_REF: Schema = {"anyOf": [types.UUID, {"type": "string", "maxLength": 0}]}
USER_DATA: Schema = {**types.B64, "maxLength": 65535}
TRUSTED: Schema = types.nullable(types.listed(types.text(1), 1, 50, unique=True))
PERSONALITY: Schema = types.listed(types.strict({"path": types.STRING, "contents": types.B64}, "path", "contents"))
DEVICE_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[a-zA-Z0-9._/-]*$"}
BDM_UUID: Schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[a-zA-Z0-9._-]*$"}

_LEGACY_BDM = {
    "virtual_name": types.text(),
    "volume_id": types.UUID,
    "snapshot_id": types.UUID,
    "volume_size": types.integer(1, types.MAXINT),
    "device_name": DEVICE_NAME,
    "delete_on_termination": types.BOOL,
    "no_device": types.ANY,
    "connection_info": types.text(0, 16777215),
}

BDM_FIELDS = (
    *(Field(name, schema) for name, schema in _LEGACY_BDM.items()),
    Field("source_type", {"type": "string", "enum": ["volume", "image", "snapshot", "blank"]}),
    Field("uuid", BDM_UUID),
    Field("image_id", types.UUID),
    Field("destination_type", {"type": "string", "enum": ["local", "volume"]}),
    Field("guest_format", types.text()),
    Field("device_type", types.text()),
    Field("disk_bus", types.text()),
    Field("boot_index", types.nullable(types.integer(-types.MAXINT))),
    Field("tag", types.TAG, "2.32", "2.32"),
    Field("tag", types.TAG, "2.42"),
    Field("volume_type", types.nullable(types.text()), "2.67"),
)
NETWORK_FIELDS = (
    Field("uuid", types.STRING, until="2.36"),
    Field("uuid", types.UUID, "2.37"),
    Field("port", types.nullable(types.UUID)),
    Field("fixed_ip", types.IP),
    Field("tag", types.TAG, "2.32", "2.36"),
    Field("tag", types.TAG, "2.42"),
)

SERVER_FIELDS = (
    Field("name", types.NAME),
    Field("flavorRef", FLAVOR_REF),
    Field("imageRef", IMAGE_REF),
    Field("adminPass", types.STRING),
    Field("metadata", types.META),
    Field("key_name", types.NAME),
    Field("security_groups", types.listed(types.strict({"name": types.NAME}))),
    Field("user_data", USER_DATA),
    Field("config_drive", types.BOOL),
    Field("availability_zone", types.NAME),
    Field("min_count", COUNT),
    Field("max_count", COUNT),
    Field("return_reservation_id", types.BOOL),
    Field("block_device_mapping", types.listed(types.strict(_LEGACY_BDM))),
    Field("OS-DCF:diskConfig", types.DISKCFG),
    Field("accessIPv4", types.IPV4),
    Field("accessIPv6", types.IPV6),
    Field("personality", PERSONALITY, until="2.56"),
    Field("description", types.DESC, "2.19"),
    Field("tags", types.listed(types.TAG, 0, 50), "2.52"),
    Field("trusted_image_certificates", TRUSTED, "2.63"),
    Field("host", types.FQDN, "2.74"),
    Field("hypervisor_hostname", types.FQDN, "2.74"),
    Field("hostname", types.HOSTLABEL, "2.90", "2.93"),
    Field("hostname", types.FQDN, "2.94"),
)

_UUIDS: Schema = {"anyOf": [types.UUID, types.listed(types.UUID)]}
HINTS: Schema = {
    "type": "object",
    "properties": {
        "group": _UUIDS,
        "different_host": _UUIDS,
        "same_host": {"anyOf": [types.STRING, types.listed(types.UUID)]},
        "query": {"type": ["string", "object"]},
        "target_cell": types.NAME,
        "different_cell": {"anyOf": [types.STRING, types.listed(types.STRING)]},
        "build_near_host_ip": types.IP,
        "cidr": {"type": "string", "pattern": "^/[0-9a-f.:]+$"},
    },
}

UPDATE_FIELDS = (
    Field("name", types.NAME),
    Field("OS-DCF:diskConfig", types.DISKCFG),
    Field("accessIPv4", types.IPV4),
    Field("accessIPv6", types.IPV6),
    Field("description", types.DESC, "2.19"),
    Field("hostname", types.HOSTLABEL, "2.90", "2.93"),
    Field("hostname", types.FQDN, "2.94"),
    Field("pinned_availability_zone", types.nullable(types.text(1)), "2.104"),
)

REBOOT: Schema = types.wrapped(
    "reboot",
    types.strict({"type": {"type": "string", "enum": ["HARD", "Hard", "hard", "SOFT", "Soft", "soft"]}}, "type"),
)
CONSOLE_OUTPUT: Schema = types.wrapped(
    "os-getConsoleOutput", types.strict({"length": types.nullable(types.integer(-1))})
)
METADATA: Schema = types.wrapped("metadata", types.META)
METADATA_ITEM: Schema = types.wrapped("meta", {**types.META, "minProperties": 1, "maxProperties": 1})
TAGS: Schema = types.wrapped("tags", types.listed(types.TAG, 0, 50))


def _at(fields: tuple[Field, ...], version: str) -> dict[str, Schema]:
    wanted = versions.parse(version)
    return {
        field.name: field.schema
        for field in fields
        if versions.parse(field.since) <= wanted <= versions.parse(field.until)
    }


def ranges(*tables: tuple[Field, ...], also: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Microversion ranges (since, until) within which no field of the tables comes or goes."""
    starts = {versions.parse(versions.MINIMUM), *(versions.parse(version) for version in also)}
    for table in tables:
        for field in table:
            starts.add(versions.parse(field.since))
            if field.until != versions.MAXIMUM:
                major, minor = versions.parse(field.until)
                starts.add((major, minor + 1))
    ordered = sorted(starts)
    ends = [(major, minor - 1) for major, minor in ordered[1:]] + [versions.parse(versions.MAXIMUM)]
    return [(versions.text(begin), versions.text(end)) for begin, end in zip(ordered, ends, strict=True)]


CREATE_RANGES = ranges(SERVER_FIELDS, BDM_FIELDS, NETWORK_FIELDS)
UPDATE_RANGES = ranges(UPDATE_FIELDS)


def create(version: str) -> Schema:
    """Body of POST /servers at a microversion."""
    properties = _at(SERVER_FIELDS, version)
    networks: Schema = types.listed(types.strict(_at(NETWORK_FIELDS, version)))
    required = ["name", "flavorRef"]
    if versions.parse(version) >= (2, 37):
        networks = {"anyOf": [networks, {"type": "string", "enum": ["auto", "none"]}]}
        required.append("networks")
    properties["networks"] = networks
    properties["block_device_mapping_v2"] = types.listed(types.strict(_at(BDM_FIELDS, version)))
    hints = {"os:scheduler_hints": HINTS, "OS-SCH-HNT:scheduler_hints": HINTS}
    return types.strict({"server": types.strict(properties, *required), **hints}, "server")


def update(version: str) -> Schema:
    """Body of PUT /servers/{id} at a microversion."""
    return types.wrapped("server", types.strict(_at(UPDATE_FIELDS, version)))


def remote_console(protocols: dict[str, list[str]]) -> Schema:
    """Body of POST remote-consoles with these types by protocol."""
    kinds = sorted({kind for kinds in protocols.values() for kind in kinds})
    body: dict[str, Any] = {
        "protocol": {"type": "string", "enum": sorted(protocols)},
        "type": {"type": "string", "enum": kinds},
    }
    return types.wrapped("remote_console", types.strict(body, "protocol", "type"))

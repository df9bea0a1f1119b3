# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Building blocks of the schemas: the types that the reference names, as JSON schema fragments."""

from collections.abc import Mapping
from typing import Any

import netaddr

Schema = dict[str, Any]

MAXINT = 0x7FFFFFFF

NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 255, "format": "name"}
LOOSE_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 255, "format": "name_with_leading_trailing_spaces"}
AZNAME: Schema = {"type": "string", "minLength": 1, "maxLength": 255, "format": "az_name"}
FQDN: Schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[a-zA-Z0-9-._]*$"}
HOSTLABEL: Schema = {
    "type": "string",
    "minLength": 2,
    "maxLength": 63,
    "pattern": "^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$",
}
TRUE_WORDS = ("True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes")
FALSE_WORDS = ("False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no")
BOOL: Schema = {
    "anyOf": [{"type": "boolean"}, {"type": "string", "enum": [*TRUE_WORDS, *FALSE_WORDS]}],
}
UUID: Schema = {"type": "string", "format": "uuid"}
IP: Schema = {"type": "string", "format": "ip-address"}
IPV4: Schema = {"type": "string", "format": "ipv4"}
IPV6: Schema = {"type": "string", "format": "ipv6"}
CIDR: Schema = {"type": "string", "format": "cidr"}
TAG: Schema = {"type": "string", "minLength": 1, "maxLength": 60, "pattern": "^[^,/]*$"}
META_KEY = "^[a-zA-Z0-9-_:. ]{1,255}$"
META: Schema = {
    "type": "object",
    "patternProperties": {META_KEY: {"type": "string", "maxLength": 255}},
    "additionalProperties": False,
}
DESC: Schema = {"type": ["string", "null"], "minLength": 0, "maxLength": 255, "format": "printable"}
DISKCFG: Schema = {"type": "string", "enum": ["AUTO", "MANUAL"]}
TSTAMP: Schema = {"type": "string", "format": "date-time"}
B64: Schema = {"type": "string", "format": "base64"}
STRING: Schema = {"type": "string"}
NULL: Schema = {"type": "null"}
ANY: Schema = {}


def integer(minimum: int | None = None, maximum: int | None = None) -> Schema:
    """An integer, or the same as a string of digits."""
    pattern = "^-?[0-9]+$" if (minimum or 0) < 0 else "^[0-9]+$"
    schema: Schema = {"type": ["integer", "string"], "pattern": pattern, "maxLength": 255}
    if minimum is not None:
        schema["minimum"] = minimum
    if maximum is not None:
        schema["maximum"] = maximum
    return schema


def nullable(schema: Schema) -> Schema:
    """That, or null."""
    return {"anyOf": [schema, NULL]}


def text(minimum: int = 0, maximum: int = 255) -> Schema:
    """A string of that many characters."""
    return {"type": "string", "minLength": minimum, "maxLength": maximum}


def strict(properties: Mapping[str, Schema], *required: str) -> Schema:
    """An object with only these keys; `required` ones must be there."""
    schema: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    return schema


def wrapped(key: str, schema: Schema) -> Schema:
    """An object whose only key is `key`, as in {"server": {...}} and in actions."""
    return strict({key: schema}, key)


def listed(schema: Schema, minimum: int = 0, maximum: int | None = None, unique: bool = False) -> Schema:
    """A list of these."""
    found: Schema = {"type": "array", "items": schema, "minItems": minimum}
    if maximum is not None:
        found["maxItems"] = maximum
    if unique:
        found["uniqueItems"] = True
    return found


def truth(value: bool | str) -> bool:
    """The meaning of a value that fits BOOL."""
    return value if isinstance(value, bool) else value in TRUE_WORDS


def address(text: str | None) -> str | None:
    """An address that fits its format in the one form that is stored and shown: an IPv6 address has many."""
    return str(netaddr.IPAddress(text)) if text else text

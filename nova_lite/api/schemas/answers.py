# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Building blocks of what answers look like: exact JSON types, as nothing in an answer is left to interpretation.

Bodies of requests are looser and have blocks of their own in types.py.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
UUID: Schema = {"type": "string", "format": "uuid"}
NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}
INTEGER_OR_NULL: Schema = {"type": ["integer", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
BOOLEAN: Schema = {"type": "boolean"}
NULL: Schema = {"type": "null"}
NOTHING: Schema = {"type": "object", "maxProperties": 0}
EMPTY_LIST: Schema = {"type": "array", "maxItems": 0}
ZULU: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
PLAIN_TIME: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$"}
PLAIN_TIME_OR_NULL: Schema = {**PLAIN_TIME, "type": ["string", "null"]}
TEXTS: Schema = {"type": "object", "additionalProperties": TEXT}


def word(*words: Any) -> Schema:
    """One of these values, and nothing else."""
    return {"enum": list(words)}


def either(*schemas: Any) -> Schema:
    """Any of several forms."""
    return {"anyOf": list(schemas)}


def listed(schema: Any) -> Schema:
    """A list of these."""
    return {"type": "array", "items": schema}


def keyed(schema: Any) -> Schema:
    """A map with keys that nobody knows beforehand."""
    return {"type": "object", "additionalProperties": schema}


def record(properties: Mapping[str, Any], optional: Iterable[str] = ()) -> Schema:
    """An object with these keys and no others; all but the `optional` ones are always there."""
    needed = [key for key in properties if key not in optional]
    made: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**made, "required": needed} if needed else made


def one(key: str, schema: Any) -> Schema:
    """An object with this only key."""
    return record({key: schema})


def page(key: str, schema: Any, links: str) -> Schema:
    """A list under a key, with the link to its next page if there is one."""
    return record({key: listed(schema), links: NEXT}, optional=(links,))


def _link(*relations: str) -> Schema:
    return record({"rel": word(*relations), "href": TEXT})


LINKS: Schema = {**listed(_link("self", "bookmark")), "minItems": 2, "maxItems": 2}
BOOKMARK: Schema = {**listed(_link("bookmark")), "minItems": 1, "maxItems": 1}
NEXT: Schema = {**listed(_link("next")), "minItems": 1, "maxItems": 1}

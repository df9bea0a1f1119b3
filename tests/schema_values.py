# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Values that fit a JSON schema of the API, and values just inside and just outside each of its limits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import find
from hypothesis.strategies import from_regex

Schema = Mapping[str, Any]
Path = tuple[Any, ...]

FORMATS = {
    "uuid": "11111111-1111-4111-8111-111111111111",
    "date-time": "2026-01-01T00:00:00Z",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "ip-address": "192.0.2.1",
    "cidr": "192.0.2.0/24",
    "regex": "a.*",
    "base64": "YWJj",
}
# Tried in turn for strings with a pattern.
CANDIDATES = ("a", "aa", "1", "00000000", "/24", "ab.c", "a:b", "quota:x", "hw:cpu_policy", "fd00::1", "-1", "/dev/vdb")


def example(schema: Schema) -> Any:
    """A value that fits, with all properties that the schema names."""
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return example({**{key: value for key, value in schema.items() if key != choice}, **schema[choice][0]})
    kind = kind_of(schema)
    if kind == "object":
        return _object(schema)
    if kind == "array":
        return [example(schema.get("items", {}))] * max(1, schema.get("minItems", 1)) if "items" in schema else []
    if kind == "integer":
        return schema.get("minimum", 1)
    return {"string": _string(schema), "boolean": True, "number": 1, "null": None}[kind]


def kind_of(schema: Schema) -> str:
    """The first type that the schema allows."""
    kind = schema.get("type", "object" if "properties" in schema else "string")
    return str(kind if isinstance(kind, str) else kind[0])


def _object(schema: Schema) -> dict[str, Any]:
    made = {name: example(part) for name, part in schema.get("properties", {}).items()}
    if not made:
        for pattern, part in schema.get("patternProperties", {}).items():
            made[next(text for text in CANDIDATES if re.search(pattern, text))] = example(part)
    return made


def _string(schema: Schema, length: int | None = None) -> str:
    least = schema.get("minLength", 0) if length is None else length
    if "format" in schema and schema["format"] in FORMATS:
        return FORMATS[schema["format"]]
    if "pattern" in schema and length is None:
        fitting = (text for text in CANDIDATES if re.search(schema["pattern"], text) and len(text) >= least)
        found = next(fitting, None)
        return found or str(find(from_regex(schema["pattern"]), lambda text: len(text) >= least))
    return "a" * max(least, 1 if length is None else 0)


@dataclass(frozen=True, slots=True)
class Edge:
    """A value at a limit: where it belongs, which keyword sets the limit, and whether the value fits."""

    path: Path
    keyword: str
    value: Any
    fits: bool


def edges(schema: Schema, path: Path = ()) -> Iterator[Edge]:
    """Values just inside and outside of each limit in a schema; branches of anyOf are left out."""
    if "anyOf" in schema or "oneOf" in schema or "enum" in schema:
        return
    kind = kind_of(schema)
    if kind == "object":
        yield from _object_edges(schema, path)
    elif kind == "array" and "items" in schema:
        yield from _array_edges(schema, path)
        yield from edges(schema["items"], (*path, 0))
    elif kind == "integer":
        for keyword, step in (("minimum", -1), ("maximum", 1)):
            if keyword in schema:
                yield Edge(path, keyword, schema[keyword], True)
                yield Edge(path, keyword, schema[keyword] + step, False)
    elif kind == "string":
        yield from _string_edges(schema, path)


def _object_edges(schema: Schema, path: Path) -> Iterator[Edge]:
    whole = example(schema)
    for name in schema.get("required", ()):
        yield Edge(path, "required", {key: value for key, value in whole.items() if key != name}, False)
    if schema.get("additionalProperties", True) is False:
        yield Edge(path, "additionalProperties", {**whole, "no such, key": "a"}, False)
    for name, part in schema.get("properties", {}).items():
        yield from edges(part, (*path, name))


def _array_edges(schema: Schema, path: Path) -> Iterator[Edge]:
    item = example(schema["items"])
    numbered = [f"{item}{number}" for number in range(1000)] if isinstance(item, str) else [item] * 1000
    if isinstance(item, str) and ("format" in schema["items"] or "enum" in schema["items"]):
        numbered = [item] * 1000
    unique = schema.get("uniqueItems", False)
    if "maxItems" in schema and not (unique and numbered[0] == numbered[1]):
        yield Edge(path, "maxItems", numbered[: schema["maxItems"]], True)
        yield Edge(path, "maxItems", numbered[: schema["maxItems"] + 1], False)
    if schema.get("minItems"):
        yield Edge(path, "minItems", numbered[: schema["minItems"] - 1], False)
    if unique:
        yield Edge(path, "uniqueItems", [item, item], False)


def _string_edges(schema: Schema, path: Path) -> Iterator[Edge]:
    if schema.get("format") in FORMATS:
        yield Edge(path, "format", FORMATS[schema["format"]], True)
        if schema["format"] not in ("base64",):
            yield Edge(path, "format", "((", False)
        return
    for keyword, step in (("minLength", -1), ("maxLength", 1)):
        limit = schema.get(keyword)
        if limit is not None and limit + step >= 0:
            inside = _string(schema, limit)
            if "pattern" not in schema or re.search(schema["pattern"], inside):
                yield Edge(path, keyword, inside, True)
            yield Edge(path, keyword, _string(schema, limit + step), False)
    if "pattern" in schema and not re.search(schema["pattern"], "\u00e4,/("):
        yield Edge(path, "pattern", "\u00e4,/(", False)


def placed(whole: Any, path: Path, value: Any) -> Any:
    """The whole with another value at one place."""
    if not path:
        return value
    if isinstance(whole, list):
        return [placed(item, path[1:], value) if index == path[0] else item for index, item in enumerate(whole)]
    return {**whole, path[0]: placed(whole[path[0]], path[1:], value)}

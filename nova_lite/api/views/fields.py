# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Views as tables: one row per key with its JSON schema, its value, and the microversions that show it.

What an answer holds and what its documentation says come from the same rows. Nothing here knows any resource.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nova_lite.api import versions
from nova_lite.api.request import ApiRequest
from nova_lite.api.views.times import plain

Version = tuple[int, int]
Schemas = dict[str, Any]
ABSENT = object()
REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a view.

    schema: JSON schema, which may hold views at any depth. value(req, *things): called with what the view is called
    with; ABSENT leaves the key out, which only an `optional` one may.
    """

    key: str
    schema: Any
    value: Callable[..., Any]
    since: str = versions.MINIMUM
    until: str = versions.MAXIMUM
    optional: bool = False


class View:
    """An object of answers. Its title is its name in documents, and belongs to it alone."""

    def __init__(self, title: str, *fields: Field) -> None:
        self.title = title
        self.fields = fields
        self._rows: dict[Version, tuple[Field, ...]] = {}

    def __call__(self, req: ApiRequest, *things: Any) -> dict[str, Any]:
        """The object at the request's microversion."""
        shown = {}
        for row in self.rows(req.version):
            value = row.value(req, *things)
            if value is not ABSENT:
                shown[row.key] = value
        return shown

    def rows(self, version: Version) -> tuple[Field, ...]:
        """The rows of a microversion; found once for each."""
        if version not in self._rows:
            self._rows[version] = tuple(
                row for row in self.fields if versions.parse(row.since) <= version <= versions.parse(row.until)
            )
        return self._rows[version]

    def schema(self, version: Version, known: Schemas) -> dict[str, Any]:
        """A reference to its schema, which is added to the `known` ones."""
        if self.title not in known:
            rows = self.rows(version)
            known[self.title] = {
                "type": "object",
                "properties": {row.key: resolved(row.schema, version, known) for row in rows},
                "required": [row.key for row in rows if not row.optional],
                "additionalProperties": False,
            }
        return {"$ref": REFERENCE + self.title}


class Changing:
    """A schema that is another from some microversions on: ("2.1", one), ("2.69", another)."""

    def __init__(self, *steps: tuple[str, Any]) -> None:
        self.steps = steps

    def schema(self, version: Version, known: Schemas) -> dict[str, Any]:
        """The schema that holds."""
        (*_, found) = (schema for since, schema in self.steps if versions.parse(since) <= version)
        made: dict[str, Any] = resolved(found, version, known)
        return made


def resolved(schema: Any, version: Version, known: Schemas) -> Any:
    """A schema as plain JSON: views in it become references to schemas that are added to `known`."""
    if isinstance(schema, View | Changing):
        return schema.schema(version, known)
    if isinstance(schema, Mapping):
        return {key: resolved(value, version, known) for key, value in schema.items()}
    if isinstance(schema, list):
        return [resolved(item, version, known) for item in schema]
    return schema


def column(name: str) -> Callable[..., Any]:
    """The value of a thing's attribute."""
    return lambda req, thing, *rest: getattr(thing, name)


def moment(name: str) -> Callable[..., Any]:
    """The value of a thing's attribute, a time without zone."""
    return lambda req, thing, *rest: plain(getattr(thing, name))


def always(value: Any) -> Callable[..., Any]:
    """The same value for everything."""
    return lambda *things: value

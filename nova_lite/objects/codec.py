# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""How the values of a wire object's fields are written for the bus, read from it, and copied.

Most values are what JSON carries anyway: they need nothing, which is said once for each field and not found out again
for each value, as oslo.versionedobjects does it.
"""

import copy
import datetime
import operator
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oslo_versionedobjects import base

Convert = Callable[[Any], Any]
_SCALARS = (str, int, float, bool)


@dataclass(frozen=True, slots=True)
class Codec:
    """Conversions of one field's values that are not None; None where a value stays as it is."""

    write: Convert | None = None
    read: Convert | None = None
    copy: Convert | None = None


def of(annotation: Any) -> Codec:
    """The codec for one annotation; understands X | None, list[X], dict[str, X], wire classes and Any (JSON)."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        (inner,) = [item for item in arguments if item is not types.NoneType]
        return of(inner)
    if origin in (list, dict):
        item = of(arguments[-1])
        each = _each_of_list if origin is list else _each_of_dict
        return Codec(each(item.write), each(item.read), each(item.copy))
    if annotation is datetime.datetime:
        return Codec(_write_time, _read_time)
    if isinstance(annotation, type) and issubclass(annotation, base.VersionedObject):
        read = operator.methodcaller("obj_to_primitive"), annotation.obj_from_primitive
        return Codec(*read, operator.methodcaller("obj_clone"))
    return Codec() if annotation in _SCALARS else Codec(copy=copy.deepcopy)


def _each_of_list(convert: Convert | None) -> Convert:
    if convert is None:
        return list

    def each(values: list[Any]) -> list[Any]:
        return [None if value is None else convert(value) for value in values]

    return each


def _each_of_dict(convert: Convert | None) -> Convert:
    if convert is None:
        return dict

    def each(values: dict[str, Any]) -> dict[str, Any]:
        return {key: None if value is None else convert(value) for key, value in values.items()}

    return each


def _write_time(value: datetime.datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_time(text: str) -> datetime.datetime:
    """UTC, without zone."""
    found = datetime.datetime.fromisoformat(text)
    return found if found.tzinfo is None else found.astimezone(datetime.UTC).replace(tzinfo=None)

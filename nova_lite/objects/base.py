# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Versioned objects declared by annotations: the bridge between typed Python and oslo.versionedobjects.

A class that is decorated with @wire gets one field per annotation, so that the type checker, the constructor and the
wire format have a single source. This module holds no noun of its own.
"""

import datetime
import functools
import types
import typing
from collections.abc import Callable
from typing import Any, Self, TypeVar, dataclass_transform

from oslo_messaging import NoOpSerializer
from oslo_utils import timeutils
from oslo_versionedobjects import base, fields

from nova_lite.context import RequestContext
from nova_lite.objects import codec

NAMESPACE = "nova"

_SCALARS: dict[Any, Callable[..., Any]] = {
    str: fields.StringField,
    int: fields.IntegerField,
    float: fields.FloatField,
    bool: fields.BooleanField,
    datetime.datetime: functools.partial(fields.DateTimeField, tzinfo_aware=False),
}


class _Opaque(fields.FieldType):
    """A JSON value that is carried as it is."""

    @staticmethod
    def coerce(_obj: Any, _attr: str, value: Any) -> Any:
        return value


def _field(annotation: Any, nullable: bool = False) -> Any:
    """The field for one annotation; understands X | None, list[X], dict[str, X], other wire classes and Any."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        (inner,) = [item for item in arguments if item is not types.NoneType]
        return _field(inner, nullable=True)
    if origin in (list, dict):
        item = _field(arguments[-1])
        kind = fields.List if origin is list else fields.Dict
        return fields.Field(kind(item._type, nullable=item.nullable), nullable=nullable)
    if annotation in _SCALARS:
        return _SCALARS[annotation](nullable=nullable)
    if isinstance(annotation, type) and issubclass(annotation, WireObject):
        return fields.ObjectField(annotation.__name__, nullable=nullable)
    return fields.Field(_Opaque(), nullable=True)


class WireObject(base.VersionedObject):
    """Base of everything that crosses the bus. Unset fields read as their declared default, or None."""

    OBJ_PROJECT_NAMESPACE = NAMESPACE
    OBJ_SERIAL_NAMESPACE = "nova_object"
    DEFAULTS: typing.ClassVar[dict[str, Any]] = {}
    # Fields that hold one object.
    OBJECTS: typing.ClassVar[tuple[str, ...]] = ()
    # Name, attribute and codec of each field.
    CODECS: typing.ClassVar[tuple[tuple[str, str, codec.Codec], ...]] = ()

    def obj_load_attr(self, attrname: str) -> None:
        """Give an unset field its default; never loads anything from anywhere."""
        default = self.DEFAULTS.get(attrname)
        changed = attrname in self._changed_fields
        setattr(self, attrname, default() if callable(default) else default)
        if not changed:
            self._changed_fields.discard(attrname)

    @property
    def obj_fields(self) -> Any:
        """The names of all fields. The library makes a list of them, each time it looks whether one is set."""
        return self.fields

    def obj_what_changed(self) -> set[str]:
        """Names of the fields that were set since the last reset, or whose objects have such fields."""
        inner = ((name, getattr(self, name)) for name in self.OBJECTS if self.obj_attr_is_set(name))
        return self._changed_fields.union(name for name, value in inner if value and value.obj_what_changed())

    def values(self) -> dict[str, Any]:
        """All set fields by name; nested objects stay objects."""
        return {name: getattr(self, name) for name in self.fields if self.obj_attr_is_set(name)}

    def copy(self, **changes: Any) -> Self:
        """A deep copy with some fields set to other values."""
        twin = self.__deepcopy__({})
        for name, value in changes.items():
            setattr(twin, name, value)
        return twin

    def __deepcopy__(self, memo: Any) -> Self:
        twin = self.__class__()
        twin.VERSION, twin._context, twin._changed_fields = self.VERSION, self._context, set(self._changed_fields)
        held, copied = self.__dict__, twin.__dict__
        for _, attribute, how in self.CODECS:
            if attribute in held:
                value = held[attribute]
                copied[attribute] = value if how.copy is None or value is None else how.copy(value)
        return twin

    def obj_to_primitive(self, target_version: str | None = None, version_manifest: Any = None) -> dict[str, Any]:
        """As the library does it, which asks each value's field again how that is written."""
        if target_version not in (None, self.VERSION) or version_manifest:
            older: dict[str, Any] = super().obj_to_primitive(target_version, version_manifest)
            return older
        held, data = self.__dict__, {}
        for name, attribute, how in self.CODECS:
            if attribute in held:
                value = held[attribute]
                data[name] = value if how.write is None or value is None else how.write(value)
        primitive = {
            "nova_object.name": self.obj_name(),
            "nova_object.namespace": NAMESPACE,
            "nova_object.version": self.VERSION,
            "nova_object.data": data,
        }
        changes = sorted(name for name in self.obj_what_changed() if name in data)
        return {**primitive, "nova_object.changes": changes} if changes else primitive

    @classmethod
    def _obj_from_primitive(cls, context: Any, objver: str, primitive: dict[str, Any]) -> Self:
        """As the library does it, which checks again what its sender has checked. Its version is the sender's."""
        made, data = cls(), primitive["nova_object.data"]
        made._context, made.VERSION = context, objver
        held = made.__dict__
        for name, attribute, how in cls.CODECS:
            if name in data:
                value = data[name]
                held[attribute] = value if how.read is None or value is None else how.read(value)
        made._changed_fields = set(primitive.get("nova_object.changes", ()))
        return made

    def to_primitive(self) -> dict[str, Any]:
        """Wire form: nova_object.name, .namespace, .version, .data."""
        return self.obj_to_primitive()

    @classmethod
    def from_primitive(cls, primitive: dict[str, Any]) -> Self:
        """Read back to_primitive(); raises oslo.versionedobjects errors for a foreign or newer object."""
        found: Any = WireObject.obj_from_primitive(primitive)
        return typing.cast(Self, found)


W = TypeVar("W", bound=type[WireObject])
D = TypeVar("D")


def new(factory: Callable[[], D]) -> D:
    """A default that each object makes for itself: the factory, which the type checker takes for its product."""
    return typing.cast(D, factory)


@dataclass_transform(kw_only_default=True)
def wire(cls: W) -> W:
    """Register a WireObject: each public annotation becomes a field; class values become defaults of unset fields.

    Versioning: the class attribute VERSION must be raised when a field is added (tests hold the fingerprints).
    """
    hints = typing.get_type_hints(cls)
    annotations = {name: hints[name] for name in cls.__dict__["__annotations__"]}
    cls.DEFAULTS = {name: cls.__dict__[name] for name in annotations if name in cls.__dict__}
    for name in cls.DEFAULTS:
        delattr(cls, name)
    cls.fields = {name: _field(hint) for name, hint in annotations.items()}
    cls.CODECS = tuple((name, f"_obj_{name}", codec.of(hint)) for name, hint in annotations.items())
    cls.OBJECTS = tuple(name for name, field in cls.fields.items() if isinstance(field, fields.ObjectField))
    return typing.cast(W, base.VersionedObjectRegistry.register(cls))


def utcnow() -> datetime.datetime:
    """Now, UTC, without zone and without microseconds: what the databases store."""
    now: datetime.datetime = timeutils.utcnow().replace(microsecond=0)
    return now


class WireSerializer(NoOpSerializer):
    """oslo.messaging serializer for wire objects inside lists, dicts and arguments, and for the request context."""

    def serialize_entity(self, context: RequestContext, entity: Any) -> Any:
        """Turn objects, at any depth, into primitives."""
        if isinstance(entity, base.VersionedObject):
            return entity.obj_to_primitive()
        if isinstance(entity, list | tuple | set):
            return [self.serialize_entity(context, item) for item in entity]
        if isinstance(entity, dict):
            return {key: self.serialize_entity(context, value) for key, value in entity.items()}
        return entity

    def deserialize_entity(self, context: RequestContext, entity: Any) -> Any:
        """Turn primitives, at any depth, into objects."""
        if isinstance(entity, dict):
            if "nova_object.name" in entity:
                return WireObject.obj_from_primitive(entity)
            return {key: self.deserialize_entity(context, value) for key, value in entity.items()}
        if isinstance(entity, list):
            return [self.deserialize_entity(context, item) for item in entity]
        return entity

    def serialize_context(self, context: RequestContext) -> dict[str, Any]:
        """Primitive form of the request context."""
        return context.to_dict()

    def deserialize_context(self, context: dict[str, Any]) -> RequestContext:
        """Rebuild the sender's request context."""
        return RequestContext.from_dict(context)

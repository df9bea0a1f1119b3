# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of bodies and query strings against their JSON schemas, with the error texts that clients know.

Validators are compiled once per schema. Legacy v2 requests lose unknown keys instead of being refused.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema
import netaddr
from jsonschema import Draft202012Validator, FormatChecker, validators
from oslo_utils import timeutils, uuidutils

from nova_lite import exception

FORMATS = FormatChecker(formats=())
DIGITS = 300
_compiled: dict[tuple[int, bool], tuple[Mapping[str, Any], Any]] = {}


@dataclass(frozen=True, slots=True)
class Query:
    """What a query string may hold.

    parameters: schema of each value (a string) by name; patterns: the same by regular expression of the name.
    single: names that may not repeat. strict_since: from that microversion on unknown names are refused, before it
    they are dropped; None drops them always.
    """

    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    patterns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    single: frozenset[str] = frozenset()
    strict_since: tuple[int, int] | None = (2, 75)

    def schema_of(self, name: str) -> Mapping[str, Any] | None:
        """The schema for values of that parameter; None for an unknown one."""
        if name in self.parameters:
            return self.parameters[name]
        return next((schema for pattern, schema in self.patterns.items() if re.match(pattern, name)), None)


def check_body(schema: Mapping[str, Any], body: Any, legacy: bool = False) -> None:
    """Raise ValidationError unless the body fits; legacy bodies lose unknown keys in place."""
    error = jsonschema.exceptions.best_match(_validator(schema, legacy).iter_errors(body))
    if error is not None:
        raise exception.ValidationError(detail=_text(error))


def check_query(query: Query | None, given: Mapping[str, list[str]], version: tuple[int, int]) -> dict[str, list[str]]:
    """The known parameters with all their values; raises ValidationError for bad or (if strict) unknown ones."""
    if query is None:
        return {}
    kept: dict[str, list[str]] = {}
    unknown: list[str] = []
    for name, values in given.items():
        schema = query.schema_of(name)
        if schema is None:
            unknown.append(name)
            continue
        if name in query.single and len(values) > 1:
            raise exception.ValidationError(
                detail=f"Invalid input for query parameters {name}. Value: {values}. {values} is too long"
            )
        for value in values:
            _check_parameter(name, schema, value)
        kept[name] = values
    if unknown and query.strict_since is not None and version >= query.strict_since:
        raise exception.ValidationError(
            detail=f"Additional properties are not allowed ({', '.join(map(repr, sorted(unknown)))}"
            f" {'was' if len(unknown) == 1 else 'were'} unexpected)"
        )
    return kept


def _check_parameter(name: str, schema: Mapping[str, Any], value: str) -> None:
    error = jsonschema.exceptions.best_match(_validator(schema, False).iter_errors(value))
    if error is not None:
        raise exception.ValidationError(
            detail=f"Invalid input for query parameters {name}. Value: {value}. {_reason(error)}"
        )


def _text(error: jsonschema.ValidationError) -> str:
    if not error.absolute_path:
        return _reason(error)
    name = error.absolute_path[-1]
    return f"Invalid input for field/attribute {name}. Value: {error.instance}. {_reason(error)}"


def _reason(error: jsonschema.ValidationError) -> str:
    return str(error.cause) if error.cause is not None else str(error.message)


# ---- validator -------------------------------------------------------------------------------------------------------


def _number(value: Any) -> int | None:
    """Digits in a string count as number for minimum and maximum; so many that int() gives up are just a big one."""
    return int(value[:DIGITS]) if isinstance(value, str) and re.fullmatch(r"-?[0-9]+\n?", value) else None


def _bound(name: str) -> Callable[..., Iterator[Any]]:
    original = Draft202012Validator.VALIDATORS[name]

    def check(validator: Any, limit: Any, instance: Any, schema: Any) -> Iterator[Any]:
        digits = _number(instance)
        yield from original(validator, limit, instance if digits is None else digits, schema) or ()

    return check


def _drop_unknown(validator: Any, allowed: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    """Legacy v2: unknown keys vanish, except where the keys themselves have to fit a pattern."""
    if allowed is False and isinstance(instance, dict) and not schema.get("patternProperties"):
        for key in set(instance) - set(schema.get("properties", {})):
            del instance[key]
        return
    original = Draft202012Validator.VALIDATORS["additionalProperties"]
    yield from original(validator, allowed, instance, schema) or ()


def _pattern_but_of_names(validator: Any, pattern: str, instance: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    """Legacy v2: a name may have any printable letters."""
    if schema.get("format") != "name":
        yield from Draft202012Validator.VALIDATORS["pattern"](validator, pattern, instance, schema) or ()


_Strict = validators.extend(Draft202012Validator, {"minimum": _bound("minimum"), "maximum": _bound("maximum")})
_Legacy = validators.extend(_Strict, {"additionalProperties": _drop_unknown, "pattern": _pattern_but_of_names})


def _validator(schema: Mapping[str, Any], legacy: bool) -> Any:
    """Compiled once; the schema is kept with it, so its id() stays its own."""
    key = (id(schema), legacy)
    if key not in _compiled:
        kind: Any = _Legacy if legacy else _Strict
        _compiled[key] = (schema, kind(schema, format_checker=LEGACY_FORMATS if legacy else FORMATS))
    return _compiled[key][1]


# ---- formats ---------------------------------------------------------------------------------------------------------


class FormatError(ValueError):
    """A value that does not have its format; the text is the reason shown to the client."""


@FORMATS.checks("name", raises=FormatError)
def _is_name(value: object) -> bool:
    if isinstance(value, str) and (value.strip() != value or not value or not _no_control(value)):
        raise FormatError(
            "An invalid 'name' value was provided. The name must be: printable characters. "
            "Can not start or end with whitespace."
        )
    return True


@FORMATS.checks("name_with_leading_trailing_spaces", raises=FormatError)
def _is_loose_name(value: object) -> bool:
    if isinstance(value, str) and (not value.strip() or not _no_control(value)):
        raise FormatError(
            "An invalid 'name' value was provided. The name must be: printable characters with at least one"
            " non space character"
        )
    return True


@FORMATS.checks("az_name", raises=FormatError)
def _is_zone_name(value: object) -> bool:
    if isinstance(value, str) and (value.strip() != value or not value or ":" in value or not _no_control(value)):
        raise FormatError(
            "An invalid 'name' value was provided. The name must be: printable characters except :. "
            "Can not start or end with whitespace."
        )
    return True


@FORMATS.checks("printable", raises=FormatError)
def _is_printable(value: object) -> bool:
    if isinstance(value, str) and not _no_control(value):
        raise FormatError("The value must consist of printable characters.")
    return True


def _no_control(value: str) -> bool:
    """True if no character is a control character, a surrogate or unassigned; blanks of any kind are fine."""
    return all(unicodedata.category(char) not in ("Cc", "Cs", "Cn") for char in value)


@FORMATS.checks("uuid")
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(uuidutils.is_uuid_like(value))


@FORMATS.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    if isinstance(value, str):
        timeutils.parse_isotime(value)
    return True


@FORMATS.checks("base64", raises=(binascii.Error, ValueError))
def _is_base64(value: object) -> bool:
    if isinstance(value, str):
        base64.b64decode(value.encode("ascii"), validate=False)
    return True


@FORMATS.checks("ipv4", raises=ValueError)
def _is_ipv4(value: object) -> bool:
    return not isinstance(value, str) or bool(netaddr.valid_ipv4(value, netaddr.INET_PTON))


@FORMATS.checks("ipv6", raises=ValueError)
def _is_ipv6(value: object) -> bool:
    return not isinstance(value, str) or bool(netaddr.valid_ipv6(value))


@FORMATS.checks("ip-address", raises=ValueError)
def _is_ip(value: object) -> bool:
    return not isinstance(value, str) or bool(netaddr.valid_ipv4(value, netaddr.INET_PTON) or netaddr.valid_ipv6(value))


@FORMATS.checks("cidr", raises=(netaddr.AddrFormatError, ValueError))
def _is_cidr(value: object) -> bool:
    return not isinstance(value, str) or bool(netaddr.IPNetwork(value))


@FORMATS.checks("regex", raises=re.error)
def _is_regex(value: object) -> bool:
    if isinstance(value, str):
        re.compile(value)
    return True


# Legacy v2 names may have blanks at their ends, which handlers strip.
LEGACY_FORMATS = FormatChecker(formats=())
LEGACY_FORMATS.checkers = {**FORMATS.checkers, "name": FORMATS.checkers["name_with_leading_trailing_spaces"]}

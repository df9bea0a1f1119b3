# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a route may answer, for its documentation: statuses, bodies and headers, errors included. Nothing decides by it.

Bodies of success come from the rows of the route table, errors from the codes that openapi_codes.py declares.
"""

from collections.abc import Mapping
from typing import Any

from nova_lite.api import errors, openapi_codes, versions
from nova_lite.api.route import Route
from nova_lite.api.schemas import answers
from nova_lite.api.views.fields import Schemas, Version, resolved

Json = dict[str, Any]

JSON = "application/json"
MEANINGS = {
    200: "Done.",
    201: "Made.",
    202: "Accepted; the work goes on.",
    204: "Done; there is nothing to tell.",
    207: "Some parts failed; each says how.",
    400: "The request is malformed or does not fit its schema.",
    401: "There is no valid token.",
    403: "Policy or a quota forbids it.",
    404: "There is no such thing, or no such method at this microversion.",
    406: "The microversion is not supported.",
    409: "The state of things forbids it.",
    410: "This part of the API is gone for good.",
    413: "The body is too large.",
    415: "The body's media type is not supported.",
    500: "The service failed.",
    501: "The host or the configuration cannot do that.",
    503: "A service that is needed does not answer.",
}
FAILURE = "5XX"  # any failure that a route does not declare
REQUEST_IDS = ("X-Compute-Request-Id", "X-Openstack-Request-Id")
VARY = "Vary"
LOCATION = "Location"
_AUTHENTICATE = "WWW-Authenticate"
_VERSIONS = (versions.HEADER, versions.LEGACY_HEADER, VARY)
# The token check's own form, and what is refused before anything knows that it concerns this API.
_OF_TOKENS = answers.one(
    "error", answers.record({"code": {"const": 401}, "title": answers.TEXT, "message": answers.TEXT})
)
_PLAIN = answers.record(dict.fromkeys(("code", "title", "message"), answers.TEXT))
_OTHER_FORMS: dict[int, Json] = {400: _PLAIN, 401: _OF_TOKENS, 404: _PLAIN, 413: _PLAIN}
_TEXT_FORMS = dict.fromkeys(("text/html", "text/plain"), {"schema": answers.TEXT})


def statuses(row: Route) -> frozenset[int]:
    """Every status that the row may answer with."""
    codes = openapi_codes.declared(row.method, row.path, row.action)
    good = {code for code in codes if code < 300}
    return frozenset({*openapi_codes.ALWAYS, *codes, *(good or {row.ok})})


def of(row: Route, version: Version, known: Schemas) -> Json:
    """Answers of a row by status; schemas of views are added to the `known` ones."""
    made = {str(code): _success(row, code, version, known) for code in sorted(statuses(row)) if code < 300}
    return {
        **made,
        **{str(code): _reference(code) for code in sorted(statuses(row)) if code >= 300},
        FAILURE: _reference(FAILURE),
    }


def joined(one: Mapping[str, Json], two: Mapping[str, Json]) -> Json:
    """Answers of two actions of one path: the statuses of both, and where both have one the body of either."""
    both = {status: _either(one.get(status), two.get(status)) for status in {*one, *two}}
    return dict(sorted(both.items()))


def _either(one: Json | None, two: Json | None) -> Json:
    if one is None or two is None or one == two:
        return (one if one is not None else two) or {}
    bodies = [made["content"][JSON]["schema"] for made in (one, two) if "content" in made]
    choices = [choice for body in bodies for choice in body.get("anyOf", [body])]
    schema = answers.either(*(choice for at, choice in enumerate(choices) if choice not in choices[:at]))
    return {**one, "content": {JSON: {"schema": schema}}}


def _reference(status: object) -> Json:
    return {"$ref": f"#/components/responses/{status}"}


def _success(row: Route, code: int, version: Version, known: Schemas) -> Json:
    location = (LOCATION,) if code != 204 and openapi_codes.locates(row.method, row.path, row.action) else ()
    names = (*REQUEST_IDS, *_VERSIONS, *location)
    made: Json = {"description": MEANINGS[code], "headers": _headers(*names)}
    if row.answer is not None and code != 204:
        made["content"] = {JSON: {"schema": resolved(row.answer, version, known)}}
    return made


def _headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


# ---- components ------------------------------------------------------------------------------------------------------


def headers(version: Version) -> Json:
    """The headers of a microversion's answers."""
    text = versions.text(version)
    request = {"description": "Names the request in logs and instance actions.", "required": True}
    forms = {
        **dict.fromkeys(REQUEST_IDS, {**request, "schema": {"type": "string", "pattern": "^req-[0-9a-f-]{36}$"}}),
        versions.HEADER: {"required": True, "schema": {"const": f"{versions.SERVICE} {text}"}},
        versions.LEGACY_HEADER: {"required": True, "schema": {"const": text}},
        VARY: {"description": "Both version headers.", "required": True, "schema": answers.TEXT},
        LOCATION: {"description": "Address of what was made.", "schema": answers.TEXT},
        _AUTHENTICATE: {"description": "Where tokens come from.", "schema": answers.TEXT},
    }
    return dict(forms)


def failures() -> Json:
    """The error of each code, and one for undeclared failures."""
    keys = dict.fromkeys(errors.FAULT_KEYS.get(code, errors.DEFAULT_KEY) for code in (500, 501, 503))
    any_code = {"type": "integer", "minimum": 500}
    undeclared = {
        "description": "The service or one that it needs failed.",
        "headers": _headers(*REQUEST_IDS),
        "content": {JSON: {"schema": answers.either(*(_fault(key, any_code) for key in keys))}},
    }
    return {**{str(code): _failure(code) for code in MEANINGS if code >= 300}, FAILURE: undeclared}


def _failure(code: int) -> Json:
    names = (*REQUEST_IDS, _AUTHENTICATE) if code == 401 else REQUEST_IDS
    schema = _fault(errors.FAULT_KEYS.get(code, errors.DEFAULT_KEY), {"const": code})
    content: Json = {JSON: {"schema": schema}}
    if code in _OTHER_FORMS:
        content = {JSON: {"schema": answers.either(schema, _OTHER_FORMS[code])}, **_TEXT_FORMS}
    return {"description": MEANINGS[code], "headers": _headers(*names), "content": content}


def _fault(key: str, code: Json) -> Json:
    """The body of a fault, whose only key names its kind."""
    properties = {"code": code, "message": answers.TEXT, "retryAfter": answers.TEXT}
    return answers.one(key, answers.record(properties, optional=("retryAfter",)))

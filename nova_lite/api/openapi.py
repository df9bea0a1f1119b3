# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""The API of one microversion as an OpenAPI 3.1 document, made of the route table and its schemas.

What it says is what dispatch.py enforces, because both read the same rows. It describes and never decides; documents
are made when somebody asks for them, and a few are kept as bytes.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from nova_lite.api import openapi_responses, versions
from nova_lite.api.route import Route
from nova_lite.api.routes import ROUTES
from nova_lite.api.validation import Query
from nova_lite.api.views.fields import Schemas

Json = dict[str, Any]

DIALECT = "3.1.0"
JSON = openapi_responses.JSON
_VERSION_PARAMETER = "#/components/parameters/microversion"
KEPT = 16


@lru_cache(maxsize=KEPT)
def rendered(version: tuple[int, int]) -> bytes:
    """The document as JSON text."""
    return json.dumps(document(version), separators=(",", ":")).encode()


def document(version: tuple[int, int], routes: Iterable[Route] = ROUTES) -> Json:
    """The document of a microversion; each call makes a new one."""
    paths: dict[str, Json] = {}
    known: Schemas = {}
    for row in routes:
        if row.serves(version):
            operations = paths.setdefault(row.path, _path(row))
            method = row.method.lower()
            made = _operation(row, version, known)
            operations[method] = _joined(operations[method], made) if method in operations else made
    return {
        "openapi": DIALECT,
        "info": {
            "title": "Compute API",
            "version": versions.text(version),
            "description": versions.HISTORY[version[1] - 1],
        },
        "servers": [{"url": "/v2.1"}, {"url": "/v2.1/{project_id}", "variables": {"project_id": {"default": "0"}}}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"}},
            "schemas": dict(sorted(known.items())),
            "responses": openapi_responses.failures(),
            "headers": openapi_responses.headers(version),
            "parameters": {"microversion": _microversion(version)},
        },
    }


def _microversion(version: tuple[int, int]) -> Json:
    text = versions.text(version)
    return {
        "name": versions.HEADER,
        "in": "header",
        "required": text != versions.MINIMUM,
        "schema": {"type": "string", "const": f"{versions.SERVICE} {text}"},
    }


def _path(row: Route) -> Json:
    ids = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)[^}]*}", row.path)
    ]
    return {"parameters": [{"$ref": _VERSION_PARAMETER}, *ids]}


# ---- operations ------------------------------------------------------------------------------------------------------


def _operation(row: Route, version: tuple[int, int], known: Schemas) -> Json:
    is_action = row.path.endswith("/action")
    words = re.findall(r"[A-Za-z0-9_]+", f"{row.method.lower()} {row.path}")
    made: Json = {
        "operationId": "_".join(words),
        "tags": [words[1] if len(words) > 1 else "versions"],
        "summary": _summary(row),
        "responses": openapi_responses.of(row, version, known),
    }
    query = _query(row.query)
    if query:
        made["parameters"] = query
    if row.method in ("POST", "PUT") and (row.body is not None or is_action):
        made["requestBody"] = {"required": True, "content": {JSON: {"schema": _body(row, is_action)}}}
    if row.policy is not None:
        made["x-policy"] = {row.action: row.policy} if is_action else row.policy
    if row.query is not None and row.query.strict_since is not None:
        made["x-unknown-parameters"] = "refused" if version >= row.query.strict_since else "dropped"
    return made


def _summary(row: Route) -> str:
    if row.path.endswith("/action"):
        return "Actions; the only key of the body names one."
    return (row.handler.__doc__ or row.action).strip().splitlines()[0]


def _body(row: Route, is_action: bool) -> Json:
    """The schema of a body; an action without a schema takes anything under its name."""
    if row.body is not None and not is_action:
        return dict(row.body)
    anything = {"type": "object", "required": [row.action], "minProperties": 1, "maxProperties": 1}
    return {"title": row.action, **(row.body if row.body is not None else anything)}


def _joined(one: Json, two: Json) -> Json:
    """Two actions of one path as one operation: either body, the statuses and rules of both."""
    content = one["requestBody"]["content"][JSON]
    known = content["schema"].get("oneOf") or [content["schema"]]
    added = two["requestBody"]["content"][JSON]["schema"]
    body = {"required": True, "content": {JSON: {"schema": {"oneOf": [*known, added]}}}}
    rules = {**one.get("x-policy", {}), **two.get("x-policy", {})}
    responses = openapi_responses.joined(one["responses"], two["responses"])
    return {**one, "requestBody": body, "responses": responses, "x-policy": rules}


def _query(query: Query | None) -> list[Json]:
    """Parameters of the query string; a repeated one counts by its last value, so each is a single value here."""
    if query is None:
        return []
    return [{"name": name, "in": "query", "schema": dict(query.parameters[name])} for name in sorted(query.parameters)]
